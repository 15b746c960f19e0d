export type Style =
	| 'body'
	| 'bold'
	| 'cell'
	| 'strong'
	| 'mono'
	| 'small'
	| 'label'
	| 'alarm'
	| 'title'
	| 'kicker'
	| 'heading'
	| 'subheading'
	| 'column'
	| 'form'
	| 'foot';
/** A paragraph of a cell. */
export interface Line {
	text: string;
	style?: Style;
}
export type Cell = string | readonly Line[];
export interface Column {
	title: string;
	/** In points; all together fill the width of the page. */
	width: number;
}

export const INK = '#1a1a1a';
export const ACCENT = '#1f3a5f';
export const RULE = '#c9ced6';
export const ALARM_GROUND = '#fbe9e7';
/** Of every other row. */
export const EVEN_GROUND = '#f5f7fa';
/** Longer cells are cut, and say so: a row must fit on a page. */
export const LONGEST = 1800;

/** Font, size in points and colour of each style. */
export const styles: { readonly [S in Style]: { font: string; size: number; color: string } } = {
	body: { font: 'sans', size: 8.6, color: INK },
	strong: { font: 'bold', size: 7.9, color: INK },
	cell: { font: 'sans', size: 7.9, color: INK },
	bold: { font: 'bold', size: 8.6, color: INK },
	mono: { font: 'mono', size: 6.9, color: '#333333' },
	small: { font: 'sans', size: 7.4, color: '#444444' },
	label: { font: 'sans', size: 7.4, color: '#5c5c5c' },
	alarm: { font: 'bold', size: 8.6, color: '#9c1c12' },
	title: { font: 'bold', size: 18, color: INK },
	kicker: { font: 'bold', size: 8.5, color: ACCENT },
	heading: { font: 'bold', size: 11.5, color: ACCENT },
	subheading: { font: 'bold', size: 9.4, color: INK },
	column: { font: 'bold', size: 7.2, color: '#ffffff' },
	form: { font: 'sans', size: 9.4, color: INK },
	foot: { font: 'sans', size: 6.8, color: '#5c5c5c' },
};
