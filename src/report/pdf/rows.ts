import { LEFT, type Pen, WIDTH } from './pen.ts';
import type { Structure } from './plain-document.ts';
import { ACCENT, ALARM_GROUND, type Cell, type Column, EVEN_GROUND, type Line } from './styles.ts';

export interface Row {
	cells: readonly Cell[];
	alarm?: boolean;
}

/** Label and value side by side. */
export function drawFacts(
	pen: Pen,
	facts: readonly (readonly [label: string, value: Cell])[],
	labelWidth: number,
): void {
	const table = pen.element('Table');
	const widths = [labelWidth, WIDTH - labelWidth];
	for (const [label, value] of facts) {
		const cells = measure(pen, widths, [[{ text: label, style: 'label' }], value]);
		pen.need(cells.height + 3.2);
		drawRow(pen, table, widths, cells, 1.6, ['TH', 'TD']);
	}
	table.end();
	pen.doc.y += 4;
}

/** A table whose header is repeated on every page it reaches; rows are never broken. */
export function drawTable(pen: Pen, columns: readonly Column[], rows: readonly Row[]): void {
	const table = pen.element('Table');
	const widths = columns.map((column) => column.width);
	pen.need(60);
	drawHeader(pen, columns, table);
	for (const [i, { cells, alarm }] of rows.entries()) {
		const measured = measure(pen, widths, cells);
		const height = measured.height + 2 * PAD;
		// Of a repeated header nothing new is to be read.
		if (pen.need(height)) drawHeader(pen, columns, undefined);
		if (alarm === true) pen.ground(pen.doc.y, height, ALARM_GROUND);
		else if (i % 2 === 1) pen.ground(pen.doc.y, height, EVEN_GROUND);
		drawRow(pen, table, widths, measured, PAD);
		pen.rule(pen.doc.y);
	}
	table.end();
	pen.doc.y += 6;
}

const PAD = 2.2;
const BETWEEN = 0.6;

interface Measured {
	cells: readonly (readonly Line[])[];
	height: number;
}

const inner = (width: number | undefined): number => (width ?? 0) - 6;

function measure(pen: Pen, widths: readonly number[], row: readonly Cell[]): Measured {
	const cells = row.map((cell): readonly Line[] => (typeof cell === 'string' ? [{ text: cell }] : cell));
	const heights = cells.map((lines, i) =>
		lines.reduce((sum, line) => sum + pen.height(line, inner(widths[i])) + BETWEEN, 0),
	);
	return { cells, height: Math.max(...heights) };
}

function drawRow(
	pen: Pen,
	table: Structure,
	widths: readonly number[],
	{ cells, height }: Measured,
	pad: number,
	types: readonly string[] = [],
): void {
	const row = pen.element('TR', table);
	const top = pen.doc.y;
	let x = LEFT;
	for (const [i, lines] of cells.entries()) {
		const draw = (): void => {
			let y = top + pad;
			for (const line of lines) {
				pen.write(line, x + 3, y, inner(widths[i]));
				y = pen.doc.y + BETWEEN;
			}
		};
		pen.tagged(types[i] ?? 'TD', draw, row);
		x += widths[i] ?? 0;
	}
	row.end();
	pen.doc.y = top + height + 2 * pad;
}

function drawHeader(pen: Pen, columns: readonly Column[], table: Structure | undefined): void {
	const { doc } = pen;
	const top = doc.y;
	const heights = columns.map(({ title, width }) => pen.height({ text: title, style: 'column' }, inner(width)));
	const height = 5 + Math.max(...heights);
	pen.ground(top, height, ACCENT);
	const row = table && pen.element('TR', table);
	let x = LEFT;
	for (const { title, width } of columns) {
		const draw = (): void => pen.write({ text: title, style: 'column' }, x + 3, top + 2.5, inner(width));
		if (row === undefined) doc.artifact('Pagination', draw);
		else pen.tagged('TH', draw, row);
		x += width;
	}
	row?.end();
	doc.y = top + height;
}
