import { callItem } from './call-item.ts';
import type { Language } from './event-words.ts';
import type { CustodyReport, Unkept } from './report-model.ts';

/** Items named in one sentence; report.json lists all of them. */
const NAMED = 6;

interface UnkeptWords {
	entry: string;
	more(count: number): string;
	found: { readonly [K in Unkept['found']]: (names: string) => string };
}

const words: { readonly [L in Language]: UnkeptWords } = {
	en: {
		entry: 'entry',
		more: (count) => `and ${count} more, listed in report.json`,
		found: {
			differs: (names) => `The stored copy was found ALTERED and has not been restored since: ${names}.`,
			missing: (names) => `The stored copy was found MISSING and has not been restored since: ${names}.`,
			failed: (names) => `The stored copy could not be shown to be what was received: ${names}.`,
			unread: (names) => `The stored copy had not been re-read and compared yet: ${names}.`,
		},
	},
	ru: {
		entry: 'запись',
		more: (count) => `и ещё ${count}, перечислены в report.json`,
		found: {
			differs: (names) => `Хранимая копия оказалась ИЗМЕНЕНА и с тех пор не восстановлена: ${names}.`,
			missing: (names) => `Хранимой копии НЕ ОКАЗАЛОСЬ на месте, и с тех пор она не восстановлена: ${names}.`,
			failed: (names) => `Не удалось установить, что хранимая копия — та, что поступила: ${names}.`,
			unread: (names) => `Хранимую копию ещё не перечитывали и не сравнивали: ${names}.`,
		},
	},
};

/** What was found of items that are not known to be kept well, a sentence for each kind, by the names the report has for them. */
export function unkeptLines(
	{ language, items }: Pick<CustodyReport, 'language' | 'items'>,
	unkept: readonly Unkept[],
): string[] {
	const { entry, more, found: say } = words[language];
	return (Object.keys(say) as Unkept['found'][]).flatMap((found) => {
		const such = unkept.filter((one) => one.found === found);
		if (such.length === 0) return [];
		const names = such
			.slice(0, NAMED)
			.map(({ item, index }) => `${callItem({ items }, item)}${index === null ? '' : ` (${entry} ${index})`}`)
			.join(', ');
		return say[found](such.length > NAMED ? `${names} ${more(such.length - NAMED)}` : names);
	});
}
