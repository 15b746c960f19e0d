import { Alert, Text } from '@mantine/core';
import { IconDatabaseX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Told } from './telling.ts';

/** Whether what is stored was found damaged, and is not whole again, by the entries of the history shown. */
export function DamageNote({ told }: { told: readonly Told[] }) {
	const { t } = useTranslation('custody');
	const open = new Set<string>();
	let ever = 0;
	for (const { event, refused } of told) {
		const { statement: s } = event.entry;
		if (refused !== undefined || (s.type !== 'item.damaged' && s.type !== 'item.restored')) continue;
		const body = s.derivative ?? s.item;
		if (s.type === 'item.restored') open.delete(body);
		else {
			open.add(body);
			ever += 1;
		}
	}
	if (ever === 0) return null;
	if (open.size === 0)
		return (
			<Text size="sm" c="dimmed">
				{t('mended')}
			</Text>
		);
	return (
		<Alert color="red" icon={<IconDatabaseX aria-hidden />} title={t('damaged', { count: open.size })}>
			<Text size="sm">{t('damagedText')}</Text>
		</Alert>
	);
}
