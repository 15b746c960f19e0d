import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { mendedMembers } from '../../../client/case/key-state.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { keys, useContacts, useRoster } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { AddMember } from './add-member.tsx';
import { CaseKeyNotice, Rekey } from './case-key.tsx';
import { MemberRow } from './member-row.tsx';
import { RenewCard } from './renew-card.tsx';
import { renewals } from './renewals.ts';
import classes from './rows.module.css';

const LOOK_EVERY_MS = 15_000;

type Mended = Awaited<ReturnType<typeof mendedMembers>>;

/** Who is in one case, by its own events; leads take in, change and put out. */
export function CasePeople(props: { open: OpenCase }) {
	const { t } = useTranslation('people');
	const { open } = props;
	const { connection } = useSession();
	const format = useFormats();
	const known = useContacts();
	const contacts = known.data;
	const roster = useRoster();
	const members = useQuery({
		queryKey: [...keys.case(open.id), 'members', contacts],
		queryFn: async ({ client, queryKey }) => {
			const before = client.getQueryData<Mended>(queryKey);
			const now = await mendedMembers(connection, open, roster.data?.people ?? [], contacts);
			// Whoever was given the key is not again when it is looked at again, and stays told of.
			const told = before?.state.generation === now.state.generation ? before.mended : [];
			return { ...now, mended: [...new Set([...told, ...now.mended])] };
		},
		// Begun once, when the names are here or cannot be read: the first answer alone says who was given the key.
		enabled: roster.data !== undefined && !known.isPending,
		placeholderData: (before) => before,
		refetchInterval: LOOK_EVERY_MS,
	});
	if (roster.data === undefined && roster.isError) return <ErrorNotice error={roster.error} retry={roster.refetch} />;
	if (members.isError) return <ErrorNotice error={members.error} retry={members.refetch} />;
	if (members.data === undefined || roster.data === undefined) return <Busy />;
	const { members: all, asOf, counted, state, mended } = members.data;
	const enrolled = roster.data.people;
	const active = all.filter((one) => one.active);
	const gone = all.filter((one) => !one.active);
	const row = (one: (typeof all)[number]) => (
		<MemberRow
			key={one.person}
			member={one}
			open={open}
			person={enrolled.find((other) => other.keys.sign === one.person)}
		/>
	);
	return (
		<Stack gap="xl">
			{known.isError && (
				<Stack gap="xs">
					<Text fw={600}>{t('namesUnread')}</Text>
					<ErrorNotice error={known.error} retry={known.refetch} />
				</Stack>
			)}
			<CaseKeyNotice
				open={open}
				state={state}
				mended={mended}
				names={new Map(all.map((one) => [one.person, one.name]))}
			/>
			{renewals(active, enrolled).map((one) => (
				<RenewCard key={one.person.keys.sign} open={open} renewal={one} />
			))}
			<section aria-labelledby="people-members">
				<Title order={2} size="h4" id="people-members" mb="xs">
					{t('members', { title: visible(`${open.prefix} · ${open.title}`) })}
				</Title>
				<Stack gap="sm">
					<Text size="sm" c="dimmed" maw="46rem">
						{counted === undefined
							? t('membersAsOf', { event: asOf.event, entry: asOf.entry, time: format.time(asOf.time) })
							: t('membersCounted', { event: counted.events, time: format.time(counted.time) })}
					</Text>
					<ul className={classes.rows}>{active.map(row)}</ul>
					{open.role !== 'lead' && <Text c="dimmed">{t('onlyLeads')}</Text>}
				</Stack>
			</section>
			{open.role === 'lead' && <AddMember open={open} members={active} people={enrolled} />}
			{open.role === 'lead' && state.outsiders.length === 0 && (
				<section aria-labelledby="people-key">
					<Title order={2} size="h4" id="people-key" mb="xs">
						{t('caseKey.heading')}
					</Title>
					<Stack gap="sm">
						<Text size="sm" c="dimmed" maw="46rem">
							{t('caseKey.about', { generation: state.generation })}
						</Text>
						<Rekey open={open} />
					</Stack>
				</section>
			)}
			{gone.length > 0 && (
				<section aria-labelledby="people-gone">
					<Title order={2} size="h4" id="people-gone" mb="xs">
						{t('goneTitle')}
					</Title>
					<Text size="sm" c="dimmed" mb="sm" maw="46rem">
						{t('goneText')}
					</Text>
					<ul className={classes.rows}>{gone.map(row)}</ul>
				</section>
			)}
		</Stack>
	);
}
