import type { Json } from '../../domain/canonical.ts';
import type { Choices } from '../../domain/leaves.ts';
import type { Language } from './event-words.ts';
import { KINDS } from './kept-back.ts';
import { knownLines } from './known-bytes.ts';
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
export function provenSentences(
	report: Pick<CustodyReport, 'language' | 'items' | 'acquisition' | 'custody'>,
	unkept: readonly Unkept[],
) {
	const { proven, notProven } = sayings[report.language];
	return {
		proven: [...knownLines(report, unkept), ...proven],
		notProven: [...unkeptLines(report, unkept), ...notProven],
	};
}

/** What the disclosed delivery records say must not be shown or done with the material: their own words, and the entry. */
export function restrictionsIn(intakes: Told['origin']['intakes']): { index: number; said: Json }[] {
	return intakes.flatMap(({ index, record }) => {
		const said = record?.['restrictions'];
		return said === undefined || said === null || said === '' ? [] : [{ index, said }];
	});
}

/** What was left out and by which choice, in words. `items`: as the report tells them. */
export function redactionsOf(
	{ keyframes, origin, notes, hidden }: Choices,
	language: Language,
	items: readonly WithClips[],
): string[] {
	const says: Sayings = sayings[language];
	const { entries, peopleShown } = hidden;
	return [
		...(origin ? [] : [says.originLeftOut]),
		...(notes ? [] : [says.notesLeftOut]),
		...(keyframes === 'blurred' ? [says.blurredFrames] : keyframes === 'none' ? [says.framesLeftOut] : []),
		...KINDS.filter((one) => hidden[one]).map((one) =>
			one === 'people' && peopleShown !== undefined
				? says.onlyPeople(peopleShown, peopleWithheld(items))
				: says.hidden[one],
		),
		...(entries.length > 0 ? [says.hiddenEntries(entries)] : []),
	];
}

interface WithClips {
	readonly exhibits: readonly { clip: { id: string; peopleWithheld?: number | undefined } | null }[];
}

/** How many names stay hashes in the clips of these items; a clip counts once, under however many numbers. */
function peopleWithheld(items: readonly WithClips[]): number {
	const clips = items.flatMap(({ exhibits }) => exhibits.flatMap(({ clip }) => clip ?? []));
	return [...new Map(clips.map((clip) => [clip.id, clip.peopleWithheld ?? 0])).values()].reduce((a, b) => a + b, 0);
}
