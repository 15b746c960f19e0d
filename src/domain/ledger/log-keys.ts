import { z } from 'zod';
import { CustosError } from '../errors.ts';
import { Count } from '../ids.ts';
import { formatKey, type NoteKey, parseKey } from './note.ts';

/*
 * Which key signs which sizes of one log (decision 0042). The log goes on when its key is rotated, and only who signs changes:
 * the key that is closed signs the checkpoint of `ends.size` entries last, its successor every larger one. What a log's key
 * is called anywhere is its first `NoteKey`; whoever holds that object follows, since a rotation adds to its end.
 */

/** The same as plain data, for whoever keeps it: the first key, and after which size each next one signs. */
export const KeySpans = z.strictObject({
	first: z.string().max(400),
	next: z.array(z.strictObject({ after: Count, key: z.string().max(400) })).max(1000),
});
export type KeySpans = z.infer<typeof KeySpans>;

/** The keys in their order; of a log that never had another, the one. */
export function keysOfLog(key: NoteKey): NoteKey[] {
	const keys: NoteKey[] = [];
	for (let one: NoteKey | undefined = key; one !== undefined; one = one.ends?.next) keys.push(one);
	return keys;
}

/** Which of a log's keys signs a checkpoint of so many entries. */
export function signerOf(key: NoteKey, size: number): NoteKey {
	let signer = key;
	while (signer.ends !== undefined && size > signer.ends.size) signer = signer.ends.next;
	return signer;
}

/** Which of them signs what is no checkpoint but said of a log of so many entries: the one that will sign the next entry. */
export function speakerOf(key: NoteKey, size: number): NoteKey {
	return signerOf(key, size + 1);
}

/** Who signs from now on. */
export function newestKey(key: NoteKey): NoteKey {
	return signerOf(key, Number.POSITIVE_INFINITY);
}

/** A key as text. */
export function keyText(key: NoteKey): string {
	return formatKey(key.name, key.publicKey);
}

/** The verifier key that signs from now on. */
export function newestText(key: NoteKey): string {
	return keyText(newestKey(key));
}

/**
 * The log as somebody sees it who trusts only this one of its keys: from there on. Older notes are none to them. Undefined
 * where it is no key of this log.
 */
export function fromKey(key: NoteKey, vkey: string): NoteKey | undefined {
	return keysOfLog(key).find((one) => keyText(one) === vkey.trim());
}

/** What holds under one of the log's keys, whichever signs what: also what a key signed that had ended. Throws what the first one throws. */
export function byAny<T>(key: NoteKey, check: (alone: NoteKey) => T): T {
	let first: unknown;
	for (const { name, id, publicKey } of keysOfLog(key)) {
		try {
			return check({ name, id, publicKey });
		} catch (error) {
			first ??= error;
		}
	}
	throw first;
}

/** The newest key is closed after `size` entries. Throws `bad-proof` for a size it never signs, or a key that was used. */
export function addKey(key: NoteKey, size: number, vkey: string): void {
	const keys = keysOfLog(key);
	const next = parseKey(vkey);
	const last = keys.at(-1) as NoteKey;
	const begins = keys.at(-2)?.ends?.size ?? 0;
	if (next.name !== key.name || size <= begins || keys.some((one) => keyText(one) === vkey))
		throw new CustosError('bad-proof', 'this is no next key of this log');
	last.ends = { size, next };
}

/** Of what one knows by oneself; what others say is proven with `takeLinks`. Throws `bad-key`, `bad-proof`. */
export function keyOfSpans({ first, next }: KeySpans): NoteKey {
	const key = parseKey(first);
	for (const { after, key: vkey } of next) addKey(key, after, vkey);
	return key;
}

export function spansOf(key: NoteKey): KeySpans {
	const next = keysOfLog(key).flatMap(({ ends }) =>
		ends === undefined ? [] : [{ after: ends.size, key: keyText(ends.next) }],
	);
	return { first: keyText(key), next };
}
