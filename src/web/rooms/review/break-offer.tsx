import { Alert, Button, Group, Text } from '@mantine/core';
import { IconCup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import { BREAK_AFTER_MS, useExposure } from './exposure.ts';
import type { Screen } from './screen.ts';

/** How long one saw pictures clear, and a break after a long stretch. */
export function BreakOffer(props: { screen: Screen }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { screen } = props;
	const { counted, rest } = useExposure(screen);
	return (
		<>
			{counted.sinceBreakMs >= BREAK_AFTER_MS && (
				<Alert icon={<IconCup aria-hidden />} title={t('rest.title')} role="status">
					<Text>{t('rest.text', { length: format.duration(counted.sinceBreakMs) })}</Text>
					<Group mt="sm">
						<Button
							onClick={() => {
								screen.blank();
								rest();
							}}
						>
							{t('rest.take')}
						</Button>
						<Button variant="default" onClick={rest}>
							{t('rest.later')}
						</Button>
					</Group>
				</Alert>
			)}
			<Text size="sm" c="dimmed">
				{t('rest.counted', { length: format.duration(counted.todayMs) })}
			</Text>
		</>
	);
}
