import { z } from 'zod';
import { CustosError } from '../errors.ts';
import { Id, Time } from '../ids.ts';
import { speakerOf } from './log-keys.ts';
import { type NoteKey, openNote, parseNote, signNote } from './note.ts';

/**
 * What can be counted: events of the archive itself, a case, an item; or, under the case's id, what its lists hold: its
 * items (received or shared into it), what people marked in it, and those of its items that were expunged.
 */
export const CountedSubject = z.union([
	z.strictObject({ kind: z.literal('archive'), id: z.literal('archive') }),
	z.strictObject({ kind: z.enum(['case', 'item', 'case-items', 'case-marks', 'case-expunged']), id: Id }),
]);
export type CountedSubject = z.infer<typeof CountedSubject>;

/** Subjects in one question, at the most. */
export const COUNTED_AT_ONCE = 100;

/** A question: how many events has each of these had? The nonce is new each time, so no answer is older than its question. */
export const CountQuestion = z.strictObject({
	nonce: Id,
	subjects: z.array(CountedSubject).min(1).max(COUNTED_AT_ONCE),
});
export type CountQuestion = z.infer<typeof CountQuestion>;

/** The notary's answer, as a note by the log key. */
export interface SignedCount {
	time: string;
	/** Entries in the log. */
	size: number;
	/** The number of the last event of each subject, in the order of the question; 0 where there is none. */
	events: number[];
}

/** Signs an answer: text `custos/count/v1`, then origin, nonce, time, size, and a line `kind id events` for each subject. */
export function signCount(answer: SignedCount, question: CountQuestion, origin: string, seed: Uint8Array): string {
	const lines = question.subjects.map(({ kind, id }, i) => `${kind} ${id} ${answer.events[i] ?? 0}\n`);
	const text = `custos/count/v1\n${origin}\n${question.nonce}\n${answer.time}\n${answer.size}\n${lines.join('')}`;
	return signNote(text, origin, seed);
}

/** The answer to exactly this question. Strict; throws `bad-proof`. */
export function openCount(note: string, question: CountQuestion, key: NoteKey): SignedCount {
	const { text } = parseNote(note);
	const [name, origin, nonce, time, size, ...rest] = text.split('\n');
	openNote(note, speakerOf(key, number(size ?? '') ?? 0));
	const last = rest.pop();
	const events = question.subjects.map(({ kind, id }, i) => {
		const start = `${kind} ${id} `;
		return rest[i]?.startsWith(start) === true ? number(rest[i].slice(start.length)) : undefined;
	});
	const [told, entries] = [Time.safeParse(time), number(size ?? '')];
	const same = name === 'custos/count/v1' && origin === key.name && nonce === question.nonce;
	const whole = last === '' && rest.length === events.length && events.every((one) => one !== undefined);
	if (!same || !whole || !told.success || entries === undefined)
		throw new CustosError('bad-proof', 'this is not the notary’s count that was asked for');
	return { time: told.data, size: entries, events };
}

function number(text: string): number | undefined {
	return /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined;
}
