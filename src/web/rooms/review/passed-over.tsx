import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';

/** Somebody shared the item anew with a key that is not its own: it opened by an earlier one, and whoever shared it should know. */
export function PassedOver(props: { entries: readonly number[] }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { entries } = props;
	if (entries.length === 0) return null;
	return (
		<Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={t('passedOver.title')}>
			{t('passedOver.text', { entries: entries.map(format.count).join(', ') })}
		</Alert>
	);
}
