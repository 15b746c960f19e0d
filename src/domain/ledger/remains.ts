import { z } from 'zod';
import { platform } from '#platform';
import { type Bytes, equal, fromBase64, fromHex, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { Base64, Count, Hex32 } from '../ids.ts';
import type { Checkpoint } from './checkpoint.ts';
import { joinLeaf, parseSkeleton, type Skeleton } from './leaf.ts';
import type { NoteKey } from './note.ts';
import { verifyProof } from './proof.ts';

/** What remains of an entry whose statement was destroyed: its leaf, the half of it that opens, and its place in the log. */
export const Remains = z.strictObject({
	index: Count,
	/** 65 bytes. */
	leaf: Base64(88),
	skeleton: z.string().max(1000),
	/** 32 bytes, hex: of the skeleton. */
	salt: Hex32,
	/** C2SP tlog-proof text. */
	proof: z.string().max(8000),
});
export type Remains = z.infer<typeof Remains>;

/** The same after every check. */
export interface OpenRemains {
	index: number;
	skeleton: Skeleton;
	leaf: Bytes;
	/** The checkpoint its inclusion was proven under. */
	checkpoint: Checkpoint;
}

/** Opens the first half of the leaf and proves the whole leaf's place in the log. Throws `bad-proof`. */
export function openRemains({ index, leaf: source, skeleton, salt, proof }: Remains, key: NoteKey): OpenRemains {
	const leaf = fromBase64(source);
	const half = platform.sha256(fromHex(salt), utf8(skeleton));
	if (leaf.length !== 65 || !equal(leaf, joinLeaf(half, leaf.subarray(33))))
		throw new CustosError('bad-proof', `the leaf of entry ${index} does not open to what the notary said of it`);
	const shown = verifyProof(proof, leaf, key);
	if (shown.index !== index) throw new CustosError('bad-proof', 'the proof names one index and proves another');
	return { index, skeleton: parseSkeleton(skeleton), leaf, checkpoint: shown.checkpoint };
}
