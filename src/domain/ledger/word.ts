import { CustosError } from '../errors.ts';
import { Time } from '../ids.ts';
import { speakerOf } from './log-keys.ts';
import { type NoteKey, openNote, parseNote, signNote } from './note.ts';

/**
 * What the notary says every few seconds, as a note by the log key: the time, how long the log is, and how many events
 * the archive itself has had. Whoever has all events of the archive up to that number has missed no enrolment, no
 * suspension and no worker epoch until then. FORMAT.md, "Other signatures".
 */
export interface NotaryWord {
	time: string;
	/** Entries in the log. */
	size: number;
	/** The number of the archive's last event. */
	events: number;
}

export function signWord(word: NotaryWord, origin: string, seed: Uint8Array): string {
	return signNote(`custos/time/v2\n${origin}\n${word.time}\n${word.size}\n${word.events}\n`, origin, seed);
}

const FORM = /^custos\/time\/v2\n([^\n]+)\n([^\n]+)\n(0|[1-9]\d{0,15})\n(0|[1-9]\d{0,15})\n$/;

/** Strict; throws `bad-proof`. */
export function openWord(note: string, key: NoteKey): NotaryWord {
	// Who says it follows from what it says; all of that is signed.
	const match = FORM.exec(parseNote(note).text);
	if (match !== null) openNote(note, speakerOf(key, Number(match[3])));
	const time = Time.safeParse(match?.[2]);
	if (match === null || match[1] !== key.name || !time.success)
		throw new CustosError('bad-proof', 'this is not the word of this log’s notary');
	return { time: time.data, size: Number(match[3]), events: Number(match[4]) };
}
