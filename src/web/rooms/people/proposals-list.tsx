import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { countStewards } from '../../../client/enrolled.ts';
import type { Roster } from '../../../client/people.ts';
import { isWaiting } from '../../../domain/ledger/agreements.ts';
import { useSession } from '../../session/use-session.ts';
import { AgreedUnexpunged } from './agreed-unexpunged.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { ThresholdChoice } from './threshold-choice.tsx';

/** How many stewards must agree, and what they proposed to one another that is not done. */
export function ProposalsList(props: { roster: Roster }) {
	const { t } = useTranslation('people');
	const { identity } = useSession();
	const { people, byPeople, proposals, threshold } = props.roster;
	const me = identity.keys.sign;
	const active = countStewards(people, byPeople);
	const shown = proposals.filter(
		(one) => isWaiting(one) || (one.by === me && (one.state === 'stale' || one.state === 'expired')),
	);
	const full = proposals.filter((one) => one.state === 'open' && !isWaiting(one));
	return (
		<section aria-labelledby="people-proposals">
			<Title order={2} size="h4" id="people-proposals" mb="xs">
				{t('proposals.title')}
			</Title>
			<Stack gap="md">
				<ThresholdChoice roster={props.roster} active={active} />
				{shown.length === 0 && threshold > 1 && <Text c="dimmed">{t('proposals.none')}</Text>}
				{full.map((one) => (
					<AgreedUnexpunged key={one.id} proposal={one} standing={props.roster} />
				))}
				{shown.map((one) => (
					<ProposalCard key={one.id} proposal={one} standing={props.roster} />
				))}
			</Stack>
		</section>
	);
}
