/** What is to be checked: an Ed25519 public key, what was signed, and the signature. */
export interface Signed {
	key: Uint8Array;
	message: Uint8Array;
	signature: Uint8Array;
}

/** A batch on its way to the thread that checks it: one buffer, which moves as it is. */
export interface Question {
	batch: Uint8Array<ArrayBuffer>;
}
/** A byte for each of a batch in its order: 1 for a valid signature, 0 for any other. */
export interface Answer {
	valid: Uint8Array<ArrayBuffer>;
}

const LENGTHS = 3;

/** One after another: the lengths of key, message and signature (32 bits each, least byte first), then the three. */
export function packSigned(all: readonly Signed[]): Uint8Array<ArrayBuffer> {
	let size = 0;
	for (const { key, message, signature } of all) size += 4 * LENGTHS + key.length + message.length + signature.length;
	const batch = new Uint8Array(size);
	const view = new DataView(batch.buffer);
	let at = 0;
	for (const { key, message, signature } of all) {
		const parts = [key, message, signature];
		for (const [i, part] of parts.entries()) view.setUint32(at + 4 * i, part.length, true);
		at += 4 * LENGTHS;
		for (const part of parts) {
			batch.set(part, at);
			at += part.length;
		}
	}
	return batch;
}

/** What `packSigned` packed, as views. */
export function* readSigned(batch: Uint8Array<ArrayBuffer>): Generator<Signed> {
	const view = new DataView(batch.buffer, batch.byteOffset);
	let at = 0;
	while (at < batch.length) {
		const lengths = [0, 4, 8].map((i) => view.getUint32(at + i, true));
		at += 4 * LENGTHS;
		const [key, message, signature] = lengths.map((length) => {
			at += length;
			return batch.subarray(at - length, at);
		}) as [Uint8Array, Uint8Array, Uint8Array];
		yield { key, message, signature };
	}
}
