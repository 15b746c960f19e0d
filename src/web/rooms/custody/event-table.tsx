import { ActionIcon, Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFileCertificate } from '@tabler/icons-react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ForeignLines, ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { usePrinting } from '../../parts/printing.ts';
import classes from './custody.module.css';
import { ProofState, Refused } from './proof-state.tsx';
import type { Told } from './telling.ts';

interface EventTableProps {
	told: readonly Told[];
	subjectOf: (told: Told) => string | undefined;
	onShow: (told: Told) => void;
	/** Of many subjects: each counts its own events from 1, so that rows are called by their entries. */
	ofMany: boolean;
}

/** Up to this many rows are simply there. */
const SHORT = 60;

/** The same as a table: of a long one the rows in sight, and all of it on paper. */
export function EventTable(props: EventTableProps) {
	const { t } = useTranslation('custody');
	const narrow = useMediaQuery('(max-width: 62em)') ?? false;
	const printing = usePrinting();
	const { told } = props;
	const long = told.length > SHORT && !printing;
	const body = useRef<HTMLTableSectionElement>(null);
	const [top, setTop] = useState(0);
	useLayoutEffect(() => {
		const place = (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
		if (Math.abs(place - top) > 1) setTop(place);
	});
	const rows = useWindowVirtualizer({
		count: told.length,
		estimateSize: () => (narrow ? 150 : 74),
		overscan: 12,
		scrollMargin: top,
		enabled: long,
	});
	const inSight = rows.getVirtualItems();
	const [before, after] = long
		? [(inSight[0]?.start ?? top) - top, rows.getTotalSize() - ((inSight.at(-1)?.end ?? top) - top)]
		: [0, 0];
	const columns = narrow
		? [t('col.when'), t('col.what')]
		: [
				t(props.ofMany ? 'col.entry' : 'col.n'),
				t('col.noted'),
				t('col.signed'),
				t('who'),
				t('col.what'),
				t('col.why'),
				t('col.proof'),
			];
	const indices = long ? inSight.map((row) => row.index) : told.map((_, i) => i);
	const Row = narrow ? NarrowRow : WideRow;
	return (
		<Table
			aria-label={t('form.table')}
			aria-rowcount={told.length + 1}
			verticalSpacing="xs"
			className={classes.table}
			layout="fixed"
		>
			<colgroup>
				{(narrow ? [36, 64] : [8, 12, 12, 14, 21, 16, 17]).map((share, i) => (
					<col key={columns[i]} style={{ width: `${share}%` }} />
				))}
			</colgroup>
			<Table.Thead>
				<Table.Tr>
					{columns.map((title) => (
						<Table.Th key={title}>{title}</Table.Th>
					))}
				</Table.Tr>
			</Table.Thead>
			<Table.Tbody ref={body}>
				{before > 0 && <tr aria-hidden style={{ height: before }} />}
				{indices.map((i) => {
					const one = told[i] as Told;
					return (
						<Table.Tr
							key={one.index}
							ref={long ? rows.measureElement : undefined}
							data-index={i}
							data-event={one.index}
							aria-rowindex={i + 2}
							className={one.refused === undefined ? undefined : classes.refusedRow}
						>
							<Row told={one} subject={props.subjectOf(one)} ofMany={props.ofMany} onShow={() => props.onShow(one)} />
						</Table.Tr>
					);
				})}
				{after > 0 && <tr aria-hidden style={{ height: after }} />}
			</Table.Tbody>
		</Table>
	);
}

interface RowProps {
	told: Told;
	subject: string | undefined;
	ofMany: boolean;
	onShow: () => void;
}

function WideRow({ told, subject, ofMany, onShow }: RowProps) {
	const format = useFormats();
	return (
		<>
			<Table.Td>{format.count(ofMany ? told.index : told.n)}</Table.Td>
			<Table.Td>{format.time(told.noted)}</Table.Td>
			<Table.Td>{format.time(told.signed)}</Table.Td>
			<Table.Td className={classes.words}>
				<ForeignText text={told.who} />
			</Table.Td>
			<Table.Td className={classes.words}>
				<What told={told} subject={subject} />
			</Table.Td>
			<Table.Td className={classes.words}>
				<ForeignLines text={told.why} />
			</Table.Td>
			<Table.Td>
				<ProofState told={told} />
				<ShowEntry told={told} onShow={onShow} />
			</Table.Td>
		</>
	);
}

function NarrowRow({ told, subject, ofMany, onShow }: RowProps) {
	const { t } = useTranslation('custody');
	const format = useFormats();
	return (
		<>
			<Table.Td>
				{ofMany ? t('entryN', { n: format.count(told.index) }) : t('eventN', { n: format.count(told.n) })}
				<br />
				{format.time(told.noted)}
				<br />
				<small>{t('signedAt', { time: format.timeBeside(told.signed, told.noted) })}</small>
			</Table.Td>
			<Table.Td className={classes.words}>
				<What told={told} subject={subject} />
				<div>
					{t('by')} <ForeignText text={told.who} />
				</div>
				<ForeignLines text={told.why} />
				<ProofState told={told} />
				<ShowEntry told={told} onShow={onShow} />
			</Table.Td>
		</>
	);
}

function What({ told, subject }: { told: Told; subject: string | undefined }) {
	return (
		<>
			{told.refused !== undefined && (
				<div>
					<Refused code={told.refused} />
				</div>
			)}
			{told.what}
			{told.about !== '' && (
				<>
					{' ('}
					<ForeignText text={told.about} />)
				</>
			)}
			{subject !== undefined && (
				<div className={classes.subject}>
					<ForeignText text={subject} />
				</div>
			)}
		</>
	);
}

function ShowEntry({ told, onShow }: { told: Told; onShow: () => void }) {
	const { t } = useTranslation('custody');
	return (
		<ActionIcon
			variant="subtle"
			className="custos-screen"
			onClick={onShow}
			aria-label={t('showEntryOf', { index: told.index })}
			title={t('showEntry')}
		>
			<IconFileCertificate size={18} aria-hidden />
		</ActionIcon>
	);
}
