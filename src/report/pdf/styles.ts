export type Style = 'body' | 'bold' | 'mono' | 'small' | 'label' | 'alarm';
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

/** Font, size in points and colour of each style. */
export const styles: { readonly [S in Style]: { font: string; size: number; color: string } } = {
	body: { font: 'sans', size: 8.6, color: '#1a1a1a' },
	bold: { font: 'bold', size: 8.6, color: '#1a1a1a' },
	mono: { font: 'mono', size: 6.9, color: '#333333' },
	small: { font: 'sans', size: 7.4, color: '#444444' },
	label: { font: 'sans', size: 7.4, color: '#666666' },
	alarm: { font: 'bold', size: 8.6, color: '#9c1c12' },
};
export const INK = '#1a1a1a';
export const ACCENT = '#1f3a5f';
export const RULE = '#c9ced6';
export const ALARM_GROUND = '#fbe9e7';
/** Longer cells are cut, and say so: a row must fit on a page. */
export const LONGEST = 1800;
