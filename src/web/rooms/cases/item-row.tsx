import { Checkbox } from '@mantine/core';
import type { TFunction } from 'i18next';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { visible } from '../../parts/foreign-text.tsx';
import { type Formats, useFormats } from '../../parts/formats.ts';
import type { Column, ColumnId } from './columns.ts';
import { useFileTime } from './file-time.ts';
import classes from './item-grid.module.css';
import { FlagSigns, ItemName, MarksWords, StateWord } from './item-words.tsx';
import type { Row } from './rows.ts';

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
	onPress: (at: number, event: MouseEvent) => void;
	onPick: (at: number, range: boolean) => void;
}) {
	const { row, at, columns } = props;
	const { t } = useTranslation('cases');
	const words: Words = { t, format: useFormats(), fileTime: useFileTime() };
	return (
		<tr
			id={`item-${row.id}`}
			aria-rowindex={at + 2}
			aria-selected={props.selected}
			data-active={props.active || undefined}
			className={`${classes.row} ${classes.line}`}
			style={{ transform: `translateY(${props.top}px)`, height: props.height }}
			onClick={(event) => props.onPress(at, event)}
		>
			{columns.map((column) => (
				<td key={column.id} className={`${classes.cell} ${column.end === true ? classes.end : ''}`}>
					{cell({ ...props, id: column.id }, words)}
				</td>
			))}
		</tr>
	);
});

/** What a line says its cells with; asked for once a line, not once a cell. */
interface Words {
	t: TFunction<'cases'>;
	format: Formats;
	fileTime: (ms: number) => string;
}

function cell(
	props: {
		id: ColumnId;
		row: Row;
		at: number;
		narrow: boolean;
		href: string;
		selected: boolean;
		onPick: (at: number, range: boolean) => void;
	},
	{ t, format, fileTime }: Words,
): ReactNode {
	const { row } = props;
	switch (props.id) {
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
						<ItemName row={row} />
					</Link>
					{props.narrow && (
						<div className={classes.under}>
							<StateWord row={row} />
							{row.durationMs !== undefined && <span>{format.duration(row.durationMs)}</span>}
							{row.size !== undefined && <span>{format.bytes(row.size)}</span>}
							<FlagSigns row={row} />
							<MarksWords row={row} />
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
			return visible(row.format);
		case 'state':
			return <StateWord row={row} />;
		case 'flags':
			return <FlagSigns row={row} />;
		case 'tags':
			return <span title={visible(row.tags.join(', '))}>{visible(row.tags.join(', '))}</span>;
		case 'marks':
			return <MarksWords row={row} />;
	}
}
