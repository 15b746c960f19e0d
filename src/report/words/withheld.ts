import type { StatementType } from '../../domain/ledger/statement.ts';
import { eventWords, type Language } from '../verify/event-words.ts';
import type { Withheld } from '../verify/report-model.ts';

const words = {
	en: {
		title: 'Kept back by the issuer; the bag holds hashes that nobody can guess from:',
		whole: (name: string, count: number) => `${name}: all of the detail, ${count} ×`,
		part: (name: string, count: number, fields: number) => `${name}: some fields, ${count} × (${fields} in all)`,
	},
	ru: {
		title: 'Не раскрыто составителем; в пакете есть только хеши, по которым ничего не угадать:',
		whole: (name: string, count: number) => `${name}: все сведения, ${count} ×`,
		part: (name: string, count: number, fields: number) => `${name}: часть полей, ${count} × (всего ${fields})`,
	},
} as const;

export function withheldTitle(language: Language): string {
	return words[language].title;
}

/** What a bag keeps back, one line for each kind of entry. */
export function withheldLines(language: Language, withheld: readonly Withheld[]): string[] {
	const kinds = Map.groupBy(withheld, ({ event, fields }) => `${event} ${fields === null}`);
	return [...kinds.values()].map((some) => {
		const { event, fields } = some[0] as Withheld;
		const told = some.reduce((sum, one) => sum + (one.fields ?? 0), 0);
		const name = eventWords[language][event as StatementType] ?? event;
		return fields === null ? words[language].whole(name, some.length) : words[language].part(name, some.length, told);
	});
}
