import { Alert, Button, Group, List, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { OpenCase } from '../../../client/cases.ts';
import { links } from '../../links.ts';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { saveFile } from '../../parts/save-file.ts';
import { useSession } from '../../session/use-session.ts';
import { GiveAgain } from './give-again.tsx';
import { HadBefore } from './had-before.tsx';
import { OnceMore } from './once-more.tsx';
import { reasonInWords } from './reason-words.ts';
import { begin } from './use-deliveries.ts';
import type { Ending, IntakeWork } from './work.ts';
import { setWork } from './works.ts';

/** Lines on the page; the whole list can be saved. */
const SHOWN = 200;
const FIGURES = ['kept', 'keptBefore', 'failed', 'skipped', 'same', 'changed'] as const;

/** The completeness statement: all of it is kept, or exactly which files are not, and why. */
export function Statement(props: { open: OpenCase; work: IntakeWork; ending: Ending }) {
	const { open, work, ending } = props;
	const { about, before, entry } = ending;
	const { t } = useTranslation('intake');
	const session = useSession();
	const [all, lost] = [about.kept.length + about.before.length, about.failed.length];
	const title = lost > 0 ? 'incomplete' : about.kept.length > 0 ? 'complete' : 'nothing';
	return (
		<Stack gap="md" component="section" aria-labelledby="statement-title">
			<Alert
				color={lost > 0 ? 'red' : 'teal'}
				icon={lost > 0 ? <IconAlertTriangle aria-hidden /> : <IconShieldCheck aria-hidden />}
				role="status"
			>
				<Title order={2} size="h3" id="statement-title">
					{t(`end.${title}`)}
				</Title>
				<Text mt={4}>
					{title === 'incomplete'
						? t('end.incompleteText', { count: lost })
						: title === 'complete'
							? t('end.completeText', { count: all })
							: t('end.nothingText')}
				</Text>
			</Alert>
			{about.unasked > 0 && <Text>{t('end.unasked', { count: about.unasked })}</Text>}
			{lost > 0 && <Missing failed={about.failed} />}
			{(about.before.length > 0 || (ending.recordTaken === false && about.intake !== null)) && (
				<OnceMore open={open} work={work} ending={ending} />
			)}
			<HadBefore caseId={open.id} before={before} />
			{entry !== undefined && <Stated entry={entry} intake={about.intake ?? ''} />}
			<Group gap="sm">
				{lost > 0 && <Retry open={open} work={work} />}
				<Button component={Link} href={`~${links.case(open.id)}`} variant={lost > 0 ? 'default' : 'filled'}>
					{t('end.toCase')}
				</Button>
				<Button variant="default" onClick={() => setWork(session, undefined)}>
					{t('end.another')}
				</Button>
				<Button
					variant="subtle"
					leftSection={<IconDownload size={18} aria-hidden />}
					onClick={() =>
						saveFile(
							`custos-${about.intake?.slice(0, 8) ?? 'intake'}.json`,
							`${JSON.stringify({ case: open.id, ...about, hadBefore: before ?? null, entry: entry ?? null }, null, '\t')}\n`,
							'application/json',
						)
					}
				>
					{t('end.save')}
				</Button>
			</Group>
		</Stack>
	);
}

function Missing(props: { failed: readonly { path: string; reason: string }[] }) {
	const { t } = useTranslation('intake');
	// Several may be called alike: names that are no text are all written as one sign.
	const failed = props.failed.map((one, at) => ({ ...one, at }));
	return (
		<Paper withBorder p="md">
			<Title order={3} size="h5" mb="xs">
				{t('end.missing')}
			</Title>
			<List>
				{failed.slice(0, SHOWN).map(({ path, reason, at }) => (
					<List.Item key={at}>
						<Text span fw={600}>
							<ForeignText text={path} />
						</Text>
						: {reasonInWords(t, reason)}
					</List.Item>
				))}
			</List>
			{failed.length > SHOWN && <Text mt="xs">{t('end.more', { count: failed.length - SHOWN })}</Text>}
		</Paper>
	);
}

function Stated(props: { entry: NonNullable<Ending['entry']>; intake: string }) {
	const { t } = useTranslation('intake');
	const format = useFormats();
	const { index, at, stated } = props.entry;
	return (
		<Paper withBorder p="md">
			<Title order={3} size="h5">
				{t('end.stated')}
			</Title>
			<Text size="sm" c="dimmed" mb="xs">
				{t('end.statedText', { index, time: format.time(at), intake: props.intake.slice(0, 8) })}
			</Text>
			<Table variant="vertical" layout="auto" withRowBorders maw="30rem">
				<Table.Tbody>
					{FIGURES.filter((name) => stated[name] > 0 || name === 'kept' || name === 'failed').map((name) => (
						<Table.Tr key={name}>
							<Table.Th scope="row">{t(`end.${name}`)}</Table.Th>
							<Table.Td>{format.count(stated[name])}</Table.Td>
						</Table.Tr>
					))}
					<Table.Tr>
						<Table.Th scope="row">{t('end.bytes')}</Table.Th>
						<Table.Td>{format.bytes(stated.bytes)}</Table.Td>
					</Table.Tr>
				</Table.Tbody>
			</Table>
		</Paper>
	);
}

function Retry(props: { open: OpenCase; work: IntakeWork }) {
	const { open, work } = props;
	const { t } = useTranslation('intake');
	const session = useSession();
	return (
		<GiveAgain
			open={open}
			work={work}
			words={{ found: t('end.retry'), folder: t('end.retryChoose'), files: t('end.retryChooseFiles') }}
			onListed={(delivery, listing) => {
				// Taken once more was everything else already.
				const about = { ...delivery.about, again: false };
				return begin(session, open, { ...delivery, about }, listing, { retryFailed: true });
			}}
		/>
	);
}
