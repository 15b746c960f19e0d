import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExpungedItem } from '../../../client/case/expunged.ts';
import { useFormats } from '../../parts/formats.ts';

/** What was in the case and was destroyed: which, when, and nothing else. */
export function ExpungedNote({ expunged }: { expunged: readonly ExpungedItem[] }) {
	const { t } = useTranslation('cases');
	const format = useFormats();
	return expunged.map(({ id, at, keptUntil }) => (
		<Text key={id} size="sm" c="dimmed">
			{t('expunged', { item: id.slice(0, 8), time: format.time(at) })}
			{keptUntil !== undefined && ` ${t('expungedKept', { time: format.time(keptUntil) })}`}
		</Text>
	));
}
