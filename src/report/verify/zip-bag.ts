import {
	type Entry,
	ERR_INVALID_CRC32,
	type FileEntry,
	type LocalDirectory,
	ZipReader,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { concat } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import type { BagReader } from './bag-reader.ts';
import { bagRoot } from './bag-root.ts';
import { BLOCK, BlockReader } from './block-reader.ts';
import { crc32 } from './crc32.ts';

/** Limits on what a zip claims, before anything of it is read. */
export interface ZipLimits {
	/** Files and folders in it. */
	entries: number;
	/** Bytes of its directory, which is held in memory. */
	directory: number;
	/** Bytes that it unpacks to: this much, and that many times its own size. */
	unpacked: { base: number; times: number };
}

const LIMITS: ZipLimits = { entries: 1_000_000, directory: 512 << 20, unpacked: { base: 1 << 30, times: 100 } };

/**
 * A bag in a zip, read in place: nothing is ever unpacked to disk, and links are not followed. Its own top folder, if it
 * has one, is left out of the paths. Whatever is asked of it rejects with `damaged` for a file that is no zip or one that
 * programs could read in more than one way, and with `too-large` beyond the limits.
 */
export function openZip(zip: Blob, limits = LIMITS): BagReader {
	const blocks = new BlockReader(zip, limits.directory);
	let opened: Promise<Contents> | undefined;
	const contents = (): Promise<Contents> => (opened ??= readContents(blocks, limits));
	const content = async function* (entry: FileEntry): AsyncGenerator<Uint8Array> {
		const { compressionMethod, compressedSize, uncompressedSize } = entry;
		const plain = compressionMethod === STORED && compressedSize === uncompressedSize && compressedSize <= BLOCK;
		if (plain) yield await stored(blocks, entry);
		else yield* unpacked(entry);
	};
	const find = async (path: string): Promise<FileEntry> => {
		const { files, root } = await contents();
		const entry = files.get(root + path);
		if (entry === undefined) throw new CustosError('not-found', `${path} is not in the bag`);
		if (entry.directory || entry.symlink) throw new CustosError('damaged', `${path} is not a plain file`);
		return entry;
	};
	return {
		async list() {
			const { files, root } = await contents();
			return [...files.keys()].map((name) => name.slice(root.length));
		},
		async read(path) {
			const pieces: Uint8Array[] = [];
			for await (const piece of content(await find(path))) pieces.push(piece);
			return concat(...pieces);
		},
		async *stream(path) {
			yield* content(await find(path));
		},
		size: async (path) => (await find(path)).uncompressedSize,
	};
}

/** How a zip names what is not packed. */
const STORED = 0;

interface Contents {
	files: ReadonlyMap<string, Entry>;
	root: string;
}

async function readContents(blocks: BlockReader, limits: ZipLimits): Promise<Contents> {
	const reader = new ZipReader(blocks, {
		strictness: 'strict',
		checkOverlappingEntry: true,
		checkCrc32: true,
		useWebWorkers: false,
	});
	const files = new Map<string, Entry>();
	const allowed = limits.unpacked.base + limits.unpacked.times * blocks.size;
	let [count, unpacked] = [0, 0];
	try {
		for await (const entry of reader.getEntriesGenerator()) {
			count += 1;
			unpacked += entry.uncompressedSize;
			if (count > limits.entries) throw new CustosError('too-large', `the zip names more than ${limits.entries} files`);
			if (unpacked > allowed) throw new CustosError('too-large', 'the zip unpacks to far more than it is large');
			if (entry.encrypted) throw new CustosError('damaged', 'the zip is encrypted');
			if (!entry.directory) files.set(entry.filename, entry);
		}
	} catch (error) {
		throw asRefusal(error);
	}
	return { files, root: bagRoot([...files.keys()]) };
}

/** A small file that is stored as it is: what stands before it is checked as for any other, and no stream is built for it. */
async function stored(blocks: BlockReader, entry: FileEntry): Promise<Uint8Array> {
	try {
		await entry.getData(new WritableStream(), { checkOverlappingEntryOnly: true });
		const { dataOffset } = entry.localDirectory as LocalDirectory;
		const bytes = await blocks.readUint8Array(dataOffset, entry.uncompressedSize);
		if (crc32(bytes) !== entry.crc32) throw new Error(ERR_INVALID_CRC32);
		return bytes;
	} catch (error) {
		throw asRefusal(error);
	}
}

/** Opens one file of the zip; stops as soon as there is more of it than the zip said. */
async function* unpacked(entry: FileEntry): AsyncGenerator<Uint8Array> {
	const stop = new AbortController();
	let failure: unknown;
	let end: TransformStreamDefaultController<Uint8Array> | undefined;
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
		start(controller) {
			end = controller;
		},
	});
	const written = entry.getData(writable, { signal: stop.signal }).catch((error: unknown) => {
		failure = error;
		end?.error(error); // where it fails before the first byte, nobody else ends the stream
	});
	const reader = readable.getReader();
	let got = 0;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) break;
			got += value.length;
			if (got > entry.uncompressedSize) throw new CustosError('damaged', 'a file in the zip is longer than it says');
			yield value;
		}
		await written;
		if (failure !== undefined) throw failure;
	} catch (error) {
		throw asRefusal(failure ?? error);
	} finally {
		stop.abort();
		await reader.cancel().catch(() => undefined);
		await written;
	}
}

function asRefusal(cause: unknown): CustosError {
	if (cause instanceof CustosError) return cause;
	const { message, reason } = cause as { message?: string; reason?: string };
	const why = typeof reason === 'string' ? `${message}: ${reason}` : String(message);
	return new CustosError('damaged', `this zip is not read: ${why}`, { cause });
}
