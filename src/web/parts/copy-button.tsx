import { Button, CopyButton as Copy } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Puts a text into the clipboard, and says so. */
export function CopyButton(props: { value: string; label?: string }) {
	const { t } = useTranslation();
	return (
		<Copy value={props.value}>
			{({ copied, copy }) => (
				<Button
					variant="default"
					leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
					onClick={copy}
				>
					{copied ? t('copied') : (props.label ?? t('copy'))}
				</Button>
			)}
		</Copy>
	);
}
