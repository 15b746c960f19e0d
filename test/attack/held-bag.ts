import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CustosError } from '../../src/domain/errors.ts';
import type { BagSink } from '../../src/report/bag-sink.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { formatManifest } from '../../src/report/verify/read-manifests.ts';
import { bagInto, type StoryOptions, type Told } from '../unit/report-story.ts';
import { rawZip } from './raw-zip.ts';

/** A bag in memory: path → bytes. Its bytes are never changed in place, so that copies may share them. */
export type Held = Map<string, Uint8Array>;

/** Writes a story's bag into memory; the log key too. `told`: the story, if it was told before. */
export async function heldBag(options?: StoryOptions, told?: Told): Promise<{ bag: Held; vkey: string }> {
	const bag: Held = new Map();
	const sink: BagSink = {
		async add(path, content) {
			const pieces: Uint8Array[] = [];
			for await (const piece of content) pieces.push(piece);
			bag.set(path, new Uint8Array(Buffer.concat(pieces)));
		},
	};
	const { archive } = await bagInto(sink, options, told);
	return { bag, vkey: archive.vkey };
}

export function readHeld(bag: Held): BagReader {
	const find = (path: string): Uint8Array => {
		const bytes = bag.get(path);
		if (bytes === undefined) throw new CustosError('not-found', `${path} is not in the bag`);
		return new Uint8Array(bytes);
	};
	return {
		list: async () => [...bag.keys()],
		read: async (path) => find(path),
		async *stream(path) {
			yield find(path);
		},
		size: async (path) => find(path).length,
	};
}

/** The zip of it, as a reader may have received it. */
export function zipOf(bag: Held): Blob {
	return rawZip([...bag].map(([path, bytes]) => ({ name: `custody-report/${path}`, bytes })));
}

/** Files of `bag` that are others than in `honest`, or gone, or came. */
export function changes(honest: Held, bag: Held): string[] {
	return [...new Set([...honest.keys(), ...bag.keys()])].filter((path) => bag.get(path) !== honest.get(path));
}

/** A bag as files in a folder, which can be another bag for a moment. */
export class LaidBag {
	readonly folder: string;
	readonly #honest: Held;

	constructor(folder: string, honest: Held) {
		this.folder = folder;
		this.#honest = honest;
	}

	/** Writes all files. */
	async lay(): Promise<void> {
		for (const path of this.#honest.keys()) await this.#put(path, this.#honest);
	}

	changes(bag: Held): string[] {
		return changes(this.#honest, bag);
	}

	/** What `look` sees while the folder is `bag`. */
	async as<T>(bag: Held, look: () => Promise<T>): Promise<T> {
		const changed = this.changes(bag);
		for (const path of changed) await this.#put(path, bag);
		try {
			return await look();
		} finally {
			for (const path of changed) await this.#put(path, this.#honest);
		}
	}

	async #put(path: string, bag: Held): Promise<void> {
		const [at, bytes] = [join(this.folder, path), bag.get(path)];
		await mkdir(dirname(at), { recursive: true });
		await (bytes === undefined ? rm(at, { force: true }) : writeFile(at, bytes));
	}
}

/** Makes both manifests fit whatever is there, as anyone can. */
export function fitManifests(bag: Held): void {
	const list = (wanted: (path: string) => boolean): Uint8Array => {
		const hashes = [...bag]
			.filter(([path]) => wanted(path))
			.map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')] as const);
		return Buffer.from(formatManifest(new Map(hashes)));
	};
	bag.set(
		'manifest-sha256.txt',
		list((path) => path.startsWith('data/')),
	);
	bag.set(
		'tagmanifest-sha256.txt',
		list((path) => !path.startsWith('data/') && path !== 'tagmanifest-sha256.txt'),
	);
}
