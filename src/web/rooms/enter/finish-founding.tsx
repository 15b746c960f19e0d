import { Button, Checkbox, Loader, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recoveryText } from '../../../client/recovery-key.ts';
import { fromHex } from '../../../domain/bytes.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { saveFile } from '../../parts/save-file.ts';
import type { Founder } from '../../session/session.ts';
import { useHouse } from '../../session/use-session.ts';
import { foundHere } from './found-here.ts';
import { Heading } from './heading.tsx';

/** The recovery key is saved, and entry 0 written: with the same keys and the same statement, however often it is begun. */
export function FinishFounding(props: { founder: Founder }) {
	const { founder } = props;
	const { t } = useTranslation('enter');
	const house = useHouse();
	const [saved, setSaved] = useState(false);
	const [kept, setKept] = useState(false);
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const write = async (): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			await foundHere(house, founder);
		} catch (problem) {
			setError(problem);
			setBusy(false);
		}
	};
	return (
		<Stack gap="lg">
			<Heading title={t('recoveryTitle')}>{t('recoveryText')}</Heading>
			<Button
				variant={saved ? 'default' : 'filled'}
				leftSection={<IconDownload size={18} aria-hidden />}
				onClick={() => {
					const text = recoveryText(fromHex(founder.unfinished.recovery), [t('recoveryFile1'), t('recoveryFile2')]);
					saveFile('custos-recovery.key', text, 'text/plain');
					setSaved(true);
				}}
			>
				{t('recoverySave')}
			</Button>
			<Checkbox
				label={t('recoveryKept')}
				disabled={!saved}
				checked={kept}
				onChange={(event) => setKept(event.currentTarget.checked)}
			/>
			{error !== undefined && <ErrorNotice error={error} />}
			<Button
				disabled={!kept}
				loading={busy}
				onClick={() => {
					write().catch(house.report);
				}}
			>
				{t('found')}
			</Button>
			{busy && (
				<Text size="sm" c="dimmed">
					<Loader size="xs" /> {t('waitingForWorker')}
				</Text>
			)}
		</Stack>
	);
}
