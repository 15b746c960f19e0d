import { z } from 'zod';
import { type IntakeRecord, intakeRecord } from '../../../client/put/intake-record.ts';

/** Questions about a delivery; each may be left "not known". */
export const questions = [
	'receivedWhen',
	'receivedHow',
	'recordedBy',
	'recordedWhen',
	'recordedWhere',
	'recordedConditions',
	'device',
	'priorHandlers',
] as const;
export type Question = (typeof questions)[number];

export const confidences = ['certain', 'probable', 'possible', 'doubtful'] as const;
export type Confidence = (typeof confidences)[number];

/** An answer as it stands in the form. */
const Answer = z.object({
	text: z.string(),
	notKnown: z.boolean(),
	/** What it rests on. */
	basis: z.string(),
	confidence: z.enum(confidences).nullable(),
});
export type Answer = z.infer<typeof Answer>;

/** Since when, until when and how somebody had it. */
const Handling = z.object({ from: z.string(), to: z.string(), how: z.string() });
export type Handling = z.infer<typeof Handling>;

export const RecordDraft = z.object({
	answers: z.record(z.enum(questions), Answer),
	/** Of each line of `priorHandlers`. */
	handling: z.array(Handling),
	notKnown: z.string(),
	restrictions: z.string(),
	notes: z.string(),
});
export type RecordDraft = z.infer<typeof RecordDraft>;

/** Questions whose answer can say what it rests on; who had it before is a list instead. */
export function isClaim(question: Question): boolean {
	return question !== 'priorHandlers';
}

const EMPTY: Answer = { text: '', notKnown: false, basis: '', confidence: null };
const UNSAID: Handling = { from: '', to: '', how: '' };

export function emptyDraft(): RecordDraft {
	const answers = Object.fromEntries(questions.map((one) => [one, EMPTY])) as RecordDraft['answers'];
	return { answers, handling: [], notKnown: '', restrictions: '', notes: '' };
}

/** Questions that the record will say "not known" to: those said so, and those left empty. */
export function unanswered({ answers }: RecordDraft): Question[] {
	return questions.filter((one) => answers[one].notKnown || answers[one].text.trim() === '');
}

/**
 * The record, ready to be sealed; undefined where nothing at all is said: to say that something is not known is an answer.
 * Throws `bad-request` where a text is too long.
 */
export function recordOf(draft: RecordDraft): IntakeRecord | undefined {
	const open = new Set(unanswered(draft));
	const said: { [name: string]: unknown } = {};
	for (const question of questions) {
		if (open.has(question)) continue;
		const { text, basis, confidence } = draft.answers[question];
		if (!isClaim(question)) said[question] = handlersOf(draft).map(handlerOf);
		else if (basis.trim() === '' && confidence === null) said[question] = text.trim();
		else
			said[question] = {
				claim: text.trim(),
				...(basis.trim() === '' ? {} : { basis: basis.trim() }),
				...(confidence === null ? {} : { confidence }),
			};
	}
	const notKnown = linesOf(draft.notKnown);
	if (notKnown.length > 0) said['notKnown'] = notKnown;
	if (draft.restrictions.trim() !== '') said['restrictions'] = draft.restrictions.trim();
	if (draft.notes.trim() !== '') said['notes'] = draft.notes.trim();
	const answered = Object.keys(said).length > 0 || questions.some((one) => draft.answers[one].notKnown);
	return answered ? intakeRecord(said) : undefined;
}

/** Who had it before, each with what is said of when and how. */
export function handlersOf({ answers, handling }: RecordDraft): (Handling & { who: string })[] {
	return linesOf(answers.priorHandlers.text).map((who, i) => ({ ...(handling[i] ?? UNSAID), who }));
}

/** The draft with another list of who had it before: what is said of when and how stays with whom it was said of. */
export function withHandlers(draft: RecordDraft, answer: Answer): RecordDraft {
	const before = handlersOf(draft).map((one) => one.who);
	const now = linesOf(answer.text);
	const added = now.length - before.length;
	const most = Math.min(before.length, now.length);
	let head = 0;
	while (head < most && before[head] === now[head]) head += 1;
	let tail = 0;
	while (tail < most - head && before.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
	const handling = now.map((_, at) => {
		if (at >= now.length - tail) return draft.handling[at - added] ?? UNSAID;
		// A name that is being typed is the same person's, as long as no line comes or goes.
		return (at < head || added === 0 ? draft.handling[at] : undefined) ?? UNSAID;
	});
	return { ...draft, answers: { ...draft.answers, priorHandlers: answer }, handling };
}

function handlerOf({ who, ...more }: Handling & { who: string }): string | { [name: string]: string } {
	const said = Object.entries(more)
		.map(([name, text]) => [name, text.trim()] as const)
		.filter(([, text]) => text !== '');
	return said.length === 0 ? who : { who, ...Object.fromEntries(said) };
}

/** One thing a line. */
function linesOf(text: string): string[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
}
