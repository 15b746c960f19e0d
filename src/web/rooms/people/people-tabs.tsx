import { Badge, Button, Stack, Tabs, Text, VisuallyHidden } from '@mantine/core';
import { IconFolder, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, useLocation } from 'wouter';
import { pseudonym } from '../../../client/identity.ts';
import { useCaseAtHand } from '../../frame/case-at-hand.ts';
import { links } from '../../links.ts';
import { ChooseCase } from '../../parts/choose-case.tsx';
import { Fingerprint } from '../../parts/fingerprint.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { useCase, useCases } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { ArchivePeople } from './archive-people.tsx';
import { useAsking } from './asking.ts';
import { CasePeople } from './case-people.tsx';

/** In an address: no case yet. */
const CHOOSE = 'choose';

/** The two circles of people: those of one case, and everybody in the archive. `of`: the case, or a word for "none yet". */
export function PeopleTabs(props: { of?: string }) {
	const { t } = useTranslation('people');
	const [, go] = useLocation();
	const { role } = useSession();
	const atHand = useCaseAtHand();
	const asking = useAsking().data?.length ?? 0;
	return (
		<RoomPage
			title={t('title')}
			about={t('about')}
			actions={
				role === 'steward' && (
					<Button component={Link} href="/invite" leftSection={<IconUserPlus size={18} aria-hidden />}>
						{t('invite')}
					</Button>
				)
			}
		>
			<Tabs
				value={props.of === undefined ? 'archive' : 'case'}
				onChange={(tab) => go(`~${links.people(tab === 'archive' ? undefined : (atHand ?? CHOOSE))}`)}
				keepMounted={false}
			>
				<Tabs.List>
					<Tabs.Tab value="case" leftSection={<IconFolder size={18} aria-hidden />}>
						{t('tabCase')}
					</Tabs.Tab>
					<Tabs.Tab
						value="archive"
						leftSection={<IconUsers size={18} aria-hidden />}
						rightSection={
							asking > 0 && (
								<Badge size="sm" circle>
									{asking}
									<VisuallyHidden> {t('asking', { count: asking })}</VisuallyHidden>
								</Badge>
							)
						}
					>
						{t('tabArchive')}
					</Tabs.Tab>
				</Tabs.List>
				<Tabs.Panel value="case" pt="lg">
					{props.of !== undefined && <OneCase id={props.of} />}
				</Tabs.Panel>
				<Tabs.Panel value="archive" pt="lg">
					<ArchivePeople />
				</Tabs.Panel>
			</Tabs>
		</RoomPage>
	);
}

function OneCase(props: { id: string }) {
	const { data: open } = useCase(props.id);
	const atHand = useCaseAtHand();
	if (open !== undefined) return <CasePeople key={open.id} open={open} />;
	// Asked for before the cases were known: with one there is nothing to choose.
	if (props.id === CHOOSE && atHand !== undefined) return <Redirect to={`~${links.people(atHand)}`} replace />;
	return (
		<Stack gap="lg" align="flex-start">
			<ChooseCase to={links.people} />
			<NoCaseYet />
		</Stack>
	);
}

/** Somebody in no case: what to tell a lead, and that one may found a case. */
function NoCaseYet() {
	const { t } = useTranslation('people');
	const { identity } = useSession();
	const cases = useCases().data;
	if (cases === undefined || cases.length > 0) return null;
	return (
		<Stack gap="sm" maw="40rem" align="flex-start">
			<Text>{t('noCaseAsk')}</Text>
			<Text size="sm">{t('yourFingerprint', { person: pseudonym(identity.keys.sign) })}</Text>
			<Fingerprint of={identity.keys.sign} />
			<Text>{t('noCaseMake')}</Text>
			<Button component={Link} href={`~${links.cases()}`} variant="default">
				{t('toCases', { ns: 'common' })}
			</Button>
		</Stack>
	);
}
