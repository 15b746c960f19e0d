import { platform } from '#platform';
import { toHex } from '../../domain/bytes.ts';
import { SEALED_CHUNK_SIZE } from '../../domain/envelope/chunk-range.ts';
import type { Id } from '../../domain/ids.ts';
import type { PlannedItem } from './journal-records.ts';
import type { Found, Source } from './ports.ts';
import { bodySize } from './seal-file.ts';
import type { FileTask } from './tasks.ts';

/** Files up to this size share pack objects. */
export const SMALL = 4 * 2 ** 20;
/** A pack is closed at this size of bodies, or at this many files. */
const PACK_SIZE = 16 * 2 ** 20;
const PACK_FILES = 2000;
/** Chunks in one upload part: 8 MiB of plaintext; more for files that would have too many parts. */
const PART_CHUNKS = 128;
const MAX_PARTS = 9000;

/** Bytes of one upload part of a large file whose body has this size. */
export function partSizeOf(size: number): number {
	return Math.max(PART_CHUNKS, Math.ceil(size / SEALED_CHUNK_SIZE / MAX_PARTS)) * SEALED_CHUNK_SIZE;
}

/** Small files on their way into one pack object. */
export class PackPlan {
	readonly files: Found[] = [];
	#size = 0;

	add(found: Found): void {
		this.files.push(found);
		this.#size += bodySize(found.size);
	}

	get full(): boolean {
		return this.#size >= PACK_SIZE || this.files.length >= PACK_FILES;
	}
}

/** A file as a thread needs it. */
export function taskOf({ at, size, modifiedMs, inode }: Found, item: Id, { handleOf }: Source): FileTask {
	const handle = handleOf?.(at);
	return { item, at, size, modifiedMs, inode, ...(handle === undefined ? {} : { handle }) };
}

/** A file as the journal remembers it. */
export function planOf(
	found: Found,
	item: Id,
	sealed: { prefix: string; offset: number; length: number },
): PlannedItem {
	const { prefix, offset, length } = sealed;
	const { at, path, pathBytes, size, modifiedMs, inode } = found;
	return {
		item,
		path,
		at,
		size,
		modifiedMs,
		inode,
		offset,
		length,
		prefix,
		...(pathBytes === undefined ? {} : { pathBytes }),
	};
}

/** True if the file still looks as it did when it was planned. */
export function looksSame(planned: PlannedItem, found: Found): boolean {
	return planned.size === found.size && planned.modifiedMs === found.modifiedMs && planned.inode === found.inode;
}

/** The file a journal remembers. */
export function foundAgain({ at, path, pathBytes, size, modifiedMs, inode }: PlannedItem): Found {
	return {
		at,
		path,
		size,
		modifiedMs,
		inode,
		...(pathBytes === undefined ? {} : { pathBytes }),
	};
}

/** In an order nobody can guess, so that places in a pack say nothing about names. */
export function shuffled<T>(list: readonly T[]): T[] {
	const keys = list.map((value) => ({ value, key: toHex(platform.randomBytes(8)) }));
	return keys.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ value }) => value);
}
