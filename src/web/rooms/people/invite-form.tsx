import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invite } from '../../../client/invite.ts';
import { invite } from '../../../client/people.ts';
import type { ArchiveRole } from '../../../domain/roles.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

const roles = ['member', 'steward', 'auditor', 'worker'] as const;

/** For whom an invite is, and what they may be. The name stays in this device's sealed book. */
export function InviteForm(props: { onMade: (invite: Invite, name: string) => void }) {
	const { t } = useTranslation('people');
	const { connection, identity, profile } = useSession();
	const queries = useQueryClient();
	const [name, setName] = useState('');
	const [role, setRole] = useState<ArchiveRole>('member');
	const making = useMutation({
		mutationFn: async () => {
			const made = await invite(connection, role);
			await profile.invites.change(identity, (all) => ({ ...all, [made.invite]: { invite: made, name: name.trim() } }));
			return made;
		},
		onSuccess: (made) => props.onMade(made, name.trim()),
		onSettled: () => queries.invalidateQueries({ queryKey: keys.people }),
	});
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				making.mutate();
			}}
		>
			<Stack gap="lg" maw="40rem">
				<TextInput
					label={t('inviteName')}
					description={t('inviteNameHint')}
					value={name}
					onChange={(event) => setName(event.currentTarget.value)}
					maxLength={100}
					autoComplete="off"
				/>
				<Radio.Group label={t('inviteRole')} value={role} onChange={(value) => setRole(value as ArchiveRole)}>
					<Stack gap="sm" mt="xs">
						{roles.map((one) => (
							<Radio key={one} value={one} label={t(`archiveRole.${one}`)} description={t(`archiveMay.${one}`)} />
						))}
					</Stack>
				</Radio.Group>
				{making.isError && <ErrorNotice error={making.error} />}
				<div>
					<Button type="submit" loading={making.isPending}>
						{t('makeInvite')}
					</Button>
				</div>
			</Stack>
		</form>
	);
}
