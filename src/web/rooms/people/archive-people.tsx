import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { IconCards } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Roster } from '../../../client/people.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { useNames, useRoster } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { AsOf } from './as-of.tsx';
import { useAsking } from './asking.ts';
import { AskingList } from './asking-list.tsx';
import { LogKeyLine } from './log-key-line.tsx';
import { OpenInvites } from './open-invites.tsx';
import { PersonRow } from './person-row.tsx';
import { ProposalsList } from './proposals-list.tsx';
import classes from './rows.module.css';
import { StoredLine } from './stored-line.tsx';
import { WitnessedLine } from './witnessed-line.tsx';

/** Everybody enrolled. Stewards also see who asks to be let in, and what invites are out. */
export function ArchivePeople() {
	const { t } = useTranslation('people');
	const { role, identity } = useSession();
	const names = useNames();
	const roster = useRoster();
	const asking = useAsking().data;
	if (roster.isError && roster.data === undefined)
		return <ErrorNotice error={roster.error} retry={() => roster.refetch()} />;
	if (roster.data === undefined) return <Busy />;
	const { people, invites, asOf, old } = roster.data;
	const me = identity.keys.sign;
	const shown = [...people].sort(
		(a, b) => rank(a.suspended) - rank(b.suspended) || rank(b.keys.sign === me) - rank(a.keys.sign === me),
	);
	const stewards = people.filter((one) => one.role === 'steward' && !one.suspended && one.keys.sign !== me);
	return (
		<Stack gap="xl">
			{role === 'steward' && <AskingList people={people} proposed={proposedKeys(roster.data)} />}
			{role === 'steward' && <ProposalsList roster={roster.data} />}
			<section aria-labelledby="people-roster">
				<Title order={2} size="h4" id="people-roster" mb="xs">
					{t('roster')}
				</Title>
				<Stack gap="sm">
					<AsOf entries={asOf.entries} time={asOf.time} old={old} />
					<LogKeyLine />
					<WitnessedLine />
					<StoredLine />
					{roster.isError && <ErrorNotice error={roster.error} retry={() => roster.refetch()} />}
					{role !== 'steward' && (
						<Alert color="gray">
							{stewards.length === 0
								? t('noStewards')
								: t('askSteward', { names: stewards.map((one) => visible(names(one.keys.sign))).join(', ') })}
						</Alert>
					)}
					<ul className={classes.rows}>
						{shown.map((one) => (
							<PersonRow key={one.keys.sign} person={one} people={people} />
						))}
					</ul>
				</Stack>
			</section>
			<section aria-labelledby="people-card">
				<Title order={2} size="h4" id="people-card" mb="xs">
					{t('myCard.title')}
				</Title>
				<Stack gap="sm" maw="46rem" align="flex-start">
					<Text size="sm">{t('myCard.about')}</Text>
					<Button component={Link} href="/card" variant="default" leftSection={<IconCards size={18} aria-hidden />}>
						{t(people.some((one) => one.keys.sign === me && one.card !== undefined) ? 'myCard.see' : 'myCard.begin')}
					</Button>
				</Stack>
			</section>
			{role === 'steward' && (
				<OpenInvites
					invites={invites.filter(
						(one) => !one.used && one.withdrawn !== true && !asking?.some(({ join }) => join.invite === one.id),
					)}
				/>
			)}
			<Text size="sm" c="dimmed" maw="46rem">
				{t('whatItSays')}
			</Text>
		</Stack>
	);
}

/** The keys of those whom stewards are about to let in: shown as proposals, not as requests. */
function proposedKeys({ proposals }: Roster): ReadonlySet<string> {
	return new Set(
		proposals.flatMap(({ act, state }) =>
			state === 'open' && act.type === 'person.enrolled' ? [act.person.sign] : [],
		),
	);
}

function rank(yes: boolean): number {
	return yes ? 1 : 0;
}
