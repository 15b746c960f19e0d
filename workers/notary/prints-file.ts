import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PAIR, type PrintTable } from './print-table.ts';
import { writeWhole } from './write-whole.ts';

/** Where the prints stand: after this many entries, whose root this is. */
export interface Stand {
	size: number;
	/** 32 bytes, hex. */
	root: string;
}

const MAGIC = Buffer.from('CPR1');
/** Magic ‖ shape (4) ‖ size (8) ‖ root (32) ‖ number of pairs (4). */
const HEADER = 52;
const SHAPE = 4;
const HASH = 32;
const PAIRS_AT_ONCE = 1 << 18;
/** A file that is this much larger than what it says is written anew. */
const SURPLUS = 8;
const SMALL = 16 * 2 ** 20;

/**
 * The prints on disk, outside the database: records `header ‖ pairs ‖ SHA-256`, appended batch by batch. A record is on
 * disk before its entries are committed, so every entry that the notary ever wrote is in one; what was never committed
 * is cut off at the next start, as is a record that a crash tore.
 */
export class PrintsFile {
	readonly #path: string;
	#file: FileHandle;
	readonly #shape: Buffer;
	#end: number;

	private constructor(path: string, file: FileHandle, shape: Buffer, end: number) {
		this.#path = path;
		this.#file = file;
		this.#shape = shape;
		this.#end = end;
	}

	/**
	 * Reads the records up to `size` entries into the table. `stand` is that of the last one; undefined when there is
	 * none, also when they are prints of tables of another `shape` (any text that tells the columns).
	 */
	static async open(
		path: string,
		table: PrintTable,
		{ size, shape: columns }: { size: number; shape: string },
	): Promise<{ file: PrintsFile; stand: Stand | undefined }> {
		const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
		const shape = createHash('sha256').update(columns).digest().subarray(0, SHAPE);
		let [end, stand] = [0, undefined as Stand | undefined];
		try {
			for (;;) {
				const record = await readRecord(file, end, shape);
				if (record === undefined || record.stand.size > size) break;
				table.load(record.pairs);
				({ stand } = record);
				end += record.length;
			}
			await file.truncate(end);
			await file.datasync();
		} catch (error) {
			await file.close();
			throw error;
		}
		return { file: new PrintsFile(path, file, shape, end), stand };
	}

	/** Resolves once the pairs of a batch, and where they lead, are on disk. Throws `disk-full`: the next start cuts off what is torn. */
	async append(stand: Stand, pairs: Buffer): Promise<void> {
		const record = encode(this.#shape, stand, pairs);
		// Into the system's memory at once; only reaching the disk is worth waiting for in another thread.
		writeWhole(this.#file.fd, record, this.#end);
		await this.#file.datasync();
		this.#end += record.length;
	}

	/** True when most of the file is history. */
	isLong(table: PrintTable): boolean {
		return this.#end > SMALL && this.#end > SURPLUS * PAIR * table.size;
	}

	/** Writes the file anew with what the table holds, all or nothing. Throws `disk-full`. */
	async rewrite(stand: Stand, table: PrintTable): Promise<void> {
		const draft = `${this.#path}.new`;
		const file = await open(draft, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
		let end = 0;
		const write = (pairs: Buffer): void => {
			const record = encode(this.#shape, stand, pairs);
			writeWhole(file.fd, record, end);
			end += record.length;
		};
		try {
			for (const pairs of table.pairs(PAIRS_AT_ONCE)) write(pairs);
			if (table.size === 0) write(Buffer.alloc(0));
			await file.datasync();
		} catch (error) {
			await file.close();
			await rm(draft, { force: true });
			throw error;
		}
		await rename(draft, this.#path);
		const folder = await open(dirname(this.#path), constants.O_RDONLY);
		await folder.sync();
		await folder.close();
		await this.#file.close();
		this.#file = file;
		this.#end = end;
	}

	async close(): Promise<void> {
		await this.#file.close();
	}
}

function encode(shape: Buffer, { size, root }: Stand, pairs: Buffer): Buffer {
	const header = Buffer.alloc(HEADER);
	MAGIC.copy(header);
	shape.copy(header, 4);
	header.writeBigUInt64LE(BigInt(size), 8);
	header.write(root, 16, 'hex');
	header.writeUInt32LE(pairs.length / PAIR, 48);
	const hash = createHash('sha256').update(header).update(pairs).digest();
	return Buffer.concat([header, pairs, hash]);
}

async function readRecord(
	file: FileHandle,
	at: number,
	shape: Buffer,
): Promise<{ stand: Stand; pairs: Buffer; length: number } | undefined> {
	const header = await readExactly(file, at, HEADER);
	if (header === undefined || !header.subarray(0, 8).equals(Buffer.concat([MAGIC, shape]))) return undefined;
	const length = PAIR * header.readUInt32LE(48);
	const { size: there } = await file.stat();
	if (at + HEADER + length + HASH > there) return undefined;
	const rest = await readExactly(file, at + HEADER, length + HASH);
	if (rest === undefined) return undefined;
	const pairs = rest.subarray(0, length);
	const hash = createHash('sha256').update(header).update(pairs).digest();
	if (!hash.equals(rest.subarray(length))) return undefined;
	const stand = { size: Number(header.readBigUInt64LE(8)), root: header.toString('hex', 16, 48) };
	return { stand, pairs, length: HEADER + length + HASH };
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer | undefined> {
	const buffer = Buffer.alloc(length);
	let done = 0;
	while (done < length) {
		const { bytesRead } = await file.read(buffer, done, length - done, at + done);
		if (bytesRead === 0) return undefined;
		done += bytesRead;
	}
	return buffer;
}
