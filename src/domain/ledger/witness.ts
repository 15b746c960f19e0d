import { platform } from '#platform';
import { type Bytes, equal, fromBase64, toBase64, toHex, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { type Checkpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { emptyRoot, verifyConsistency } from './merkle.ts';
import { type NoteKey, parseNote } from './note.ts';

/** What a witness is asked (C2SP tlog-witness, add-checkpoint): to cosign a checkpoint that follows the one of `old` entries. */
export interface AddCheckpoint {
	old: number;
	proof: Bytes[];
	/** The checkpoint as a note. */
	note: string;
}

/** The largest tree of a log that a witness has cosigned. */
export type Witnessed = Pick<Checkpoint, 'size' | 'root'>;

/** `cosign`: all holds; else the status of the answer. `checkpoint` where the log did sign it: it may prove a misbehaviour. */
export type Judgement =
	| { verdict: 'cosign'; checkpoint: Checkpoint }
	| { verdict: 'refuse'; status: 400 | 403 | 404 | 422; checkpoint?: Checkpoint }
	| { verdict: 'conflict'; size: number; checkpoint: Checkpoint };

/** At most so many hashes: enough for a tree of 2^62 entries. */
const LONGEST_PROOF = 63;

export function formatAddCheckpoint(request: AddCheckpoint): string {
	const hashes = request.proof.map((hash) => `${toBase64(hash)}\n`);
	return `old ${request.old}\n${hashes.join('')}\n${request.note}`;
}

/**
 * Under which a witness of ours gives out what it cosigned last of a log, at `/checkpoint/<this>`: SHA-256 of the origin,
 * in hex. C2SP tlog-witness leaves reading to be determined; others answer 404.
 */
export function originHash(origin: string): string {
	return toHex(platform.sha256(utf8(origin)));
}

/** Strict. Throws `bad-request`. */
export function parseAddCheckpoint(source: string): AddCheckpoint {
	const bad = (why: string): CustosError =>
		new CustosError('bad-request', `this is not a request to a witness: ${why}`);
	const at = source.indexOf('\n\n');
	if (at < 0) throw bad('no empty line before the checkpoint');
	const [first, ...lines] = source.slice(0, at).split('\n');
	const old = /^old (0|[1-9]\d{0,15})$/.exec(first ?? '')?.[1];
	if (old === undefined || !Number.isSafeInteger(Number(old))) throw bad('it must begin with the old size');
	if (lines.length > LONGEST_PROOF) throw bad('the proof is too long');
	const proof = lines.map((line) => {
		if (!/^[A-Za-z0-9+/]{43}=$/.test(line)) throw bad('a line of the proof is no hash');
		return fromBase64(line);
	});
	return { old: Number(old), proof, note: source.slice(at + 2) };
}

/**
 * What a witness answers, by what it knows: the keys it trusts for the log of that origin, and what it cosigned of it
 * last. Whoever gets `cosign` must have recorded the checkpoint, in one step with this question, before the answer leaves.
 */
export function judgeCheckpoint(
	source: string,
	logs: (origin: string) => { keys: readonly NoteKey[]; latest: Witnessed | undefined } | undefined,
): Judgement {
	let request: AddCheckpoint;
	let claimed: Checkpoint;
	try {
		request = parseAddCheckpoint(source);
		claimed = parseCheckpoint(parseNote(request.note).text);
	} catch {
		return { verdict: 'refuse', status: 400 };
	}
	const log = logs(claimed.origin);
	if (log === undefined) return { verdict: 'refuse', status: 404 };
	if (!log.keys.some((key) => signed(request.note, key))) return { verdict: 'refuse', status: 403 };
	const checkpoint = claimed;
	const { old, proof } = request;
	if (old > checkpoint.size) return { verdict: 'refuse', status: 400, checkpoint };
	const known = log.latest?.size ?? 0;
	if (old !== known) return { verdict: 'conflict', size: known, checkpoint };
	if (log.latest !== undefined && old === checkpoint.size && !equal(log.latest.root, checkpoint.root))
		return { verdict: 'conflict', size: known, checkpoint };
	try {
		if (log.latest === undefined || old === 0) {
			if (proof.length > 0) return { verdict: 'refuse', status: 422, checkpoint };
			if (checkpoint.size === 0 && !equal(checkpoint.root, emptyRoot))
				return { verdict: 'refuse', status: 422, checkpoint };
		} else {
			const { root: fromRoot } = log.latest;
			verifyConsistency({ from: old, fromRoot, to: checkpoint.size, toRoot: checkpoint.root, proof });
		}
	} catch {
		return { verdict: 'refuse', status: 422, checkpoint };
	}
	return { verdict: 'cosign', checkpoint };
}

function signed(note: string, key: NoteKey): boolean {
	try {
		openCheckpoint(note, key);
		return true;
	} catch {
		return false;
	}
}
