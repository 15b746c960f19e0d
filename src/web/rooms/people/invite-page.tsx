import { Alert, Anchor } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Invite } from '../../../client/invite.ts';
import { RoomPage } from '../../parts/room-page.tsx';
import { useSession } from '../../session/use-session.ts';
import { InviteCard } from './invite-card.tsx';
import { InviteForm } from './invite-form.tsx';

/** Inviting somebody: first for whom, then the invite, shown once. */
export function InvitePage() {
	const { t } = useTranslation('people');
	const { role } = useSession();
	const [made, setMade] = useState<{ invite: Invite; name: string }>();
	return (
		<RoomPage title={t('inviteTitle')}>
			{role !== 'steward' ? (
				<Alert color="gray">{t('onlyStewards')}</Alert>
			) : made === undefined ? (
				<InviteForm onMade={(invite, name) => setMade({ invite, name })} />
			) : (
				<InviteCard invite={made.invite} name={made.name} />
			)}
			<Anchor component={Link} href="/" underline="always" className="custos-screen-only">
				{t('backToPeople')}
			</Anchor>
		</RoomPage>
	);
}
