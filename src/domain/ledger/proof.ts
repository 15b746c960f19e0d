import { type Bytes, fromBase64, toBase64 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import type { NoteKey } from './note.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';

/** An inclusion proof in one text (C2SP tlog-proof): the index, the path from the leaf up, the signed checkpoint. */
export interface TlogProof {
	index: number;
	path: readonly Bytes[];
	checkpoint: string;
}

export function formatProof(proof: TlogProof): string {
	const path = proof.path.map((hash) => `${toBase64(hash)}\n`).join('');
	return `${HEADER}\nindex ${proof.index}\n${path}\n${proof.checkpoint}`;
}

/** Strict: `formatProof(parseProof(x)) === x`. Throws `bad-proof`. */
export function parseProof(source: string): TlogProof {
	const at = source.indexOf('\n\n');
	const lines = source.slice(0, Math.max(at, 0)).split('\n');
	const match = /^index (0|[1-9]\d{0,15})$/.exec(lines[1] ?? '');
	const hashes = lines.slice(2);
	if (
		lines[0] !== HEADER ||
		match === null ||
		hashes.length > 63 ||
		!hashes.every((line) => /^[A-Za-z0-9+/]{43}=$/.test(line))
	) {
		throw new CustosError('bad-proof', 'this is not a tlog-proof');
	}
	return { index: Number(match[1]), path: hashes.map(fromBase64), checkpoint: source.slice(at + 2) };
}

/**
 * Checks a proof against the very leaf it should be about and the pinned log key. Returns what it shows.
 * The index is the server's claim: compare it with what was expected. Throws `bad-proof`.
 */
export function verifyProof(source: string, leaf: Uint8Array, key: NoteKey): { index: number; checkpoint: Checkpoint } {
	const proof = parseProof(source);
	const checkpoint = openCheckpoint(proof.checkpoint, key);
	verifyInclusion({
		index: proof.index,
		size: checkpoint.size,
		hash: leafHash(leaf),
		proof: proof.path,
		root: checkpoint.root,
	});
	return { index: proof.index, checkpoint };
}
