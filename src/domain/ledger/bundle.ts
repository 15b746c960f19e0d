import { type Bytes, concat } from '../bytes.ts';
import { CustosError } from '../errors.ts';

/** Leaves as C2SP tlog-tiles carries them: each after its length, two bytes, big-endian. */
export function formatBundle(leaves: readonly Uint8Array[]): Bytes {
	return concat(...leaves.flatMap((leaf) => [new Uint8Array([leaf.length >> 8, leaf.length & 0xff]), leaf]));
}

/** Throws `bad-proof` unless these are whole leaves, to the last byte. */
export function parseBundle(bytes: Bytes): Bytes[] {
	const leaves: Bytes[] = [];
	for (let at = 0; at < bytes.length; ) {
		const end = at + 2 + (((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0));
		if (at + 2 > bytes.length || end > bytes.length)
			throw new CustosError('bad-proof', 'this bundle of entries ends in the middle of one');
		leaves.push(bytes.slice(at + 2, end));
		at = end;
	}
	return leaves;
}
