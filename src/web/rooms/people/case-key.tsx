import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconKey } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyState } from '../../../client/case/key-state.ts';
import { lacksKey } from '../../../client/case-keys.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { pseudonym } from '../../../client/identity.ts';
import { rekeyCase } from '../../../client/rekey.ts';
import type { Hex32 } from '../../../domain/ids.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** What is to be done about a case's key: a new one where somebody outside knows it; who lacks it, and who was just given it. */
export function CaseKeyNotice(props: {
	open: OpenCase;
	state: KeyState;
	mended: readonly Hex32[];
	names: ReadonlyMap<Hex32, string>;
}) {
	const { t } = useTranslation('people');
	const { open, state, mended, names } = props;
	const listed = (people: readonly Hex32[]): string =>
		people.map((one) => visible(names.get(one) || pseudonym(one))).join(', ');
	const outsiders = open.role === 'lead' ? state.outsiders : [];
	return (
		<>
			{outsiders.length > 0 && (
				<Alert color="orange" icon={<IconKey aria-hidden />} title={t('caseKey.wanted')}>
					<Stack gap="sm" align="flex-start">
						{(['removed', 'suspended'] as const).map((why) => {
							const some = outsiders.filter((one) => one.why === why).map((one) => one.person);
							return some.length === 0 ? null : <Text key={why}>{t(`caseKey.${why}`, { names: listed(some) })}</Text>;
						})}
						<Rekey open={open} />
					</Stack>
				</Alert>
			)}
			{lacksKey(open) && (
				<Alert color="orange" icon={<IconKey aria-hidden />} title={t('caseKey.youLack')}>
					{t('caseKey.youLackText')}
				</Alert>
			)}
			{state.lacking.length > 0 && !lacksKey(open) && (
				<Text maw="46rem">{t('caseKey.lacking', { names: listed(state.lacking) })}</Text>
			)}
			{mended.length > 0 && (
				<Text maw="46rem" role="status">
					{t('caseKey.mended', { names: listed(mended) })}
				</Text>
			)}
		</>
	);
}

/** Gives the case a new key, once one has read what that does, and said why or not. */
export function Rekey({ open }: { open: OpenCase }) {
	const { t } = useTranslation('people');
	const { connection, report } = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const reason = useRef('');
	const giving = useMutation({
		mutationFn: () => rekeyCase(connection, open, reason.current.trim()),
		onSuccess: ({ generation, given }) =>
			notifications.show({ message: t('caseKey.done', { generation, count: given }) }),
		onSettled: () => queries.invalidateQueries({ queryKey: keys.case(open.id) }),
	});
	const ask = async (): Promise<void> => {
		reason.current = '';
		const text = (
			<Stack>
				<Text>{t('caseKey.text')}</Text>
				<TextInput
					label={t('caseKey.reason')}
					description={t('caseKey.reasonHint')}
					maxLength={1000}
					autoComplete="off"
					onChange={(event) => {
						reason.current = event.currentTarget.value;
					}}
				/>
			</Stack>
		);
		const yes = await confirm({ title: t('caseKey.title'), text, yes: t('caseKey.give') });
		if (yes) giving.mutate();
	};
	return (
		<Stack gap="xs" align="flex-start">
			<Button
				variant="default"
				leftSection={<IconKey size={16} aria-hidden />}
				loading={giving.isPending}
				disabled={lacksKey(open)}
				onClick={() => {
					ask().catch(report);
				}}
			>
				{t('caseKey.give')}
			</Button>
			{giving.isError && <ErrorNotice error={giving.error} />}
		</Stack>
	);
}
