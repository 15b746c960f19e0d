import type { CustodyReport } from '../verify/report-model.ts';
import { clock } from './figures.ts';
import type { Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Expunged items named on the first page; the others are counted there. */
const SHOWN = 12;

/** The line of the first page that says what is no more. */
export function expungedInShort(sheet: Sheet, { expunged = [] }: CustodyReport, { expunged: say }: Words): void {
	if (expunged.length === 0) return;
	const names = expunged.slice(0, SHOWN).map(({ label, id }) => label ?? id);
	sheet.text(say.inShort(names.join(', '), expunged.length - names.length), 'alarm');
}

/** Under the items: each that was expunged, since when, and nothing else of it. */
export function expungedPages(sheet: Sheet, { expunged = [] }: CustodyReport, words: Words): void {
	for (const { id, label, index, attested, events } of expunged) {
		sheet.subheading(`${label ?? id} — ${words.expunged.word}`);
		sheet.facts([
			[words.labels['item'] ?? '', [{ text: id, style: 'mono' }]],
			[words.labels['entry'] ?? '', String(index)],
			[words.labels['attested'] ?? '', clock(attested)],
			[words.expunged.evidence, words.expunged.left(events)],
		]);
	}
}
