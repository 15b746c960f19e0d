import type { CustodyReport, ReportItem } from './report-model.ts';

/** The name by which a report speaks of an item. */
export function callItem({ items }: Pick<CustodyReport, 'items'>, id: string): string {
	const item = items.find((one) => one.id === id);
	const labels = item?.exhibits.map((exhibit) => exhibit.label).join(', ');
	return labels === undefined || labels === '' ? (item?.name ?? id) : labels;
}

/** Exhibits first, by number; then what has none, as the report has it. */
export function inOrder(items: readonly ReportItem[]): ReportItem[] {
	const number = ({ exhibits }: ReportItem): number => Math.min(...exhibits.map((one) => one.number));
	return [...items].sort((a, b) => {
		const [first, second] = [number(a), number(b)];
		return first === second ? 0 : first - second;
	});
}
