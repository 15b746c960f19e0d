import { platform } from '#platform';
import { type Bytes, concat, equal, fromBase64, fromHex, text, toBase64, toHex, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';

/** Signed notes (C2SP signed-note): a text ending in a newline, a blank line, one signature line a key. */

/** Signature types of C2SP signed-note: a log's own, and a witness's (C2SP tlog-cosignature). */
export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
export type KeyType = typeof ED25519 | typeof COSIGNATURE;

/** A note's verifier key: `name+hex(id)+base64(type ‖ public key)`. */
export interface NoteKey {
	name: string;
	id: Bytes;
	publicKey: Bytes;
	/** Of a log's key that was rotated: the largest size it signs, and whose larger ones are (`log-keys.ts`). */
	ends?: { readonly size: number; readonly next: NoteKey };
}

export interface NoteSignature {
	name: string;
	id: Bytes;
	signature: Bytes;
}

export interface Note {
	text: string;
	signatures: readonly NoteSignature[];
}

/** SHA-256(name ‖ 0A ‖ type ‖ public key), first four bytes. */
export function keyId(name: string, publicKey: Uint8Array, type: KeyType = ED25519): Bytes {
	return platform.sha256(utf8(`${name}\n`), new Uint8Array([type]), publicKey).slice(0, 4);
}

export function formatKey(name: string, publicKey: Uint8Array, type: KeyType = ED25519): string {
	checkName(name);
	return `${name}+${toHex(keyId(name, publicKey, type))}+${toBase64(concat(new Uint8Array([type]), publicKey))}`;
}

/** Throws `bad-key` unless the text is exactly a verifier key of this type whose id fits. */
export function parseKey(vkey: string, type: KeyType = ED25519): NoteKey {
	const bad = (cause?: unknown): CustosError =>
		new CustosError(
			'bad-key',
			type === ED25519
				? 'this is not an Ed25519 log key (name+id+key)'
				: 'this is not an Ed25519 key of a witness (name+id+key)',
			{ cause },
		);
	const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey);
	if (match === null) throw bad();
	const [, name, id, key] = match as unknown as [string, string, string, string];
	let bytes: Bytes;
	try {
		bytes = fromBase64(key);
	} catch (cause) {
		throw bad(cause);
	}
	if (bytes.length !== 33 || bytes[0] !== type) throw bad();
	const publicKey = bytes.slice(1);
	if (formatKey(name, publicKey, type) !== vkey) throw bad();
	return { name, id: fromHex(id), publicKey };
}

/** The note with one Ed25519 signature. `body` must end in a newline. */
export function signNote(body: string, name: string, seed: Uint8Array): string {
	checkBody(body);
	checkName(name);
	const publicKey = platform.ed25519Public(seed);
	const signature = platform.ed25519Sign(seed, utf8(body));
	return `${body}\n${signatureLine(name, concat(keyId(name, publicKey), signature))}`;
}

/** Parses strictly; `formatNote(parseNote(x)) === x`. Throws `bad-proof`. */
export function parseNote(source: string): Note {
	const bad = (why: string): CustosError => new CustosError('bad-proof', `this is not a signed note: ${why}`);
	const at = source.lastIndexOf('\n\n');
	if (at < 0 || !source.endsWith('\n')) throw bad('no blank line before the signatures');
	const body = source.slice(0, at + 1);
	checkBody(body);
	return { text: body, signatures: parseSignatures(source.slice(at + 2)) };
}

/** Signature lines, each ending in a newline. Throws `bad-proof`. */
export function parseSignatures(source: string): NoteSignature[] {
	const bad = (why: string): CustosError => new CustosError('bad-proof', `this is not a signed note: ${why}`);
	if (!source.endsWith('\n')) throw bad('a signature line without an end');
	const lines = source.slice(0, -1).split('\n');
	if (lines.length > 100) throw bad('more than 100 signatures');
	return lines.map((line): NoteSignature => {
		const match = /^— ([^+\s]+) ([A-Za-z0-9+/=]+)$/.exec(line);
		if (match === null) throw bad('a malformed signature line');
		const [, name, encoded] = match as unknown as [string, string, string];
		let bytes: Bytes;
		try {
			bytes = fromBase64(encoded);
		} catch {
			throw bad('a malformed signature');
		}
		if (bytes.length < 5) throw bad('a signature that is too short');
		return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
	});
}

export function formatNote(note: Note): string {
	const lines = note.signatures.map((one) => signatureLine(one.name, concat(one.id, one.signature)));
	return `${note.text}\n${lines.join('')}`;
}

/**
 * The text of a note that `key` itself signed, whoever came after it. Other keys' lines are ignored, as the specification asks.
 * Throws `bad-proof` when there is no signature by the key or one that does not verify.
 */
export function openNote(source: string, key: NoteKey): string {
	const note = parseNote(source);
	const ours = note.signatures.filter((one) => one.name === key.name && equal(one.id, key.id));
	if (ours.length !== 1) throw new CustosError('bad-proof', 'the log key did not sign this note');
	if (!platform.ed25519Verify(key.publicKey, utf8(note.text), (ours[0] as NoteSignature).signature)) {
		throw new CustosError('bad-proof', 'the signature on this note is not by the log key');
	}
	return note.text;
}

/** One line of a note: `— name base64(id ‖ signature)`. */
export function signatureLine(name: string, bytes: Uint8Array): string {
	return `— ${name} ${toBase64(bytes)}\n`;
}

function checkBody(body: string): void {
	const clean = body.endsWith('\n') && [...body].every((char) => char === '\n' || char >= ' ');
	if (!clean) throw new CustosError('bad-proof', 'a note is text of whole lines without control characters');
	text(utf8(body));
}

function checkName(name: string): void {
	if (!/^[^+\s]+$/.test(name)) throw new CustosError('bad-key', 'a key name has no space and no plus sign');
}
