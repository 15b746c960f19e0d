import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bytes } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { formatBundle, parseBundle } from '../../domain/ledger/bundle.ts';
import { type Checkpoint, openCheckpoint } from '../../domain/ledger/checkpoint.ts';
import { KeySpans } from '../../domain/ledger/log-keys.ts';
import { emptyRoot } from '../../domain/ledger/merkle.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import { type TileName, tilePath } from '../../domain/ledger/tile-path.ts';
import { TILE_WIDTH, type TileReader } from '../../domain/ledger/tiles.ts';

const HASH = 32;

/** Our own copy of a log, as any web server can serve it again (C2SP tlog-tiles): `checkpoint`, `tile/…`. */
export interface Mirror {
	/** What was confirmed last. Throws `bad-proof` where it is of another log. */
	known(key: NoteKey): Promise<Pick<Checkpoint, 'size' | 'root'>>;
	/** The log's keys, as far as rotations of the first were proven here. */
	keys(): Promise<KeySpans | undefined>;
	saveKeys(keys: KeySpans): Promise<void>;
	hashes: TileReader;
	/** The leaves of a bundle, as many as there are. */
	leaves(index: number): Promise<Bytes[]>;
	keep(name: TileName, leaves: readonly Bytes[]): Promise<void>;
	keepTile(name: TileName, hashes: Bytes): Promise<void>;
	/** This checkpoint is confirmed, on disk before it returns. What lies beyond it in tiles is not believed. */
	moveOn(note: string): Promise<void>;
	/** Keeps what contradicts the log's word: the note known before and the one it gave now. Gives the file's path. */
	contradiction(note: string, at: Date): Promise<string>;
}

/** Opens or begins the copy in a folder. */
export async function openMirror(folder: string): Promise<Mirror> {
	await mkdir(folder, { recursive: true });
	const at = (name: string): string => join(folder, name);
	const read = async (name: string): Promise<string | undefined> =>
		readFile(at(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});

	/** The widest there is of a tile: the whole one, or the largest part. */
	const widest = async (level: TileName['level'], index: number): Promise<Bytes> => {
		const whole = at(tilePath({ level, index, width: TILE_WIDTH }));
		const bytes = await readFile(whole).catch(async (error: NodeJS.ErrnoException) => {
			if (error.code !== 'ENOENT') throw error;
			const widths = await readdir(`${whole}.p`).catch((missing: NodeJS.ErrnoException) => {
				if (missing.code !== 'ENOENT') throw missing;
				throw new CustosError('damaged', 'the copy in this folder is incomplete: begin a new folder');
			});
			const width = Math.max(...widths.map(Number).filter(Number.isInteger));
			return readFile(join(`${whole}.p`, String(width)));
		});
		return new Uint8Array(bytes);
	};
	/** The only file of its tile afterwards: a wider one is of a look that ended badly, a narrower one is contained. */
	const write = async (name: TileName, bytes: Bytes): Promise<void> => {
		const path = at(tilePath(name));
		const whole = at(tilePath({ ...name, width: TILE_WIDTH }));
		await mkdir(dirname(path), { recursive: true });
		await writeFile(`${path}.new`, bytes, { flush: true });
		await rename(`${path}.new`, path);
		if (path === whole) return rm(`${whole}.p`, { recursive: true, force: true });
		await rm(whole, { force: true });
		for (const one of await readdir(dirname(path)))
			if (one !== String(name.width)) await rm(join(dirname(path), one), { force: true });
	};

	return {
		async known(key) {
			const note = await read('checkpoint');
			return note === undefined ? { size: 0, root: emptyRoot } : openCheckpoint(note, key);
		},
		async keys() {
			const source = await read('log-keys.json');
			return source === undefined ? undefined : KeySpans.parse(JSON.parse(source));
		},
		async saveKeys(keys) {
			await writeFile(at('log-keys.json.new'), `${JSON.stringify(keys)}\n`, { flush: true });
			await rename(at('log-keys.json.new'), at('log-keys.json'));
		},
		async hashes(level, from, to) {
			const found: Bytes[] = [];
			for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
				const bytes = await widest(level, index);
				const begin = index * TILE_WIDTH;
				for (let i = Math.max(from, begin); i < Math.min(to, begin + TILE_WIDTH); i++)
					found.push(bytes.slice((i - begin) * HASH, (i - begin + 1) * HASH));
			}
			if (found.length !== to - from || found.some((hash) => hash.length !== HASH))
				throw new CustosError('damaged', 'the copy in this folder is incomplete: begin a new folder');
			return found;
		},
		leaves: async (index) => parseBundle(await widest('entries', index)),
		keep: (name, leaves) => write(name, formatBundle(leaves)),
		keepTile: write,
		async moveOn(note) {
			await writeFile(at('checkpoint.new'), note, { flush: true });
			await rename(at('checkpoint.new'), at('checkpoint'));
			const handle = await open(folder);
			await handle.sync().finally(() => handle.close());
		},
		async contradiction(note, when) {
			const path = at(`alarm-${when.toISOString().replaceAll(':', '')}.json`);
			const seen = (await read('checkpoint')) ?? null;
			await writeFile(path, `${JSON.stringify({ seen, note })}\n`, { flag: 'wx', flush: true });
			return path;
		},
	};
}
