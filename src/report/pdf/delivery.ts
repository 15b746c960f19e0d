import { confidences, NOT_KNOWN, recordQuestions } from '../../client/put/intake-record.ts';
import type { Language } from '../verify/event-words.ts';
import { fieldLabel } from '../words/field-label.ts';
import { apart, plain } from './figures.ts';
import type { Words } from './words.ts';

/** The questions of a record about the recording itself that the first answer is made of. */
export const CAPTURE = ['recordedBy', 'recordedWhen', 'recordedConditions'] as const;

/** As it was disclosed, of any shape. */
type Delivery = { readonly [name: string]: unknown };

/**
 * A delivery record in the order it is asked for, what is not known last; each of several has a row, the label on the first.
 * What the program itself writes in a record is said in the language of the report, what the depositor wrote as it stands.
 */
export function deliveryFacts(record: Delivery, language: Language, words: Words): [string, string][] {
	const known: readonly string[] = [...recordQuestions, 'restrictions', 'notes'];
	const others = Object.keys(record).filter((name) => !known.includes(name) && name !== 'notKnown');
	return [...known, ...others.sort(), 'notKnown'].flatMap((name) => {
		if (record[name] === undefined) return [];
		const said = name === 'notKnown' ? unknowns(record, language) : record[name];
		const texts = Array.isArray(said) && said.length === 0 ? [] : values(name, said, language, words);
		return texts.map((text, i): [string, string] => [i === 0 ? fieldLabel(language, [name]) : '', text]);
	});
}

/** What a record claims about the recording itself, in one sentence each; of what is not known nothing. */
export function captureClaims(record: Delivery, language: Language, words: Words): string[] {
	return CAPTURE.filter((name) => record[name] !== undefined && record[name] !== NOT_KNOWN).map(
		(name) => `${inner(language, name)}: ${values(name, record[name], language, words).join(', ')}`,
	);
}

function values(field: string, said: unknown, language: Language, words: Words): string[] {
	const names = (name: string): string => words.labels[name] ?? inner(language, field, name);
	if (field === 'notKnown' && Array.isArray(said)) return said.map((one) => plain(one, names));
	return apart(inWords(said, words), names);
}

/** Questions that the record itself answers with "not known" are told already. */
function unknowns(record: Delivery, language: Language): unknown {
	const questions: readonly unknown[] = recordQuestions;
	const named = record['notKnown'];
	if (!Array.isArray(named)) return named;
	return named
		.filter((one) => !(questions.includes(one) && record[one] === NOT_KNOWN))
		.map((one) => (questions.includes(one) ? fieldLabel(language, [one]) : one));
}

function inWords(said: unknown, words: Words): unknown {
	if (said === NOT_KNOWN) return words.notKnown;
	if (Array.isArray(said)) return said.map((one) => inWords(one, words));
	if (typeof said !== 'object' || said === null) return said;
	const { claim, who, from, to, ...rest } = said as Delivery;
	const sure = confidences.find((one) => one === rest['confidence']);
	const told = { claim, who, from, to, ...rest, ...(sure && { confidence: words.confidences[sure] }) };
	return Object.fromEntries(Object.entries(told).filter(([, one]) => one !== undefined));
}

/** A label within a sentence. */
function inner(language: Language, ...path: string[]): string {
	const label = fieldLabel(language, path);
	return label.charAt(0).toLowerCase() + label.slice(1);
}
