import { printable } from './words.ts';

export interface Column {
	title: string;
	align?: 'left' | 'right';
}

/** Columns of text, as wide as their content; the last one is left ragged. Every cell is made printable. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
	const cells = [columns.map((column) => column.title), ...rows.map((row) => row.map(printable))];
	const widths = columns.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? ''))));
	return cells.map((row) =>
		columns
			.map((column, i) => {
				const cell = row[i] ?? '';
				const gap = ' '.repeat((widths[i] as number) - widthOf(cell));
				return column.align === 'right' ? gap + cell : cell + gap;
			})
			.join('  ')
			.trimEnd(),
	);
}

/** Places on a terminal: East Asian wide characters take two, combining ones none. */
function widthOf(text: string): number {
	let width = 0;
	for (const character of text) {
		if (/\p{M}/u.test(character)) continue;
		width +=
			/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u.test(
				character,
			)
				? 2
				: 1;
	}
	return width;
}
