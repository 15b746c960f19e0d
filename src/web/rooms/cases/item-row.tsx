import { Checkbox } from '@mantine/core';
import { type MouseEvent, memo, type ReactNode, useLayoutEffect, useRef } from 'react';
import { Link } from 'wouter';
import { visible } from '../../parts/foreign-text.tsx';
import type { Column, ColumnId } from './columns.ts';
import classes from './item-grid.module.css';
import { FlagSigns, ItemName, MarksWords, StateWord } from './item-words.tsx';
import type { Row } from './rows.ts';
import type { Words } from './words.ts';

/** One line of the table. Its keys are the table's. */
export const ItemRow = memo(function ItemRow(props: {
	row: Row;
	/** Where it stands in what is shown, from 0. */
	at: number;
	top: number;
	height: number;
	columns: readonly Column[];
	narrow: boolean;
	href: string;
	active: boolean;
	selected: boolean;
	words: Words;
	onPress: (at: number, event: MouseEvent) => void;
	onPick: (at: number, range: boolean) => void;
}) {
	const { row, at, columns } = props;
	const line = useRef<HTMLTableRowElement>(null);
	const { id } = row;
	const before = useRef(id);
	useLayoutEffect(() => {
		// Another item is here now: whoever was at the one before must not find their next key at this one.
		if (before.current !== id && line.current?.contains(document.activeElement) === true)
			line.current.closest('table')?.focus({ preventScroll: true });
		before.current = id;
	}, [id]);
	return (
		<tr
			ref={line}
			id={`item-${id}`}
			aria-rowindex={at + 2}
			aria-selected={props.selected}
			data-active={props.active || undefined}
			data-unproven={!row.proven || undefined}
			className={`${classes.row} ${classes.line}`}
			style={{ transform: `translateY(${props.top}px)`, height: props.height }}
			onClick={(event) => props.onPress(at, event)}
		>
			{columns.map((column) => (
				<td key={column.id} className={`${classes.cell} ${column.end === true ? classes.end : ''}`}>
					{cell(column.id, props)}
				</td>
			))}
		</tr>
	);
});

function cell(
	id: ColumnId,
	props: {
		row: Row;
		at: number;
		narrow: boolean;
		href: string;
		selected: boolean;
		words: Words;
		onPick: (at: number, range: boolean) => void;
	},
): ReactNode {
	const { row, words } = props;
	const { t, format, fileTime } = words;
	switch (id) {
		case 'pick':
			return (
				<Checkbox
					size="sm"
					tabIndex={-1}
					aria-label={t('select', { name: row.name === '' ? row.id.slice(0, 8) : visible(row.name) })}
					checked={props.selected}
					readOnly
					onClick={(event) => {
						event.stopPropagation();
						props.onPick(props.at, event.shiftKey);
					}}
				/>
			);
		case 'name':
			return (
				<>
					<Link href={props.href} className={classes.name} tabIndex={-1} title={visible(row.name)}>
						<ItemName row={row} words={words} narrow={props.narrow} />
					</Link>
					{props.narrow && (
						<div className={classes.under}>
							<StateWord row={row} words={words} />
							{row.flags.length > 0 && <FlagSigns row={row} words={words} />}
							{row.exhibits.length + row.clips + row.notes > 0 && <MarksWords row={row} words={words} />}
							{row.durationMs !== undefined && <span>{format.duration(row.durationMs)}</span>}
							{row.size !== undefined && <span>{format.bytes(row.size)}</span>}
						</div>
					)}
				</>
			);
		case 'time':
			return row.time === undefined ? null : <span title={format.time(new Date(row.time))}>{fileTime(row.time)}</span>;
		case 'duration':
			return row.durationMs === undefined ? null : format.duration(row.durationMs);
		case 'size':
			return row.size === undefined ? null : format.bytes(row.size);
		case 'format':
			return <span className={classes.long}>{visible(row.format)}</span>;
		case 'state':
			return <StateWord row={row} words={words} />;
		case 'flags':
			return <FlagSigns row={row} words={words} />;
		case 'tags':
			return (
				<span title={visible(row.tags.join(', '))} className={classes.long}>
					{visible(row.tags.join(', '))}
				</span>
			);
		case 'marks':
			return (
				<span className={classes.long}>
					<MarksWords row={row} words={words} />
				</span>
			);
	}
}
