import { callItem } from './call-item.ts';
import type { Language } from './event-words.ts';
import type { CustodyReport } from './report-model.ts';

/** Items named in one sentence; report.json lists all of them. */
const NAMED = 6;

const words: { readonly [L in Language]: { entry: string; more(count: number): string } } = {
	en: { entry: 'entry', more: (count) => `and ${count} more, listed in report.json` },
	ru: { entry: 'запись', more: (count) => `и ещё ${count}, перечислены в report.json` },
};

/** Items by the names the report has for them, each with the entry that says so and, where it is given, the day of that. */
export function nameSome(
	{ language, items }: Pick<CustodyReport, 'language' | 'items'>,
	such: readonly { item: string; index: number | null; day?: string }[],
): string {
	const { entry, more } = words[language];
	const names = such
		.slice(0, NAMED)
		.map(({ item, index, day }) => {
			const where = [...(day === undefined ? [] : [day]), ...(index === null ? [] : [`${entry} ${index}`])];
			return `${callItem({ items }, item)}${where.length === 0 ? '' : ` (${where.join(', ')})`}`;
		})
		.join(', ');
	return such.length > NAMED ? `${names} ${more(such.length - NAMED)}` : names;
}
