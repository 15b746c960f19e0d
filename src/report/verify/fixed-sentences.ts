import type { Json } from '../../domain/canonical.ts';
import type { Choices } from '../../domain/leaves.ts';
import type { Language } from './event-words.ts';
import type { CustodyReport, Unkept } from './report-model.ts';
import { type Sayings, sayings } from './sayings.ts';
import { unkeptLines } from './unkept-words.ts';

/** What the fixed sentences of a report depend on: the report itself, or what it is made of. */
export interface Told {
	language: Language;
	report: { purpose: unknown; authority: unknown; recipient: unknown; disclosure?: { choices: Choices } | undefined };
	case: { legalBasis: unknown; consent: unknown; restrictions: unknown; victimProtection: unknown };
	origin: Pick<CustodyReport['origin'], 'intakes'>;
	technical: { items: readonly { summary: unknown }[] };
	deviations: { events: readonly unknown[] };
	derivatives: { made: readonly unknown[] };
}

/** What a report certifies and does not know: the same words for the same facts, by whoever it is issued. */
export function fixedSentences(told: Told) {
	const says = sayings[told.language];
	const { purpose, authority, recipient, disclosure } = told.report;
	const { legalBasis, consent, victimProtection } = told.case;
	const restrictions = told.case.restrictions ?? restrictionsIn(told.origin.intakes)[0] ?? null;
	const origin = told.origin.intakes.some(({ record }) => record !== null)
		? says.originClaims
		: disclosure?.choices.origin === false
			? says.originWithheld
			: says.originNotDisclosed;
	return {
		report: says.gaps({ purpose, authority, recipient }),
		case: says.gaps({ legalBasis, consent, restrictions, victimProtection }),
		origin: [origin],
		technical: told.technical.items.every(({ summary }) => summary !== null) ? [] : [says.technicalNotKnown],
		deviations: told.deviations.events.length === 0 ? [says.noDeviations] : [],
		derivatives: told.derivatives.made.length === 0 ? [says.noDerivatives] : [],
		statement: says.certification,
	};
}

/** What is proven and what is not, where these items are not known to be kept well. */
export function provenSentences(report: Pick<CustodyReport, 'language' | 'items'>, unkept: readonly Unkept[]) {
	const { unchanged, proven, notProven } = sayings[report.language];
	const same = unkept.length === 0 ? [unchanged.all] : unkept.length < report.items.length ? [unchanged.but] : [];
	return { proven: [...same, ...proven], notProven: [...unkeptLines(report, unkept), ...notProven] };
}

/** What the disclosed delivery records say must not be shown or done with the material: their own words, and the entry. */
export function restrictionsIn(intakes: Told['origin']['intakes']): { index: number; said: Json }[] {
	return intakes.flatMap(({ index, record }) => {
		const said = record?.['restrictions'];
		return said === undefined || said === null || said === '' ? [] : [{ index, said }];
	});
}

/** What was left out and by which choice, in words. */
export function redactionsOf({ keyframes, origin, notes, hidden }: Choices, language: Language): string[] {
	const says: Sayings = sayings[language];
	const { entries, ...kinds } = hidden;
	const chosen = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((one) => hidden[one]);
	return [
		...(origin ? [] : [says.originLeftOut]),
		...(notes ? [] : [says.notesLeftOut]),
		...(keyframes === 'blurred' ? [says.blurredFrames] : keyframes === 'none' ? [says.framesLeftOut] : []),
		...chosen.map((one) => says.hidden[one]),
		...(entries.length > 0 ? [says.hiddenEntries(entries)] : []),
	];
}
