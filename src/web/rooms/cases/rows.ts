import { alikeBefore } from '../../../client/case/alike.ts';
import type { CatalogueItem, Summary } from '../../../client/case/catalogue.ts';
import type { Marks } from '../../../client/case/marks.ts';
import type { NoteDetail } from '../../../client/case/notes.ts';
import type { ShownItem } from '../../../client/case/open-lines.ts';
import type { Id } from '../../../domain/ids.ts';
import { searchable } from './search-text.ts';

export type Flag = NonNullable<NoteDetail['flag']>;

/** What people made of one item. */
interface MarksOfItem {
	flags: Flag[];
	tags: string[];
	clips: number;
	notes: number;
	/** Labels of exhibits that stand. */
	exhibits: string[];
	text: string;
}

/** A line of the table: an item with what people made of it, and all its words for the search. */
export interface Row extends MarksOfItem {
	id: Id;
	item: CatalogueItem | ShownItem;
	/** False while its proof is not here: a line that must not look checked, nor be acted on. */
	proven: boolean;
	/** Empty where the deposit cannot be read. */
	name: string;
	/** Name of the first item of the case that has the same content, if it came before. */
	sameAs: string | undefined;
	/** When it was recorded, or else last changed, in milliseconds; undefined where neither is known. */
	time: number | undefined;
	durationMs: number | undefined;
	size: number | undefined;
	kind: string;
	format: string;
}

/** Lines of a case in the order of reception. What stays the same between calls is made once. */
export function rowsOf(
	items: readonly CatalogueItem[],
	marks: Marks | undefined,
	unproven: readonly ShownItem[] = [],
): Row[] {
	const byItem = marks === undefined ? undefined : (marksByItem.get(marks) ?? marksOf(marks));
	if (marks !== undefined && byItem !== undefined) marksByItem.set(marks, byItem);
	const alike = alikeBefore(items);
	const all = unproven.length === 0 ? items : [...items, ...unproven].sort((a, b) => a.index - b.index);
	return all.map((item) => {
		const own = byItem?.get(item.id);
		const known = plainRows.get(item) ?? plainRow(item);
		plainRows.set(item, known);
		const before = alike.get(item.id);
		const plain = before === undefined ? known : { ...known, sameAs: before.path };
		return own === undefined ? plain : { ...plain, ...own, text: `${plain.text}\n${own.text}` };
	});
}

const plainRows = new WeakMap<Row['item'], Row>();
const marksByItem = new WeakMap<Marks, Map<Id, MarksOfItem>>();

function plainRow(item: Row['item']): Row {
	const { summary } = item;
	const name = item.unreadable ? '' : item.path;
	const format = formatOf(summary);
	const time = Date.parse(summary?.createdAt ?? (item.unreadable ? '' : item.modified));
	const more = [summary?.make, summary?.model, summary?.encoder, summary?.kind];
	return {
		id: item.id,
		item,
		proven: !('unproven' in item),
		name,
		sameAs: undefined,
		time: Number.isNaN(time) ? undefined : time,
		durationMs: summary?.durationMs,
		size: item.unreadable ? undefined : item.size,
		kind: summary?.kind ?? '',
		format,
		flags: [],
		tags: [],
		clips: 0,
		notes: 0,
		exhibits: [],
		text: searchable([name, format, ...more].join('\n')),
	};
}

/** As "mp4 · h264 · 1280×720". */
function formatOf(summary: Summary | undefined): string {
	if (summary === undefined) return '';
	const { container, kind, videoCodec, audioCodecs, width, height } = summary;
	const size = width === undefined || height === undefined ? undefined : `${width}×${height}`;
	return [container ?? kind, videoCodec ?? audioCodecs[0], size].filter((one) => one !== undefined).join(' · ');
}

function marksOf(marks: Marks): Map<Id, MarksOfItem> {
	const found = new Map<Id, MarksOfItem>();
	const words = new Map<Id, string[]>();
	const of = (item: Id): MarksOfItem => {
		const one = found.get(item) ?? { flags: [], tags: [], clips: 0, notes: 0, exhibits: [], text: '' };
		found.set(item, one);
		return one;
	};
	const say = (item: Id, ...said: (string | null | undefined)[]): void => {
		const all = words.get(item) ?? [];
		for (const one of said) if (one) all.push(one);
		words.set(item, all);
	};
	const tag = (item: Id, tags: readonly string[]): void => {
		const one = of(item);
		one.tags = [...new Set([...one.tags, ...tags])];
		say(item, ...tags);
	};
	for (const clip of marks.clips) {
		of(clip.item).clips += 1;
		if (clip.unreadable) continue;
		tag(clip.item, clip.tags);
		say(clip.item, clip.name, clip.note, clip.legalElement, ...clip.people);
	}
	for (const note of marks.notes) {
		if (note.replacedBy !== undefined) continue;
		const one = of(note.item);
		if (note.unreadable) {
			one.notes += 1;
			continue;
		}
		if (note.text !== null) one.notes += 1;
		if (note.flag !== null && !one.flags.includes(note.flag)) one.flags.push(note.flag);
		tag(note.item, note.tags);
		say(note.item, note.text);
	}
	for (const exhibit of marks.exhibits) {
		if (exhibit.withdrawn !== undefined) continue;
		of(exhibit.item).exhibits.push(exhibit.label);
		say(exhibit.item, exhibit.label, exhibit.title);
	}
	for (const [item, one] of found) one.text = searchable((words.get(item) ?? []).join('\n'));
	return found;
}
