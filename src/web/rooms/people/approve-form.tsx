import { Alert, Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { approve, type EnrolledPerson, setSuspended } from '../../../client/people.ts';
import type { ArchiveRole } from '../../../domain/roles.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { keys, useNames } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import type { Asking } from './asking.ts';
import { CompareByVoice } from './compare-by-voice.tsx';
import { useRememberName } from './remember-name.ts';

/** Approving: only after the fingerprint was compared. Somebody who comes anew is tied to the key they had. */
export function ApproveForm(props: { asking: Asking; role: ArchiveRole; people: readonly EnrolledPerson[] }) {
	const { t } = useTranslation('people');
	const { connection } = useSession();
	const queries = useQueryClient();
	const remember = useRememberName();
	const names = useNames();
	const { asking, role } = props;
	const [name, setName] = useState(asking.called);
	const [compared, setCompared] = useState(false);
	const [differs, setDiffers] = useState(false);
	const [formerly, setFormerly] = useState<string | null>(null);
	const [suspend, setSuspend] = useState(true);
	const before = props.people.find((one) => one.keys.sign === formerly);
	const { sign } = asking.join.person;
	const approving = useMutation({
		mutationFn: async () => {
			// The old key first: if that fails, nothing else is done.
			if (before !== undefined && suspend && !before.suspended) await setSuspended(connection, before.keys.sign, true);
			const agreed = await approve(connection, asking, role, before?.keys.sign);
			await remember(sign, name);
			return agreed;
		},
		onSuccess: (agreed) => {
			const message = agreed.done
				? t(before === undefined ? 'approved' : 'approvedAgain', { name: visible(name) })
				: t('proposals.waits', { have: agreed.approvals, needed: agreed.needed });
			notifications.show({ message, autoClose: 12_000 });
		},
		onSettled: () => queries.invalidateQueries({ queryKey: keys.people }),
	});
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				if (compared) approving.mutate();
			}}
		>
			<Stack gap="md">
				<CompareByVoice person={sign} worker={role === 'worker'} />
				<TextInput
					label={t('nameHere')}
					description={t('nameHereHint')}
					value={name}
					onChange={(event) => setName(event.currentTarget.value)}
					maxLength={100}
					autoComplete="off"
					maw="28rem"
				/>
				{role !== 'worker' && (
					<Select
						label={t('hereBefore')}
						description={t('hereBeforeHint')}
						placeholder={t('hereBeforeNo')}
						data={props.people
							.filter((one) => one.role !== 'worker' && one.keys.sign !== connection.identity.keys.sign)
							.map((one) => ({ value: one.keys.sign, label: visible(names(one.keys.sign)) }))}
						value={formerly}
						onChange={setFormerly}
						clearable
						searchable
						nothingFoundMessage={t('nothingFound', { ns: 'common' })}
						clearButtonProps={{ 'aria-label': t('hereBeforeNo') }}
						maw="28rem"
					/>
				)}
				{before !== undefined && !before.suspended && (
					<Checkbox
						label={t('suspendOld', { name: visible(names(before.keys.sign)) })}
						description={t('suspendOldHint')}
						checked={suspend}
						onChange={(event) => setSuspend(event.currentTarget.checked)}
					/>
				)}
				<Checkbox
					label={t(role === 'worker' ? 'comparedWorker' : 'compared')}
					checked={compared}
					onChange={(event) => setCompared(event.currentTarget.checked)}
				/>
				{differs && (
					<Alert color="red" role="alert" title={t('differsTitle')}>
						{t('differsText')}
					</Alert>
				)}
				{approving.isError && <ErrorNotice error={approving.error} />}
				<Group>
					<Button
						type="submit"
						disabled={!compared}
						loading={approving.isPending}
						leftSection={<IconUserCheck size={18} aria-hidden />}
					>
						{t('approve')}
					</Button>
					<Button
						variant="default"
						onClick={() => {
							setDiffers(true);
							setCompared(false);
						}}
					>
						{t('differs')}
					</Button>
				</Group>
			</Stack>
		</form>
	);
}
