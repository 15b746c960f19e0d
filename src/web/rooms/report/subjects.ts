import type { CatalogueItem } from '../../../client/case/catalogue.ts';
import type { Exhibit } from '../../../client/case/exhibits.ts';
import type { Id } from '../../../domain/ids.ts';
import { byName } from '../../parts/by-name.ts';

/** An item as one chooses it for a report. */
export interface Subject {
	readonly id: Id;
	/** Its own number, `GUL-0012`; undefined: no exhibit. */
	readonly label: string | undefined;
	readonly title: string;
	/** The file's path; undefined where nobody can read it. */
	readonly path: string | undefined;
	readonly size: number;
	/** Numbers of its clips, which come with it. */
	readonly clips: readonly string[];
	/** It was an exhibit, and nothing of it is one now. */
	readonly withdrawn: boolean;
}

/** The items of a case with their exhibits: exhibits first, by number, the rest by name. */
export function subjectsOf(items: readonly CatalogueItem[], exhibits: readonly Exhibit[]): Subject[] {
	const byItem = Map.groupBy(exhibits, (exhibit) => exhibit.item);
	const subjects = items.map((item): Subject & { number: number } => {
		const all = byItem.get(item.id) ?? [];
		const own = all.find((exhibit) => exhibit.clip === undefined);
		return {
			id: item.id,
			label: own?.label,
			title: own?.title ?? '',
			path: item.unreadable ? undefined : item.path,
			size: item.unreadable ? 0 : item.size,
			clips: all.filter((one) => one.clip !== undefined && one.withdrawn === undefined).map((one) => one.label),
			withdrawn: all.length > 0 && all.every((one) => one.withdrawn !== undefined),
			number: own?.number.item ?? Number.POSITIVE_INFINITY,
		};
	});
	return subjects.sort((a, b) => (a.number === b.number ? byName(a.path ?? '', b.path ?? '') : a.number - b.number));
}

/** What a report is about unless something else is chosen: every exhibit that was not withdrawn. */
export function exhibited(subjects: readonly Subject[]): Subject[] {
	return subjects.filter((one) => one.label !== undefined && !one.withdrawn);
}

/** Those with all the words in their number, title or path. */
export function matching(subjects: readonly Subject[], words: string): readonly Subject[] {
	const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
	if (wanted.length === 0) return subjects;
	return subjects.filter((one) => {
		const text = `${one.label ?? ''} ${one.clips.join(' ')} ${one.title} ${one.path ?? ''}`.toLowerCase();
		return wanted.every((word) => text.includes(word));
	});
}
