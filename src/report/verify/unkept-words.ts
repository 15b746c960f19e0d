import type { Language } from './event-words.ts';
import { nameSome } from './name-some.ts';
import type { CustodyReport, Unkept } from './report-model.ts';

const words: { readonly [L in Language]: { readonly [K in Unkept['found']]: (names: string) => string } } = {
	en: {
		differs: (names) => `The stored copy was found ALTERED and has not been restored since: ${names}.`,
		missing: (names) => `The stored copy was found MISSING and has not been restored since: ${names}.`,
		failed: (names) => `The stored copy could not be shown to be what was received: ${names}.`,
		unread: (names) => `The stored copy had not been re-read and compared yet: ${names}.`,
	},
	ru: {
		differs: (names) => `Хранимая копия оказалась ИЗМЕНЕНА и с тех пор не восстановлена: ${names}.`,
		missing: (names) => `Хранимой копии НЕ ОКАЗАЛОСЬ на месте, и с тех пор она не восстановлена: ${names}.`,
		failed: (names) => `Не удалось установить, что хранимая копия — та, что поступила: ${names}.`,
		unread: (names) => `Хранимую копию ещё не перечитывали и не сравнивали: ${names}.`,
	},
};

/** What was found of items that are not known to be kept well, a sentence for each kind, by the names the report has for them. */
export function unkeptLines(report: Pick<CustodyReport, 'language' | 'items'>, unkept: readonly Unkept[]): string[] {
	const say = words[report.language];
	return (Object.keys(say) as Unkept['found'][]).flatMap((found) => {
		const such = unkept.filter((one) => one.found === found);
		return such.length === 0 ? [] : say[found](nameSome(report, such));
	});
}
