import type { JournalRecord } from '../../../client/put/journal-records.ts';
import type { PutEvent } from '../../../client/put/put-options.ts';
import type { Id } from '../../../domain/ids.ts';
import type { Listing } from '../../put/listing.ts';

/** How far a file is. */
export const states = ['waiting', 'sending', 'received', 'kept', 'failed', 'skipped'] as const;
export type FileState = (typeof states)[number];

export interface FileRow {
	readonly path: string;
	/** Undefined where it could not even be looked at. */
	readonly size?: number;
	readonly state: FileState;
	/** Why it is not taken, in the engine's words. */
	readonly reason?: string;
	/** Another file with the same content. */
	readonly as?: string;
}

/** One line for each file of a delivery, and how many are how far. Hundreds of thousands are no trouble. */
export class FileRows {
	readonly #paths: string[] = [];
	readonly #sizes: number[] = [];
	readonly #states: Uint8Array;
	readonly #reasons = new Map<number, string>();
	readonly #same = new Map<number, string>();
	readonly #byPlace = new Map<string, number>();
	readonly #byItem = new Map<Id, number>();
	readonly #inObject = new Map<Id, number[]>();
	readonly #counts: Record<FileState, number>;
	readonly #bytes: Record<FileState, number>;

	constructor({ files, refused, bytes }: Listing) {
		const count = files.length + refused.length;
		this.#states = new Uint8Array(count);
		this.#counts = { waiting: count, sending: 0, received: 0, kept: 0, failed: 0, skipped: 0 };
		this.#bytes = { ...this.#counts, waiting: bytes };
		for (const { at, path, size } of files) this.#add(at, path, size);
		for (const { at, path, reason } of refused) {
			const lost = reason === 'unreadable' || reason === 'missing';
			this.#set(this.#add(at, path, -1), lost ? 'failed' : 'skipped', reason);
		}
	}

	get length(): number {
		return this.#paths.length;
	}

	count(state: FileState): number {
		return this.#counts[state];
	}

	/** Bytes of the files that are this far. */
	bytes(state: FileState): number {
		return this.#bytes[state];
	}

	/** Of one line; `index` below `length`. */
	row(index: number): FileRow {
		const [size, reason, as] = [this.#sizes[index] ?? -1, this.#reasons.get(index), this.#same.get(index)];
		return {
			path: this.#paths[index] ?? '',
			state: this.#stateOf(index),
			...(size < 0 ? {} : { size }),
			...(reason === undefined ? {} : { reason }),
			...(as === undefined ? {} : { as }),
		};
	}

	/** The lines that are this far, in their order. */
	indexes(wanted: readonly FileState[]): number[] {
		const codes = new Set(wanted.map((one) => states.indexOf(one)));
		const found: number[] = [];
		this.#states.forEach((code, index) => {
			if (codes.has(code)) found.push(index);
		});
		return found;
	}

	/** Follows a journal, of this run and of earlier ones. */
	journalled(record: JournalRecord): void {
		if (record.t === 'object') this.#begun(record);
		else if (record.t === 'received' || record.t === 'kept')
			for (const item of record.items) this.#item(item, record.t);
		else if (record.t === 'abandoned')
			for (const at of this.#inObject.get(record.object) ?? []) this.#set(at, 'waiting');
		else if (record.t === 'failed') this.#set(this.#byPlace.get(record.at), 'failed', record.reason);
	}

	note({ path, event, about }: PutEvent): void {
		const index = event === 'same' ? this.#byPlace.get(path) : undefined;
		if (index !== undefined) this.#same.set(index, about);
	}

	kept(item: Id): void {
		this.#item(item, 'kept');
	}

	notKept(item: Id, reason: string): void {
		this.#set(this.#byItem.get(item), 'failed', reason);
	}

	#begun({ object, items }: Extract<JournalRecord, { t: 'object' }>): void {
		const indexes: number[] = [];
		for (const { at, item } of items) {
			const index = this.#byPlace.get(at);
			if (index === undefined) continue;
			this.#byItem.set(item, index);
			this.#set(index, 'sending');
			indexes.push(index);
		}
		this.#inObject.set(object, indexes);
	}

	#item(item: Id, state: 'received' | 'kept'): void {
		const index = this.#byItem.get(item);
		// Kept is more than received, in whichever order one hears of them.
		if (index !== undefined && this.#stateOf(index) !== 'kept') this.#set(index, state);
	}

	#add(at: string, path: string, size: number): number {
		this.#byPlace.set(at, this.#paths.length);
		this.#sizes.push(size);
		return this.#paths.push(path) - 1;
	}

	#set(index: number | undefined, state: FileState, reason?: string): void {
		if (index === undefined) return;
		const [before, size] = [this.#stateOf(index), Math.max(0, this.#sizes[index] ?? 0)];
		this.#counts[before] -= 1;
		this.#counts[state] += 1;
		this.#bytes[before] -= size;
		this.#bytes[state] += size;
		this.#states[index] = states.indexOf(state);
		if (reason === undefined) this.#reasons.delete(index);
		else this.#reasons.set(index, reason);
	}

	#stateOf(index: number): FileState {
		return states[this.#states[index] ?? 0] as FileState;
	}
}
