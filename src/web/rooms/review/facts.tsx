import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { failureIn } from '../../../report/words/failures.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import { type AboutItem, useFailure } from './item-data.ts';
import classes from './review.module.css';
import { TryAgain } from './try-again.tsx';

/** What is known of an item without opening it. */
export function FactsTable(props: { open: OpenCase; about: AboutItem }) {
	const { t, i18n } = useTranslation('review');
	const format = useFormats();
	const nameOf = useNames();
	const { entries, facts, summary, remarks } = props.about;
	const { received } = entries;
	const failure = useFailure(props.open, props.about);
	const why = failure.data && failureIn(i18n.language === 'ru' ? 'ru' : 'en', failure.data.reason);
	const unknown = t('facts.unknown');
	const codecs = [summary?.container, summary?.videoCodec, ...(summary?.audioCodecs ?? [])].filter(Boolean).join(', ');
	const camera = [summary?.make, summary?.model].filter(Boolean).join(' ');
	const picture =
		summary?.width === undefined || summary.height === undefined
			? unknown
			: `${summary.width} × ${summary.height}${summary.fps === undefined ? '' : `, ${t('facts.fps', { fps: format.count(summary.fps) })}`}`;
	const exact = (text: string): ReactNode => <span className={classes.exact}>{text}</span>;
	const entry = (index: number): string => t('facts.entry', { index: format.count(index) });
	const failed: [string, ReactNode][] = [];
	if (entries.state === 'failed' && (failure.data || failure.isError))
		failed.push([
			t('facts.failed'),
			<>
				{failure.data && <ForeignText text={`${why} (${entry(failure.data.index)})`} />}
				{failure.isError && <ErrorNotice error={failure.error} retry={() => failure.refetch()} />}
			</>,
		]);
	const rows: [string, ReactNode][] = [
		[
			t('facts.state'),
			<>
				{entries.state === 'examined' && remarks.length > 0 ? t('facts.remarked') : t(`state.${entries.state}`)}
				<TryAgain open={props.open} entries={entries} />
			</>,
		],
		...failed,
		[t('facts.duration'), summary?.durationMs === undefined ? unknown : format.timecode(summary.durationMs)],
		[t('facts.picture'), picture],
		[
			t('facts.sound'),
			summary === undefined ? unknown : summary.audioCodecs.length > 0 ? t('facts.has') : t('facts.none'),
		],
		[t('facts.format'), codecs || unknown],
		[t('facts.recorded'), summary?.createdAt === undefined ? unknown : timeOr(summary.createdAt, format.time)],
		...(camera === '' ? [] : ([[t('facts.camera'), camera]] as [string, string][])),
		[t('facts.modified'), facts === undefined ? unknown : timeOr(facts.modified, format.time)],
		[
			t('facts.size'),
			facts === undefined
				? unknown
				: facts.size < 1000
					? format.bytes(facts.size)
					: `${format.bytes(facts.size)} (${t('facts.bytes', { count: facts.size, bytes: format.count(facts.size) })})`,
		],
		['SHA-256', facts === undefined ? unknown : exact(facts.sha256)],
		[t('facts.id'), exact(entries.id)],
		[
			t('facts.received'),
			`${format.time(received.skeleton.time)}, ${nameOf(received.statement.actor)} (${entry(received.index)})`,
		],
	];
	return (
		<Table withRowBorders={false} verticalSpacing={3} horizontalSpacing={0} layout="fixed">
			<Table.Tbody>
				{rows.map(([label, value]) => (
					<Table.Tr key={label}>
						<Table.Th scope="row" fw={400} c="dimmed" w="38%" pr="xs" style={{ verticalAlign: 'top' }}>
							{label}
						</Table.Th>
						<Table.Td>{typeof value === 'string' ? <ForeignText text={value} /> : value}</Table.Td>
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
