import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemState } from '../../../domain/wire.ts';
import { useFormats } from '../../parts/formats.ts';
import type { Row } from './rows.ts';

/** In the order in which an item comes to it; what needs somebody comes last. */
const STATES: readonly ItemState[] = ['examined', 'kept', 'received', 'failed'];

/** How far all items of a case are, and how much they are: what `custos status` tells of it. */
export function Tally({ rows }: { rows: readonly Row[] }) {
	const { t } = useTranslation('cases');
	const format = useFormats();
	const { states, bytes, some } = useMemo(() => tally(rows), [rows]);
	const size = t(some ? 'tally.atLeast' : 'tally.bytes', { bytes: format.bytes(bytes) });
	const parts = STATES.filter((state) => states[state] > 0).map((state) =>
		t(`tally.${state}`, { items: format.count(states[state]) }),
	);
	return (
		<Text size="sm" c="dimmed">
			{t('tally.all', { parts: [...parts, size].join(' · ') })}
		</Text>
	);
}

/** `some`: the size of the others nobody can read. */
function tally(rows: readonly Row[]): { states: Record<ItemState, number>; bytes: number; some: boolean } {
	const states = { received: 0, kept: 0, examined: 0, failed: 0 };
	let [bytes, some] = [0, false];
	for (const { item, size } of rows) {
		states[item.state] += 1;
		bytes += size ?? 0;
		some ||= size === undefined;
	}
	return { states, bytes, some };
}
