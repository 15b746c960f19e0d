import type { Language } from './event-words.ts';
import { nameSome } from './name-some.ts';
import type { CustodyReport, Unkept } from './report-model.ts';

type Facts = Pick<CustodyReport, 'language' | 'items' | 'acquisition' | 'custody'>;

/** What is known of the bytes of items that are well kept. */
export interface KnownBytes {
	/** The original is in the bag; `index`: the entry that committed to its hash. */
	here: { item: string; index: number }[];
	/** It is not; `index`: the last entry that says that the stored body was read and had the committed hash, `day` the notary's. */
	readBack: { item: string; index: number; day: string }[];
}

const words: { readonly [L in Language]: { readonly [K in keyof KnownBytes]: (names: string) => string } } = {
	en: {
		here: (names) =>
			`The copy in this bag is the one that the archive received (SHA-256, committed in the log): ${names}.`,
		readBack: (names) =>
			`The stored bytes had the committed hash (SHA-256) when they were read back (the day and the entry are given here); they were not read again for this report: ${names}.`,
	},
	ru: {
		here: (names) => `Копия в этом пакете — та, что поступила в архив (SHA-256, зафиксирован в журнале): ${names}.`,
		readBack: (names) =>
			`Хранимые байты имели зафиксированный хеш (SHA-256), когда их перечитали (день и запись указаны здесь); для этого отчёта их заново не перечитывали: ${names}.`,
	},
};

/** Of an item nobody is known to have read back, or not well since, nothing. */
export function knownBytes(report: Facts, unkept: readonly Unkept[]): KnownBytes {
	const known: KnownBytes = { here: [], readBack: [] };
	const bad = new Set(unkept.map(({ item }) => item));
	const received = new Map(report.acquisition.map(({ item, index }) => [item, index]));
	const read = new Map(
		report.custody
			.filter(({ event, outcome }) => outcome === 'accepted' && (event === 'item.kept' || event === 'item.restored'))
			// A restored working copy has another hash.
			.map((row) => [`${row.subject.id} ${row.after}`, row]),
	);
	for (const { id: item, files, sealed } of report.items) {
		const index = received.get(item);
		const row = read.get(`${item} ${sealed.body}`);
		if (bad.has(item) || index === undefined || row === undefined) continue;
		if (files.original !== null) known.here.push({ item, index });
		else known.readBack.push({ item, index: row.index, day: row.attested.slice(0, 10) });
	}
	return known;
}

/** The same in words, a sentence for each kind. */
export function knownLines(report: Facts, unkept: readonly Unkept[]): string[] {
	const known = knownBytes(report, unkept);
	const say = words[report.language];
	return (['here', 'readBack'] as const).flatMap((kind) =>
		known[kind].length === 0 ? [] : say[kind](nameSome(report, known[kind])),
	);
}
