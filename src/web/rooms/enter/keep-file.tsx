import { Button, Checkbox } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recoveryText } from '../../../client/recovery-key.ts';
import { fromHex } from '../../../domain/bytes.ts';
import { saveFile } from '../../parts/save-file.ts';

/** The recovery key as one file. `onKept` hears whether the person says that it is in their hand. */
export function KeepFile(props: { recovery: string; kept: boolean; onKept: (kept: boolean) => void }) {
	const { t } = useTranslation('enter');
	const [saved, setSaved] = useState(false);
	return (
		<>
			<Button
				variant={saved ? 'default' : 'filled'}
				leftSection={<IconDownload size={18} aria-hidden />}
				onClick={() => {
					const text = recoveryText(fromHex(props.recovery), [t('recoveryFile1'), t('recoveryFile2')]);
					saveFile('custos-recovery.key', text, 'text/plain');
					setSaved(true);
				}}
			>
				{t('recoverySave')}
			</Button>
			<Checkbox
				label={t('recoveryKept')}
				disabled={!saved}
				checked={props.kept}
				onChange={(event) => props.onKept(event.currentTarget.checked)}
			/>
		</>
	);
}
