import { Progress as Bar, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from './formats.ts';

/** How far a long work is: bytes done of all, and where known the rate and the time that is left. */
export function Progress(props: { label: string; done: number; total: number; bytesPerSecond?: number }) {
	const { t } = useTranslation();
	const format = useFormats();
	const { label, done, total, bytesPerSecond } = props;
	const percent = total === 0 ? 0 : (100 * done) / total;
	const leftMs = bytesPerSecond ? ((total - done) / bytesPerSecond) * 1000 : undefined;
	return (
		<Stack gap={4}>
			<Bar value={percent} aria-label={label} size="lg" />
			<Group justify="space-between" gap="sm">
				<Text size="sm">
					{label}: {format.bytes(done)} / {format.bytes(total)}
				</Text>
				{leftMs !== undefined && bytesPerSecond !== undefined && (
					<Text size="sm" c="dimmed">
						{t('rate', { rate: format.bytes(bytesPerSecond) })} · {t('left', { time: format.duration(leftMs) })}
					</Text>
				)}
			</Group>
		</Stack>
	);
}
