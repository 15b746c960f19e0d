import { Alert, Text } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';

/** How new the roster is, by the notary's signed count; a warning when that is old. `entries`: how many of the log. */
export function AsOf(props: { entries: number; time: string; old: boolean }) {
	const { t } = useTranslation('people');
	const format = useFormats();
	const words = t('asOf', { entry: format.count(props.entries - 1), time: format.time(props.time) });
	if (!props.old)
		return (
			<Text size="sm" c="dimmed">
				{words}
			</Text>
		);
	return (
		<Alert color="yellow" icon={<IconClockExclamation aria-hidden />} title={words} role="alert">
			{t('asOfOld')}
		</Alert>
	);
}
