import { platform } from '#platform';
import { type Bytes, concat, equal, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { parseCheckpoint } from './checkpoint.ts';
import {
	COSIGNATURE,
	formatKey,
	formatNote,
	keyId,
	type NoteKey,
	type NoteSignature,
	parseKey,
	parseNote,
	parseSignatures,
	signatureLine,
} from './note.ts';

/**
 * Cosignatures of witnesses on checkpoints (C2SP tlog-cosignature, Ed25519): "as of this time, the largest tree of this
 * log that I have seen, consistent with all I saw before, has this root".
 */

/** `name+hex(id)+base64(04 ‖ public key)`. */
export function formatWitnessKey(name: string, publicKey: Uint8Array): string {
	return formatKey(name, publicKey, COSIGNATURE);
}

/** Throws `bad-key` unless it is exactly that. */
export function parseWitnessKey(vkey: string): NoteKey {
	return parseKey(vkey, COSIGNATURE);
}

/** The signature line of a witness under a checkpoint. `body`: the text of the note; `time` in whole seconds since 1970. */
export function cosign(body: string, name: string, seed: Uint8Array, time: number): string {
	parseCheckpoint(body);
	const id = keyId(name, platform.ed25519Public(seed), COSIGNATURE);
	return signatureLine(name, concat(id, bigEndian(time), platform.ed25519Sign(seed, message(body, time))));
}

/**
 * When this witness cosigned the checkpoint, in seconds since 1970; undefined if it did not. Of several, the earliest.
 * Throws `bad-proof` when a line by its name and id does not verify.
 */
export function cosignedAt(note: string, key: NoteKey): number | undefined {
	const { text: body, signatures } = parseNote(note);
	const times = signatures.filter((one) => isBy(one, key)).map((one) => verifiedTime(body, one, key));
	return times.length === 0 ? undefined : Math.min(...times);
}

/**
 * The checkpoint with the cosignatures in a witness's answer that are by `keys` and verify; others are left out, as the
 * specification asks. What the checkpoint has already stays. Throws `bad-proof` where the answer is no signature lines.
 */
export function addCosignatures(note: string, answer: string, keys: readonly NoteKey[]): string {
	const { text: body, signatures } = parseNote(note);
	const good = parseSignatures(answer).filter((line) => {
		const key = keys.find((one) => isBy(line, one));
		const known = signatures.some((one) => one.name === line.name && equal(one.id, line.id));
		return key !== undefined && !known && verifies(body, line, key);
	});
	return formatNote({ text: body, signatures: [...signatures, ...good] });
}

const isBy = (line: NoteSignature, key: NoteKey): boolean => line.name === key.name && equal(line.id, key.id);

function verifies(body: string, line: NoteSignature, key: NoteKey): boolean {
	try {
		verifiedTime(body, line, key);
		return true;
	} catch {
		return false;
	}
}

function verifiedTime(body: string, { name, signature }: NoteSignature, key: NoteKey): number {
	const bad = (): CustosError => new CustosError('bad-proof', `the cosignature of ${name} does not verify`);
	if (signature.length !== 72) throw bad();
	const time = new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0);
	if (time > BigInt(Number.MAX_SAFE_INTEGER)) throw bad();
	const seconds = Number(time);
	if (!platform.ed25519Verify(key.publicKey, message(body, seconds), signature.subarray(8))) throw bad();
	return seconds;
}

function message(body: string, time: number): Bytes {
	return utf8(`cosignature/v1\ntime ${time}\n${body}`);
}

function bigEndian(seconds: number): Bytes {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(seconds));
	return bytes;
}
