import { Checkbox, UnstyledButton } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type MouseEvent, memo, type Ref, useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, columnsIn, isNarrow } from './columns.ts';
import classes from './item-grid.module.css';
import { ItemRow } from './item-row.tsx';
import type { Row } from './rows.ts';
import { useSlots } from './slots.ts';
import type { Picking } from './use-picking.ts';
import type { SortBy, View } from './view.ts';
import { useWords } from './words.ts';

/** The line with the names of the columns, which stays in sight. */
const HEAD_PX = 40;

/**
 * The items as a table of which only what is in sight exists. The table itself holds the focus: arrows move, Space
 * selects, Enter opens.
 */
export function ItemGrid(props: {
	rows: readonly Row[];
	label: string;
	sort: View['sort'];
	onSort: (by: SortBy) => void;
	picking: Picking;
	href: (row: Row) => string;
	onOpen: (row: Row) => void;
	focus: Ref<HTMLTableElement>;
}) {
	const { rows, picking } = props;
	const scroll = useRef<HTMLDivElement>(null);
	const { ref: measured, width } = useElementSize<HTMLDivElement>();
	const ref = useMergedRef(scroll, measured);
	const narrow = isNarrow(width);
	const columns = useMemo(() => columnsIn(width), [width]);
	const height = narrow ? 68 : 42;
	const lines = useVirtualizer({
		count: rows.length,
		getScrollElement: () => scroll.current,
		estimateSize: () => height,
		scrollMargin: HEAD_PX,
		scrollPaddingStart: HEAD_PX,
		overscan: 4,
	});
	useEffect(() => lines.measure(), [height]);
	const activeAt = picking.activeAt;
	useEffect(() => {
		if (activeAt >= 0) lines.scrollToIndex(activeAt);
	}, [activeAt, lines]);

	const { press, pick } = picking;
	const onPress = useCallback(
		(at: number, event: MouseEvent) => {
			if ((event.target as HTMLElement).closest('a') !== null) return;
			press(at, { add: event.ctrlKey || event.metaKey, range: event.shiftKey });
		},
		[press],
	);
	const latest = useRef(picking);
	latest.current = picking;
	const toggleAll = useCallback(() => latest.current.toggleAll(), []);
	const words = useWords();
	const inSight = lines.getVirtualItems().flatMap(({ index }) => {
		const row = rows[index];
		return row === undefined ? [] : [{ row, at: index }];
	});
	const slots = useSlots(inSight.map(({ row }) => row.id));
	const active = rows[activeAt];
	const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / height) - 2);
	return (
		<div className={classes.frame}>
			<div ref={ref} className={classes.scroll}>
				<table
					// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is what a table with a focus is
					role="grid"
					ref={props.focus}
					tabIndex={0}
					aria-label={props.label}
					aria-rowcount={rows.length + 1}
					aria-multiselectable
					aria-activedescendant={active === undefined ? undefined : `item-${active.id}`}
					className={classes.grid}
					style={{ '--columns': columns.map((one) => one.width).join(' ') } as CSSProperties}
					onFocus={(event) => {
						if (event.target === event.currentTarget && active === undefined) picking.move(0, false);
					}}
					onKeyDown={(event) => {
						if (event.target !== event.currentTarget) return;
						if (event.code === 'Enter' && active !== undefined) props.onOpen(active);
						else if (!picking.key(event, page)) return;
						event.preventDefault();
					}}
				>
					<thead className={classes.head}>
						<HeadLine
							columns={columns}
							sort={props.sort}
							onSort={props.onSort}
							every={picking.every}
							some={picking.some}
							toggleAll={toggleAll}
						/>
					</thead>
					<tbody className={classes.body} style={{ height: rows.length * height }}>
						{inSight.map(({ row, at }, i) => (
							<ItemRow
								key={slots[i]}
								row={row}
								at={at}
								top={at * height}
								height={height}
								columns={columns}
								narrow={narrow}
								href={props.href(row)}
								active={at === activeAt}
								selected={picking.selected.has(row.id)}
								words={words}
								onPress={onPress}
								onPick={pick}
							/>
						))}
					</tbody>
				</table>
			</div>
		</div>
	);
}

interface HeadProps extends Pick<Picking, 'every' | 'some' | 'toggleAll'> {
	sort: View['sort'];
	onSort: (by: SortBy) => void;
}

/** The names of the columns, which no letter of a search changes. */
const HeadLine = memo(function HeadLine({ columns, ...props }: HeadProps & { columns: readonly Column[] }) {
	return (
		<tr aria-rowindex={1} className={classes.line}>
			{columns.map((column) => (
				<Head key={column.id} column={column} {...props} />
			))}
		</tr>
	);
});

function Head(props: HeadProps & { column: Column }) {
	const { t } = useTranslation('cases');
	const { id, sort, end } = props.column;
	const on = sort !== undefined && props.sort.by === sort;
	const Arrow = props.sort.down ? IconArrowDown : IconArrowUp;
	return (
		<th
			scope="col"
			className={`${classes.cell} ${end === true ? classes.end : ''}`}
			{...(on ? { 'aria-sort': props.sort.down ? 'descending' : 'ascending' } : {})}
		>
			{id === 'pick' ? (
				<Checkbox
					size="sm"
					aria-label={t('selectAll')}
					checked={props.every}
					indeterminate={!props.every && props.some}
					onChange={props.toggleAll}
				/>
			) : sort === undefined ? (
				<span className={classes.sort}>{t(`col.${id}`)}</span>
			) : (
				<UnstyledButton className={classes.sort} onClick={() => props.onSort(sort)}>
					{t(`col.${id}`)} {on && <Arrow size={14} aria-hidden />}
				</UnstyledButton>
			)}
		</th>
	);
}
