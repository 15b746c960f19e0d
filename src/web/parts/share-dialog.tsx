import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { othersToShareInto, type SharedMany, shareItems } from '../../client/case/share-item.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Id } from '../../domain/ids.ts';
import { keys, useCases } from '../session/queries.ts';
import { useSession } from '../session/use-session.ts';
import { ErrorNotice } from './error-notice.tsx';
import { visible } from './foreign-text.tsx';

/** Puts items into another of one's cases: which, and why. What could not be shared is told, and may be tried again. */
export function ShareDialog(props: { opened: boolean; onClose: () => void; from: OpenCase; items: readonly Id[] }) {
	const { t } = useTranslation();
	const { opened, onClose, from, items } = props;
	return (
		<Modal
			opened={opened}
			onClose={onClose}
			title={t('share.title', { count: items.length })}
			closeButtonProps={{ 'aria-label': t('close') }}
		>
			<ShareForm from={from} items={items} onClose={onClose} />
		</Modal>
	);
}

function ShareForm({ from, items, onClose }: { from: OpenCase; items: readonly Id[]; onClose: () => void }) {
	const { t } = useTranslation();
	const { connection } = useSession();
	const queries = useQueryClient();
	const others = othersToShareInto(useCases().data ?? [], from);
	const [chosen, choose] = useState<string | null>(null);
	const [purpose, setPurpose] = useState('');
	const to = others.find((one) => one.id === chosen) ?? (others.length === 1 ? others[0] : undefined);
	const work = useMutation({
		mutationFn: (into: { to: OpenCase; ids: readonly Id[]; again: boolean }) =>
			shareItems(connection, from, into.to, into.ids, { purpose: purpose.trim(), again: into.again }),
		onSuccess: ({ done, ...rest }, into) => {
			if (done.length > 0)
				notifications.show({
					message: t('share.done', { count: done.length, to: visible(into.to.prefix) }),
					color: 'guard',
				});
			if (isAll(rest)) onClose();
		},
		onSettled: (_shared, _error, into) =>
			Promise.all([
				...[from, into.to].map((one) => queries.invalidateQueries({ queryKey: keys.case(one.id) })),
				...into.ids.map((id) => queries.invalidateQueries({ queryKey: keys.item(id) })),
			]),
	});
	if (others.length === 0) return <Text>{t('share.none')}</Text>;
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				if (to !== undefined) work.mutate({ to, ids: items, again: false });
			}}
		>
			<Stack>
				<Text size="sm">{t('share.text')}</Text>
				<Select
					label={t('share.to')}
					description={t('share.toHint')}
					data={others.map((one) => ({ value: one.id, label: visible(`${one.prefix} · ${one.title}`) }))}
					value={to?.id ?? null}
					onChange={choose}
					allowDeselect={false}
					required
				/>
				<TextInput
					label={t('share.purpose')}
					value={purpose}
					onChange={(event) => setPurpose(event.currentTarget.value)}
					maxLength={1000}
				/>
				{work.isError && <ErrorNotice error={work.error} />}
				{work.data !== undefined && to !== undefined && (
					<Outcome
						shared={work.data}
						busy={work.isPending}
						onAgain={() => work.mutate({ to, ids: work.data.already, again: true })}
					/>
				)}
				<Group justify="flex-end">
					<Button variant="default" onClick={onClose}>
						{t(work.data === undefined ? 'cancel' : 'close')}
					</Button>
					<Button type="submit" disabled={to === undefined} loading={work.isPending}>
						{t('share.yes')}
					</Button>
				</Group>
			</Stack>
		</form>
	);
}

function isAll({ already, notExamined, refused }: Omit<SharedMany, 'done'>): boolean {
	return already.length + notExamined.length + refused.length === 0;
}

/** What was not shared, and why. */
function Outcome(props: { shared: SharedMany; busy: boolean; onAgain: () => void }) {
	const { t } = useTranslation();
	const { already, notExamined, refused } = props.shared;
	if (isAll(props.shared)) return null;
	return (
		<Alert role="status" color={refused.length > 0 ? 'red' : 'yellow'}>
			<Stack gap={4}>
				{refused.length > 0 && <Text size="sm">{t('share.refused', { count: refused.length })}</Text>}
				{notExamined.length > 0 && <Text size="sm">{t('share.notYet', { count: notExamined.length })}</Text>}
				{already.length > 0 && (
					<>
						<Text size="sm">
							{t('share.already', { count: already.length })} {t('share.againText')}
						</Text>
						<Group>
							<Button size="xs" variant="default" loading={props.busy} onClick={props.onAgain}>
								{t('share.again')}
							</Button>
						</Group>
					</>
				)}
			</Stack>
		</Alert>
	);
}
