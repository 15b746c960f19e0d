import type { Certificate } from 'pkijs';
import { type Bytes, equal, text, utf8 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { type Checkpoint, openCheckpoint } from '../../domain/ledger/checkpoint.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import { openTimeToken, type TimeToken } from '../../domain/time/time-token.ts';
import { type BagReader, readSmall } from './bag-reader.ts';

/** A checkpoint of a bag's log, and what a time authority said of it (RFC 3161). */
export interface Stamped {
	/** The signed note exactly as it was stamped. */
	readonly note: string;
	/** The authority's answer exactly as it came (DER). */
	readonly answer: Bytes;
	readonly checkpoint: Checkpoint;
	readonly token: TimeToken;
}

/** The folder of stamped checkpoints in a bag, and their tokens. */
export const TIMES = 'data/ledger/times/';

/** Where they lie in a bag: each note once, its answers beside it, by number. */
export function stampFiles(stamps: readonly Pick<Stamped, 'note' | 'answer' | 'checkpoint'>[]): {
	path: string;
	content: string | Bytes;
}[] {
	const numbers = new Map<string, number>();
	return stamps.flatMap(({ note, answer, checkpoint }) => {
		const base = `${TIMES}${String(checkpoint.size).padStart(6, '0')}`;
		const number = (numbers.get(base) ?? 0) + 1;
		numbers.set(base, number);
		const token = { path: `${base}.${number}.tsr`, content: answer };
		return number === 1 ? [{ path: `${base}.checkpoint`, content: note }, token] : [token];
	});
}

/** Reads one. Throws `bad-proof` unless the log signed the note and the answer is a token over it. */
export async function openStamped(note: string, answer: Bytes, key: NoteKey): Promise<Stamped> {
	return { note, answer, checkpoint: openCheckpoint(note, key), token: await openTimeToken(answer, utf8(note)) };
}

/** All there are in a bag, by size and number. Throws `bad-proof`, `not-found`. */
export async function readStamped(bag: BagReader, key: NoteKey): Promise<Stamped[]> {
	const stamps: Stamped[] = [];
	const paths = (await bag.list()).filter((path) => path.startsWith(TIMES));
	for (const path of paths.filter((one) => one.endsWith('.tsr')).sort(byNumbers)) {
		const note = text(await readSmall(bag, `${path.replace(/\.\d+\.tsr$/, '')}.checkpoint`, 20_000));
		stamps.push(await openStamped(note, new Uint8Array(await readSmall(bag, path, 100_000)), key));
	}
	const expected = stampFiles(stamps).map(({ path }) => path);
	const stray = paths.find((path) => !expected.includes(path));
	if (stray !== undefined)
		throw new CustosError('bad-proof', 'there are other files than checkpoints and their time tokens');
	return stamps;
}

/** Throws `bad-proof` unless every token is by an authority whose certificate leads to one of these. */
export async function checkAuthorities(stamps: readonly Stamped[], roots: readonly Certificate[]): Promise<void> {
	if (stamps.length === 0) throw new CustosError('bad-proof', 'no time authority has stamped the log of this bag');
	for (const { note, answer } of stamps) await openTimeToken(answer, utf8(note), { roots });
}

/** The earliest time at which a stamped checkpoint held entry `index`: it was there no later. */
export function stampedBy(stamps: readonly Stamped[], index: number): string | null {
	const times = stamps.filter(({ checkpoint }) => checkpoint.size > index).map(({ token }) => token.time);
	return times.sort()[0] ?? null;
}

/** As `report.json` tells it. */
export function stampLines(stamps: readonly Stamped[]): string[] {
	return stamps.map(
		({ token, checkpoint }) => `${token.authority}, ${token.time}, ${checkpoint.size}, ${token.serial}`,
	);
}

/** In the order of the log; of one checkpoint in that of the authorities' certificates. */
export function inOrder(stamps: readonly Stamped[]): Stamped[] {
	const sorted = [...stamps].sort(
		(a, b) => a.checkpoint.size - b.checkpoint.size || (a.token.certificate < b.token.certificate ? -1 : 1),
	);
	return sorted.filter((one, i) => i === 0 || !equal(one.answer, (sorted[i - 1] as Stamped).answer));
}

function byNumbers(a: string, b: string): number {
	const numbers = (path: string): number[] => (path.match(/\d+/g) ?? []).map(Number);
	const [x, y] = [numbers(a), numbers(b)];
	return (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0);
}
