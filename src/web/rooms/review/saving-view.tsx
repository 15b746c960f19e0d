import { Alert, Button, Loader, Stack, Text } from '@mantine/core';
import { IconFileCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { StillWelcome } from '../../frame/still-welcome.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Progress } from '../../parts/progress.tsx';
import { useSession } from '../../session/use-session.ts';
import { PassedOver } from './passed-over.tsx';
import { closeSaving, type Saving, stopSaving } from './saving.ts';

/** A file that is being saved, or how that ended, and what is at its place now. */
export function SavingView(props: { open: OpenCase; item: Id; saving: Saving }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const session = useSession();
	const { open, item, saving } = props;
	const { at, kind, entry, thing } = saving;
	const again = (
		<Button variant="default" onClick={() => closeSaving(session, open, item, thing.what)}>
			{t(at === 'saved' ? 'save.once' : 'save.again')}
		</Button>
	);
	if (at === 'opening' || at === 'writing')
		return (
			<Stack gap="xs" align="flex-start">
				<StillWelcome often />
				<Under saving={saving} />
				<Text size="sm">{t('save.stayOpen')}</Text>
				<Button variant="default" onClick={() => stopSaving(session, open, item, thing.what)}>
					{t('save.stop')}
				</Button>
			</Stack>
		);
	if (at === 'saved') return <Saved saving={saving} again={again} />;
	return (
		<Stack gap="xs" align="flex-start">
			{at === 'failed' ? (
				<ErrorNotice error={saving.error} />
			) : (
				<Alert color="gray" role="status" title={t('save.stopped')} />
			)}
			<Text>{t(`save.left.${kind}`)}</Text>
			{entry !== undefined && <Text>{t('save.opened', { index: format.count(entry) })}</Text>}
			{again}
		</Stack>
	);
}

function Under({ saving }: { saving: Saving }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { at, size, wrote, since, entry, passedOver } = saving;
	const seconds = since === undefined ? 0 : (performance.now() - since) / 1000;
	return (
		<Stack gap="xs" w="100%">
			<Text role="status">
				{at === 'opening' ? t('save.opening') : t('save.writing', { index: format.count(entry ?? 0) })}
			</Text>
			<PassedOver entries={passedOver} />
			{size === undefined ? (
				<Loader size="sm" aria-hidden />
			) : (
				<Progress
					label={t('save.wrote')}
					done={wrote}
					total={size}
					{...(wrote > 0 && seconds > 1 && { bytesPerSecond: wrote / seconds })}
				/>
			)}
		</Stack>
	);
}

function Saved({ saving, again }: { saving: Saving; again: ReactNode }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { name, thing, wrote, entry, kind, passedOver } = saving;
	return (
		<Stack gap="xs" align="flex-start">
			<Alert color="teal" role="status" icon={<IconFileCheck aria-hidden />} title={t(`save.saved.${thing.what}`)}>
				<Stack gap="xs" style={{ overflowWrap: 'anywhere' }}>
					<ForeignText text={name} />
					<Text size="sm">
						{t(`save.savedText.${thing.what}`, { size: format.bytes(wrote), index: format.count(entry ?? 0) })}
					</Text>
					{thing.what === 'original' && (
						<Text size="sm" ff="monospace">
							SHA-256 {thing.sha256}
						</Text>
					)}
					{kind === 'download' && <Text size="sm">{t('save.savedDownload')}</Text>}
					<Text size="sm">{t('save.clear')}</Text>
				</Stack>
			</Alert>
			<PassedOver entries={passedOver} />
			{again}
		</Stack>
	);
}
