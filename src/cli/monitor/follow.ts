import { type Bytes, concat, equal } from '../../domain/bytes.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import { parseBundle } from '../../domain/ledger/bundle.ts';
import { openCheckpoint } from '../../domain/ledger/checkpoint.ts';
import { type KeyLink, keyByLinks } from '../../domain/ledger/key-links.ts';
import { spansOf } from '../../domain/ledger/log-keys.ts';
import { leafHash } from '../../domain/ledger/merkle.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import { type TileName, tilesBetween } from '../../domain/ledger/tile-path.ts';
import { readEdge, TILE_WIDTH } from '../../domain/ledger/tiles.ts';
import { Tree } from '../../domain/ledger/tree.ts';
import { type Final, linksWithin } from './finals.ts';
import type { Mirror } from './mirror.ts';

/** What the log serves (C2SP tlog-tiles). Rejects with `unavailable` where it does not answer. */
export interface ServedLog {
	checkpoint(): Promise<string>;
	tile(name: TileName): Promise<Bytes>;
	/** How its key was rotated, where it says so. */
	links(): Promise<KeyLink[]>;
}

/** Why a log is not what it was: nothing of this can happen to an honest one. */
export type Alarm =
	| 'not-signed'
	| 'went-back'
	| 'two-histories'
	/** Leaves that were there before are others now. */
	| 'changed'
	/** What is served does not make the root that is signed. */
	| 'other-root'
	/** What the checkpoint covers is not served. */
	| 'withheld';

export type Round =
	| { state: 'followed'; size: number; added: number }
	| { state: 'alarm'; alarm: Alarm; size: number; note: string };

/**
 * One look at a log: its newest checkpoint, every leaf since the last look, hashed again from our own copy on.
 * The mirror moves on only after the root is the signed one, and those at `finals` are too, where earlier keys ended. Rejects with
 * `unavailable` where the log does not answer, and with `damaged` where the mirror is not what was written into it.
 */
export async function follow(
	log: ServedLog,
	key: NoteKey,
	mirror: Mirror,
	onProgress: (done: number, of: number) => void = () => {},
	finals: readonly Final[] = [],
): Promise<Round> {
	const known = await mirror.known(key);
	const note = await log.checkpoint();
	const alarm = (why: Alarm, by = note): Round => ({ state: 'alarm', alarm: why, size: known.size, note: by });
	let { size, root }: { size: number; root: Bytes } = known;
	try {
		({ size, root } = openCheckpoint(note, key));
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return alarm('not-signed');
	}
	if (size < known.size) return alarm('went-back');
	if (size === known.size) {
		return equal(root, known.root) ? { state: 'followed', size, added: 0 } : alarm('two-histories');
	}

	const tree = await treeAt(known.size, mirror);
	if (!equal(tree.root(), known.root))
		throw new CustosError('damaged', 'the copy in this folder is not what was written into it: begin a new folder');
	let elsewhere: Final | undefined;
	for (const final of finals)
		if (final.size <= known.size && !equal((await treeAt(final.size, mirror)).root(), final.root)) elsewhere ??= final;
	const nodes = new Nodes();
	for (const name of tilesBetween('entries', known.size, size)) {
		const leaves = await bundle(log, name);
		if (leaves === undefined) return alarm('withheld');
		const begin = name.index * TILE_WIDTH;
		const old = Math.max(0, known.size - begin);
		const before = old === 0 ? [] : (await mirror.leaves(name.index)).slice(0, old);
		if (before.some((leaf, i) => !equal(leaf, leaves[i] as Bytes))) return alarm('changed');
		const hashes = leaves.map(leafHash);
		for (const hash of hashes.slice(old)) {
			tree.append(hash, nodes.take);
			const final = finals.find((one) => one.size === tree.size);
			if (final !== undefined && !equal(tree.root(), final.root)) elsewhere ??= final;
		}
		await mirror.keep(name, leaves);
		await mirror.keepTile({ ...name, level: 0 }, concat(...hashes));
		tree.trim(0);
		onProgress(begin + leaves.length - known.size, size - known.size);
	}
	if (!equal(tree.root(), root)) return alarm('other-root');
	// Its key was rotated in another log than the one that is served.
	if (elsewhere !== undefined) return alarm('two-histories', elsewhere.note);
	await nodes.keep(mirror, size);
	await mirror.moveOn(note);
	return { state: 'followed', size, added: size - known.size };
}

/**
 * The same; where the newest checkpoint is not by the key that is known, after asking how that was rotated. What is proven of it
 * stays in the mirror. Whatever is not proven is an alarm, and so is a rotation in another log than the leaves that are served make.
 */
export async function followKeys(
	log: ServedLog,
	key: NoteKey,
	mirror: Mirror,
	onProgress?: (done: number, of: number) => void,
): Promise<Round> {
	const round = await follow(log, key, mirror, onProgress);
	if (round.state !== 'alarm' || round.alarm !== 'not-signed') return round;
	let next: NoteKey | undefined;
	let finals: readonly Final[] = [];
	try {
		const within = linksWithin(round.note, await log.links());
		next = keyByLinks(key, within.links);
		finals = within.finals;
	} catch (error) {
		// Nothing that is not proven keeps the alarm back, nor does a log that says nothing.
		if (!isCustosError(error)) throw error;
	}
	if (next === undefined || spansOf(next).next.length === spansOf(key).next.length) return round;
	// The same checkpoint: of what came after it, these links need not know.
	const same: ServedLog = { ...log, checkpoint: async () => round.note };
	const again = await follow(same, next, mirror, onProgress, finals).catch((error: unknown): Round => {
		if (!isCustosError(error, 'bad-proof')) throw error;
		// What was followed here was signed by a key that had ended.
		return { ...round, alarm: 'two-histories' };
	});
	if (again.state === 'followed') await mirror.saveKeys(spansOf(next));
	return again;
}

/** The tree of our own first `size` leaves. */
async function treeAt(size: number, mirror: Mirror): Promise<Tree> {
	return new Tree(size, await readEdge(size, mirror.hashes));
}

/** The leaves the log serves under a name; undefined where it serves none, or others than so many. */
async function bundle(log: ServedLog, name: TileName): Promise<Bytes[] | undefined> {
	try {
		const leaves = parseBundle(await log.tile(name));
		return leaves.length === name.width ? leaves : undefined;
	} catch (error) {
		if (isCustosError(error, 'not-found') || isCustosError(error, 'bad-proof')) return undefined;
		throw error;
	}
}

/** Roots of complete tiles, to be the tiles of the levels above. */
class Nodes {
	readonly #levels = new Map<number, Map<number, Bytes>>();

	readonly take = (binary: number, index: number, hash: Bytes): void => {
		if (binary === 0 || binary % 8 !== 0) return;
		const level = this.#levels.get(binary / 8) ?? new Map<number, Bytes>();
		this.#levels.set(binary / 8, level.set(index, hash));
	};

	/** Writes the tiles that grew. `size`: leaves in all. */
	async keep(mirror: Mirror, size: number): Promise<void> {
		for (const [level, grown] of this.#levels) {
			const there = Math.floor(size / TILE_WIDTH ** level);
			for (const name of tilesBetween(level, Math.min(...grown.keys()), there)) {
				const begin = name.index * TILE_WIDTH;
				const first = Math.min(...[...grown.keys()].filter((index) => index >= begin));
				const before = first > begin ? await mirror.hashes(level, begin, first) : [];
				const rest = Array.from({ length: begin + name.width - first }, (_, i) => grown.get(first + i) as Bytes);
				await mirror.keepTile(name, concat(...before, ...rest));
			}
		}
	}
}
