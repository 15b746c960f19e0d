import { Group, SegmentedControl, Stack, Text, Title, Tooltip } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import {
	IconAlertTriangle,
	IconCircleCheck,
	IconCircleDashed,
	IconLock,
	IconMinus,
	IconShieldCheck,
} from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import classes from './file-list.module.css';
import type { FileRow, FileRows, FileState } from './file-rows.ts';
import { reasonInWords } from './reason-words.ts';
import type { Shown } from './work.ts';

const icons: { readonly [S in FileState]: typeof IconLock } = {
	waiting: IconCircleDashed,
	sending: IconLock,
	received: IconCircleCheck,
	kept: IconShieldCheck,
	failed: IconAlertTriangle,
	skipped: IconMinus,
};
const HEAD_PX = 40;
/** Below this width the state stands under the name. */
const WIDE_PX = 560;
const LINE_PX = { wide: 40, narrow: 64 } as const;

/** One line for each file; only those in sight exist. `shown` changes whenever a line may have. */
export function FileList(props: { rows: FileRows; shown: Shown }) {
	const { rows, shown } = props;
	const { t } = useTranslation('intake');
	const [which, setWhich] = useState<'all' | 'problems'>('all');
	// The rows change in place, as `shown` tells.
	const picked = useMemo(
		() => (which === 'all' ? undefined : rows.indexes(['failed', 'skipped'])),
		[rows, which, shown],
	);
	const count = picked?.length ?? rows.length;
	const scroll = useRef<HTMLElement>(null);
	const { ref: measured, width } = useElementSize<HTMLElement>();
	const ref = useMergedRef(scroll, measured);
	const room = width > 0 && width < WIDE_PX ? 'narrow' : 'wide';
	const height = LINE_PX[room];
	const lines = useVirtualizer({
		count,
		getScrollElement: () => scroll.current,
		estimateSize: () => height,
		scrollMargin: HEAD_PX,
		overscan: 10,
	});
	return (
		<Stack gap="sm" component="section" aria-labelledby="files-title">
			<Group justify="space-between">
				<Title order={2} size="h4" id="files-title">
					{t('files.title')}
				</Title>
				<SegmentedControl
					aria-label={t('files.state')}
					value={which}
					onChange={(value) => setWhich(value as typeof which)}
					data={[
						{ value: 'all', label: t('files.all') },
						{ value: 'problems', label: t('files.problems') },
					]}
				/>
			</Group>
			{count === 0 ? (
				<Text c="dimmed">{t('files.none')}</Text>
			) : (
				<section
					ref={ref}
					className={classes.scroll}
					data-room={room}
					style={{ '--lines': Math.min(count, 12), '--line': `${height}px` } as CSSProperties}
					// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keyboard
					tabIndex={0}
					aria-labelledby="files-title"
				>
					<table className={classes.table} aria-rowcount={count + 1} aria-labelledby="files-title">
						<thead className={classes.head}>
							<tr aria-rowindex={1} className={classes.line}>
								<th scope="col">{t('files.name')}</th>
								<th scope="col" className={classes.size}>
									{t('files.size')}
								</th>
								<th scope="col">{t('files.state')}</th>
							</tr>
						</thead>
						<tbody style={{ height: count * height }}>
							{lines.getVirtualItems().map(({ index }) => (
								<FileLine key={index} row={rows.row(picked?.[index] ?? index)} index={index} height={height} />
							))}
						</tbody>
					</table>
				</section>
			)}
		</Stack>
	);
}

function FileLine(props: { row: FileRow; index: number; height: number }) {
	const { row, index, height } = props;
	const { t } = useTranslation('intake');
	const format = useFormats();
	const Icon = icons[row.state];
	const why = row.reason === undefined ? '' : `: ${reasonInWords(t, row.reason)}`;
	const same = row.as === undefined ? '' : ` · ${t('files.same', { path: visible(row.as) })}`;
	const state = `${t(`state.${row.state}`)}${why}${same}`;
	return (
		<tr
			aria-rowindex={index + 2}
			className={classes.line}
			data-state={row.state}
			style={{ height, transform: `translateY(${index * height}px)` }}
		>
			<td className={classes.name}>
				<Tooltip
					label={<ForeignText text={row.path} />}
					openDelay={600}
					multiline
					maw={500}
					portalProps={{ target: 'main' }}
				>
					<span>
						<ForeignText text={row.path} />
					</span>
				</Tooltip>
			</td>
			<td className={classes.size}>{row.size === undefined ? '' : format.bytes(row.size)}</td>
			<td className={classes.state} title={state}>
				<Icon size={18} aria-hidden />
				<span>{state}</span>
			</td>
		</tr>
	);
}
