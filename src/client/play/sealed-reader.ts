import { type Bytes, fromBase64, fromHex } from '../../domain/bytes.ts';
import { openChunks } from '../../domain/envelope/body.ts';
import { CHUNK_SIZE, chunkCount, plainSize } from '../../domain/envelope/chunk-range.ts';
import { openPrefix } from '../../domain/envelope/prefix.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Hex32 } from '../../domain/ids.ts';
import type { Body } from '../../domain/ledger/statement.ts';
import { answers } from '../../domain/wire.ts';
import type { Connection } from '../connection.ts';
import { Doubted, doubted } from '../doubt.ts';
import { ChunkCache } from './chunk-cache.ts';
import { type ChunkRun, fetchChunks } from './fetch-chunks.ts';

/** Plaintext of a sealed object, readable at any place without fetching the rest. */
export interface SealedReader {
	/** True bytes, without padding. */
	readonly size: number;
	/**
	 * The bytes from `start` up to `end`, exclusive. Rejects `range` outside the object, `damaged` when a chunk they lie in
	 * does not authenticate (and gives no byte then), `size-mismatch` when the store gives fewer bytes than the ledger says,
	 * the signal's reason between two chunks once it is aborted.
	 */
	read(start: number, end: number, signal?: AbortSignal): Promise<Bytes>;
	/** Forgets the key and everything opened; what is under way, and every later read, rejects `denied`. */
	close(): void;
}

/** Where a sealed object lies and what the ledger says of it. */
export interface SealedPlace {
	/** The API's path of the object; `/body` under it is the ciphertext. */
	readonly path: string;
	readonly committed: { readonly prefix: Hex32; readonly body: Body };
	/** True size in bytes, from the sealed detail of the entry. */
	readonly size: number;
	/** X25519 secret of the item's class. Wiped once the payload key is known. */
	readonly secret: Bytes;
}

/** Opened chunks kept: 8 MiB. */
const KEPT = 128;
/** Chunks fetched beyond what was asked for; doubles while reading goes straight on. */
const AHEAD_FIRST = 4;
const AHEAD_MOST = 32;
/** Why a run is given up after a jump; whoever waits for its chunks asks anew. */
const left = new CustosError('unavailable', 'the reader went on elsewhere');
/** Chunks of one request. */
const RUN = 64;

/**
 * Opens a sealed object for reading. Before it resolves: the prefix has the hash in the ledger, its MAC holds, the body has
 * the committed size, and its final chunk opens as the final one. Rejects `hash-mismatch`, `damaged`, `wrong-key` or
 * `size-mismatch` otherwise.
 */
export async function openReader(connection: Connection, place: SealedPlace): Promise<SealedReader> {
	const { path, committed, size, secret } = place;
	const sealed = await connection.ask(answers.sealed, path);
	const { payloadKey } = openPrefix(fromBase64(sealed.prefix), secret, fromHex(committed.prefix));
	const padded = plainSize(committed.body.size);
	if (sealed.size !== committed.body.size || size > padded)
		throw new CustosError('size-mismatch', 'the sealed object has another size than the ledger says');
	const count = chunkCount(padded);
	let closed = false;
	const cache = new ChunkCache(KEPT, (bytes, index) => {
		if (closed) throw shut();
		return openChunks(payloadKey, bytes, index, index === count - 1);
	});
	const runs = new Set<ChunkRun>();
	/** Chunks that a read waits for, each once for every read. */
	const wanted: number[] = [];
	let ahead = AHEAD_FIRST;
	let next = -1;

	/** Puts the chunks that are not there on their way. */
	const load = (first: number, last: number): void => {
		for (let from = first; from <= last; from++) {
			if (cache.has(from)) continue;
			let to = from;
			while (to < last && !cache.has(to + 1)) to++;
			const run = fetchChunks(connection, `${path}/body`, { first: from, last: to, padded }, () => runs.delete(run));
			for (const [i, chunk] of run.chunks.entries()) cache.put(from + i, chunk);
			runs.add(run);
			from = to;
		}
	};

	/** After a jump, what was being read ahead elsewhere must not stand in the way, on a slow line least of all. */
	const abandonOthers = (): void => {
		for (const run of runs) {
			if (!wanted.some((index) => index >= run.first && index <= run.last)) run.abandon(left);
		}
	};

	/** A player asks for the same chunk again and again: it is told of once. */
	let telling: Promise<unknown> | undefined;
	const doubtedOnce = (error: unknown): Promise<unknown> => {
		if (closed) return Promise.resolve(error);
		telling ??= doubted(connection, path, error).then((said) => {
			if (!(said instanceof Doubted)) telling = undefined;
			return said;
		});
		return telling;
	};

	const chunkAt = async (index: number, last: number): Promise<Bytes> => {
		wanted.push(index);
		try {
			for (;;) {
				if (!cache.has(index)) load(index, Math.min(last, index + RUN - 1));
				try {
					return await (cache.get(index) as Promise<Bytes>);
				} catch (error) {
					// It was on its way when its run was given up, and is wanted after all.
					if (error !== left) throw await doubtedOnce(error);
				}
			}
		} finally {
			wanted.splice(wanted.indexOf(index), 1);
		}
	};

	const reader: SealedReader = {
		size,
		async read(start, end, signal) {
			if (closed) throw shut();
			if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start || end > size)
				throw new CustosError('range', `bytes ${start} to ${end} are not inside ${size} bytes`);
			if (start === end) return new Uint8Array();
			const [first, last] = [Math.floor(start / CHUNK_SIZE), Math.floor((end - 1) / CHUNK_SIZE)];
			const goesOn = first === next || first === next - 1;
			ahead = goesOn ? Math.min(AHEAD_MOST, 2 * ahead) : AHEAD_FIRST;
			next = last + 1;
			if (!goesOn && !cache.has(first)) abandonOthers();
			// What was read ahead is topped up by halves, not by a chunk with every read.
			const enough = Math.min(count - 1, last + ahead / 2);
			const until = Math.min(count - 1, last + ahead);
			if (until - first < RUN && !allIn(cache, first, enough)) load(first, until);
			const out = new Uint8Array(end - start);
			for (let index = first; index <= last; index++) {
				const chunk = await chunkAt(index, until);
				if (closed) throw shut();
				signal?.throwIfAborted();
				const at = index * CHUNK_SIZE;
				const piece = chunk.subarray(Math.max(0, start - at), Math.min(chunk.length, end - at));
				out.set(piece, Math.max(start, at) - start);
			}
			return out;
		},
		close() {
			closed = true;
			for (const run of runs) run.abandon(shut());
			cache.wipe();
			payloadKey.fill(0);
		},
	};
	await chunkAt(count - 1, count - 1);
	return reader;
}

function allIn(cache: ChunkCache, first: number, last: number): boolean {
	for (let index = first; index <= last; index++) if (!cache.has(index)) return false;
	return true;
}

function shut(): CustosError {
	return new CustosError('denied', 'this was closed: open it again');
}
