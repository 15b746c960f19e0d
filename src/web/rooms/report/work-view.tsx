import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Progress } from '../../parts/progress.tsx';
import { useSession } from '../../session/use-session.ts';
import { Done } from './done.tsx';
import { closeWork, stopWork, type Work } from './work.ts';

/** A report that is being made, or how it ended. */
export function WorkView({ work }: { work: Work }) {
	const { t } = useTranslation('report');
	const session = useSession();
	const { report } = session;
	const confirm = useConfirm();
	const again = (
		<Button variant="default" onClick={() => closeWork(session)}>
			{t('again')}
		</Button>
	);
	if (work.at === 'done') return <Done work={work} again={again} />;
	if (work.at === 'making')
		return (
			<Stack maw="46rem">
				<Making work={work} />
				<Alert role="note" color="gray" icon={<IconInfoCircle aria-hidden />}>
					{t('stayOpen')}
				</Alert>
				<div>
					<Button
						variant="default"
						onClick={() => {
							confirm({ title: t('stopTitle'), text: t('stopText'), yes: t('stop'), danger: true })
								.then((yes) => {
									if (yes) stopWork(session);
								})
								.catch(report);
						}}
					>
						{t('stop')}
					</Button>
				</div>
			</Stack>
		);
	return (
		<Stack maw="46rem" align="flex-start">
			{work.at === 'stopped' ? (
				<Alert color="gray" title={t('stoppedTitle')} role="status">
					{t('stoppedText')}
				</Alert>
			) : (
				<>
					<ErrorNotice error={work.error} />
					<Text>{t('failedText')}</Text>
				</>
			)}
			{work.kind === 'download' && <Text>{t('downloadBroken')}</Text>}
			<Group>{again}</Group>
		</Stack>
	);
}

function Making({ work }: { work: Work }) {
	const { t } = useTranslation('report');
	const format = useFormats();
	const { items, opened, gathered, total, wrote, zipped, writingSince } = work;
	const seconds = writingSince === undefined ? 0 : (performance.now() - writingSince) / 1000;
	return (
		<Stack gap="xs">
			<Text role="status">
				{writingSince !== undefined ? t('step.writing') : gathered > 0 ? t('step.gathering') : t('step.opening')}
			</Text>
			{total > 0 && (
				<Progress
					label={t('written')}
					done={wrote}
					total={total}
					{...(wrote > 0 && seconds > 1 && { bytesPerSecond: wrote / seconds })}
				/>
			)}
			<Text size="sm" c="dimmed">
				{t('counts', { opened, gathered, items, zipped: format.bytes(zipped) })}
			</Text>
		</Stack>
	);
}
