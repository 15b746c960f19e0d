import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconCards } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { countStewards } from '../../../client/enrolled.ts';
import { type MadeCard, makeCard, revokeCard } from '../../../client/suspension-card.ts';
import type { Hex32 } from '../../../domain/ids.ts';
import { Busy } from '../../parts/busy.tsx';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { keys, useRoster } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { SuspensionCard } from './suspension-card.tsx';

/** One's own suspension card: making it, shown once, and taking it back. */
export function CardPage() {
	const { t } = useTranslation('people');
	const { connection, identity, role, report } = useSession();
	const queries = useQueryClient();
	const confirm = useConfirm();
	const roster = useRoster();
	const onSettled = () => queries.invalidateQueries({ queryKey: keys.people });
	const making = useMutation({ mutationFn: () => makeCard(connection, location.origin), onSettled });
	const revoking = useMutation({
		mutationFn: (card: Hex32) => revokeCard(connection, card),
		onSuccess: () => making.reset(),
		onSettled,
	});
	const me = roster.data?.people.find((one) => one.keys.sign === identity.keys.sign);
	const made: MadeCard | undefined = making.data;
	const card = made?.card ?? me?.card;
	const stewards = roster.data === undefined ? 0 : countStewards(roster.data.people, roster.data.byPeople);
	const takeBack = async (old: Hex32): Promise<void> => {
		if (await confirm({ title: t('myCard.backTitle'), text: t('myCard.backText'), yes: t('myCard.back') }))
			revoking.mutate(old);
	};
	return (
		<RoomPage title={t('myCard.title')} {...(made === undefined ? { about: t('myCard.about') } : {})}>
			{roster.isError && me === undefined && <ErrorNotice error={roster.error} retry={() => roster.refetch()} />}
			{roster.data === undefined ? (
				<Busy />
			) : (
				<Stack gap="lg" maw="46rem">
					{made !== undefined && <SuspensionCard card={made} person={identity.keys.sign} />}
					{made === undefined && card !== undefined && <Alert color="green">{t('myCard.inForce')}</Alert>}
					{role === 'steward' && stewards < 2 && (
						<Alert color="yellow" className="custos-screen-only">
							{t('myCard.onlySteward')}
						</Alert>
					)}
					{revoking.isSuccess && card === undefined && <Text role="status">{t('myCard.gone')}</Text>}
					<Group className="custos-screen-only">
						{made === undefined && (
							<Button
								leftSection={<IconCards size={18} aria-hidden />}
								loading={making.isPending}
								onClick={() => making.mutate()}
							>
								{t(card === undefined ? 'myCard.make' : 'myCard.makeNew')}
							</Button>
						)}
						{card !== undefined && (
							<Button
								variant="default"
								loading={revoking.isPending}
								onClick={() => {
									takeBack(card).catch(report);
								}}
							>
								{t('myCard.back')}
							</Button>
						)}
					</Group>
					{making.isError && <ErrorNotice error={making.error} />}
					{revoking.isError && <ErrorNotice error={revoking.error} />}
				</Stack>
			)}
			<Anchor component={Link} href="/" underline="always" className="custos-screen-only">
				{t('backToPeople')}
			</Anchor>
		</RoomPage>
	);
}
