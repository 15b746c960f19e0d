import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useOnline } from '../../parts/online.ts';
import { Progress } from '../../parts/progress.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { FileList } from './file-list.tsx';
import { Statement } from './statement.tsx';
import type { IntakeWork, Shown } from './work.ts';
import { setWork } from './works.ts';

/** A delivery under way or just ended: how far it is, what it waits for, and each of its files. */
export function RunView(props: { open: OpenCase; work: IntakeWork }) {
	const { open, work } = props;
	const { t } = useTranslation('intake');
	const format = useFormats();
	const queries = useQueryClient();
	const { report } = useSession();
	const shown = useSyncExternalStore(work.subscribe, work.shown);
	const { phase, ending } = shown;
	useEffect(() => {
		// What other rooms show of the case is older now.
		if (phase === 'done' || phase === 'stopped')
			queries.invalidateQueries({ queryKey: keys.case(open.id) }).catch(report);
	}, [phase, queries, open.id, report]);
	const { rows } = work;
	const [kept, failed] = [rows.count('kept'), rows.count('failed')];
	return (
		<Stack gap="lg">
			<Paper withBorder p="md">
				<Stack gap="md">
					<Title order={2} size="h4">
						<ForeignText text={work.delivery.about.names.join(', ')} />
					</Title>
					{ending === undefined && <HowFar open={open} work={work} shown={shown} />}
					<Text>
						{t('run.counts', {
							received: format.count(rows.count('received') + kept),
							all: format.count(rows.length),
							kept: format.count(kept),
						})}
						{failed > 0 && (
							<>
								{' · '}
								<Text span fw={650} c="red">
									{t('run.notTaken', { count: failed })}
								</Text>
							</>
						)}
					</Text>
				</Stack>
			</Paper>
			{ending !== undefined && <Statement open={open} work={work} ending={ending} />}
			<FileList rows={rows} shown={shown} />
		</Stack>
	);
}

function HowFar(props: { open: OpenCase; work: IntakeWork; shown: Shown }) {
	const { open, work, shown } = props;
	const { t } = useTranslation('intake');
	const session = useSession();
	const online = useOnline();
	const { phase, error } = shown;
	if (phase === 'stopped')
		return (
			<Stack gap="sm" align="flex-start">
				{error === undefined ? <Text role="status">{t('run.stopped')}</Text> : <ErrorNotice error={error} />}
				<Group gap="sm">
					<Button
						leftSection={<IconPlayerPlay size={18} aria-hidden />}
						onClick={() => {
							work.run(open, { retryFailed: false }).catch(session.report);
						}}
					>
						{t('run.goOn')}
					</Button>
					<Button variant="default" onClick={() => setWork(session, undefined)}>
						{t('run.aside')}
					</Button>
				</Group>
			</Stack>
		);
	return (
		<>
			{!online && (
				<Alert color="yellow" icon={<IconPlugConnectedX aria-hidden />} role="status">
					{t('run.offline')}
				</Alert>
			)}
			<Where work={work} shown={shown} />
			<Group justify="space-between" gap="sm">
				<Text size="sm" c="dimmed" maw="40rem">
					{t('run.stays')}
				</Text>
				<Button variant="default" leftSection={<IconPlayerPause size={18} aria-hidden />} onClick={() => work.stop()}>
					{t('run.stop')}
				</Button>
			</Group>
		</>
	);
}

/** After this long without anything kept, it is said that nobody seems to work. */
const IDLE_MS = 20_000;

function Where(props: { work: IntakeWork; shown: Shown }) {
	const { work, shown } = props;
	const { t } = useTranslation('intake');
	const format = useFormats();
	const { phase, sent, total, rate, resuming, againAt, idleMs } = shown;
	if (phase === 'away')
		return (
			<Alert color="yellow" icon={<IconPlugConnectedX aria-hidden />} role="alert">
				<Stack gap="sm" align="flex-start">
					<Text>{t('run.away', { time: format.time(new Date(againAt ?? 0)) })}</Text>
					<Button variant="default" onClick={() => work.tryNow()}>
						{t('run.tryNow')}
					</Button>
				</Stack>
			</Alert>
		);
	if (phase === 'closing') return <Text role="status">{t('run.closing')}</Text>;
	if (phase === 'keeping')
		return (
			<Stack gap="sm">
				<Text role="status">{idleMs > IDLE_MS ? t('run.idle') : t('run.keeping')}</Text>
				<Progress {...keeping(work)} label={t('run.keepingLabel')} />
			</Stack>
		);
	if (total === 0) return <Text role="status">{t('run.looking')}</Text>;
	return (
		<Progress
			label={resuming ? t('run.resuming') : t('run.sending')}
			done={Math.min(sent, total)}
			total={total}
			{...(rate === undefined ? {} : { bytesPerSecond: rate })}
		/>
	);
}

function keeping({ rows }: IntakeWork): { done: number; total: number } {
	return { done: rows.bytes('kept'), total: rows.bytes('kept') + rows.bytes('received') };
}
