import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import type { AboutItem } from './item-data.ts';

/** What is known of an item without opening it. */
export function FactsTable(props: { about: AboutItem }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const nameOf = useNames();
	const { entries, facts, summary } = props.about;
	const { received } = entries;
	const unknown = t('facts.unknown');
	const codecs = [summary?.container, summary?.videoCodec, ...(summary?.audioCodecs ?? [])].filter(Boolean).join(', ');
	const camera = [summary?.make, summary?.model].filter(Boolean).join(' ');
	const picture =
		summary?.width === undefined || summary.height === undefined
			? unknown
			: `${summary.width} × ${summary.height}${summary.fps === undefined ? '' : `, ${t('facts.fps', { fps: format.count(summary.fps) })}`}`;
	const rows: [string, string][] = [
		[t('facts.state'), t(`state.${entries.state}`)],
		[t('facts.duration'), summary?.durationMs === undefined ? unknown : format.timecode(summary.durationMs)],
		[t('facts.picture'), picture],
		[
			t('facts.sound'),
			summary === undefined ? unknown : summary.audioCodecs.length > 0 ? t('facts.has') : t('facts.none'),
		],
		[t('facts.format'), codecs || unknown],
		[t('facts.recorded'), summary?.createdAt === undefined ? unknown : timeOr(summary.createdAt, format.time)],
		...(camera === '' ? [] : ([[t('facts.camera'), camera]] as [string, string][])),
		[t('facts.size'), facts === undefined ? unknown : format.bytes(facts.size)],
		[t('facts.received'), `${format.time(received.skeleton.time)}, ${nameOf(received.statement.actor)}`],
	];
	return (
		<Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0} layout="fixed">
			<Table.Tbody>
				{rows.map(([label, value]) => (
					<Table.Tr key={label}>
						<Table.Th scope="row" fw={400} c="dimmed" w="38%" pr="xs" style={{ verticalAlign: 'top' }}>
							{label}
						</Table.Th>
						<Table.Td>
							<ForeignText text={value} />
						</Table.Td>
					</Table.Tr>
				))}
			</Table.Tbody>
		</Table>
	);
}

/** A time that a file tells of itself need not be one. */
function timeOr(told: string, time: (value: string) => string): string {
	return Number.isNaN(Date.parse(told)) ? told : time(told);
}
