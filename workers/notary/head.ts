import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { CustosError } from '../../src/domain/errors.ts';
import { Count, Hex32 } from '../../src/domain/ids.ts';
import { writeWhole } from './write-whole.ts';

/** The last checkpoint this notary signed, kept outside the database: no key share is computed before it is on disk. */
export const Head = z.strictObject({ seq: Count, size: Count, root: Hex32, note: z.string() });
export type Head = z.infer<typeof Head>;

const SLOT = 4096;

/**
 * Two slots written in turn, each with its own hash: a crash in the middle of a write leaves the other slot whole.
 */
export class SavedHead {
	readonly #file: FileHandle;
	#current: Head;

	private constructor(file: FileHandle, current: Head) {
		this.#file = file;
		this.#current = current;
	}

	/** Opens the head; throws `behind` when there is none, since without it a rolled-back ledger cannot be told from a true one. */
	static async open(path: string): Promise<SavedHead> {
		const file = await open(path, constants.O_RDWR).catch((cause: unknown) => {
			throw new CustosError('behind', 'the saved head of the log is missing: restore it from a backup of the notary', {
				cause,
			});
		});
		try {
			// A process killed in `save` may have left a slot in the system's memory alone: what counts as saved is on disk.
			await file.datasync();
			const slots = await Promise.all([readSlot(file, 0), readSlot(file, 1)]);
			const [best] = slots.filter((slot) => slot !== undefined).sort((a, b) => b.seq - a.seq);
			if (best === undefined) throw new CustosError('damaged', 'the saved head of the log cannot be read');
			return new SavedHead(file, best);
		} catch (error) {
			await file.close();
			throw error;
		}
	}

	/** Makes the first head, or none; refuses where there is one. Throws `disk-full`. */
	static async create(path: string, first: Omit<Head, 'seq'>): Promise<void> {
		const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
		try {
			// Both slots have their place on the disk from now on.
			writeWhole(file.fd, new Uint8Array(2 * SLOT), 0);
			await new SavedHead(file, { seq: 0, ...first }).save(first);
			await file.sync();
		} catch (error) {
			await rm(path, { force: true });
			throw error;
		} finally {
			await file.close();
		}
		const folder = await open(dirname(path), constants.O_RDONLY);
		await folder.sync();
		await folder.close();
	}

	get current(): Head {
		return this.#current;
	}

	/** Resolves once the head is on disk. Throws `disk-full`; the head before is whole then, and the one that counts. */
	async save(next: Omit<Head, 'seq'>): Promise<void> {
		const head: Head = { seq: this.#current.seq + 1, ...next };
		const body = JSON.stringify(head);
		const line = `${createHash('sha256').update(body).digest('hex')} ${body}\n`;
		const slot = Buffer.alloc(SLOT);
		if (slot.write(line) !== Buffer.byteLength(line))
			throw new CustosError('internal', 'a checkpoint does not fit its slot');
		// Into the system's memory at once; only reaching the disk is worth waiting for in another thread.
		writeWhole(this.#file.fd, slot, (head.seq % 2) * SLOT);
		await this.#file.datasync();
		this.#current = head;
	}

	async close(): Promise<void> {
		await this.#file.close();
	}
}

async function readSlot(file: FileHandle, index: number): Promise<Head | undefined> {
	const slot = Buffer.alloc(SLOT);
	await file.read(slot, 0, SLOT, index * SLOT);
	const line = slot.toString('utf8', 0, Math.max(0, slot.indexOf('\n')));
	const [hash, body] = [line.slice(0, 64), line.slice(65)];
	if (body === '' || createHash('sha256').update(body).digest('hex') !== hash) return undefined;
	return Head.parse(JSON.parse(body));
}
