import { type Bytes, fromBase64, toBase64 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { signerOf } from './log-keys.ts';
import { type NoteKey, openNote, parseNote, signNote } from './note.ts';

/** The state of the log (C2SP tlog-checkpoint): `origin\nsize\nbase64(root)\n`, no extensions. */
export interface Checkpoint {
	origin: string;
	size: number;
	root: Bytes;
}

export function formatCheckpoint(checkpoint: Checkpoint): string {
	return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/** Strict: `formatCheckpoint(parseCheckpoint(x)) === x`. Throws `bad-proof`. */
export function parseCheckpoint(body: string): Checkpoint {
	const match = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(body);
	if (match === null) throw new CustosError('bad-proof', 'this is not a checkpoint');
	const [, origin, digits, encoded] = match as unknown as [string, string, string, string];
	const size = Number(digits);
	const root = fromBase64(encoded);
	if (!Number.isSafeInteger(size)) throw new CustosError('bad-proof', 'this checkpoint has an impossible size');
	return { origin, size, root };
}

export function signCheckpoint(checkpoint: Checkpoint, seed: Uint8Array): string {
	return signNote(formatCheckpoint(checkpoint), checkpoint.origin, seed);
}

/** Notes that were verified lately, by key: the receipts of one batch all carry the same one. */
const verified = new WeakMap<NoteKey, Map<string, Checkpoint>>();
const REMEMBERED = 64;

/**
 * The checkpoint in a note signed by `key`, whose name is the log's origin; where that was rotated, by whichever key signs
 * checkpoints of that size. Throws `bad-proof`.
 */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint {
	const signer = key.ends === undefined ? key : signerOf(key, parseCheckpoint(parseNote(note).text).size);
	const known = verified.get(signer) ?? new Map<string, Checkpoint>();
	verified.set(signer, known);
	const before = known.get(note);
	if (before !== undefined) return before;
	const checkpoint = parseCheckpoint(openNote(note, signer));
	if (checkpoint.origin !== key.name) throw new CustosError('bad-proof', 'this checkpoint is of another log');
	if (known.size >= REMEMBERED) known.clear();
	known.set(note, checkpoint);
	return checkpoint;
}
