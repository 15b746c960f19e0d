import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type Bytes, fromHex, text, utf8 } from '../../domain/bytes.ts';
import { Base64, Count, Hex32, Id } from '../../domain/ids.ts';
import { platform } from '../../domain/platform/node.ts';

/** A file as it was when it was planned. */
export const PlannedItem = z.strictObject({
	item: Id,
	path: z.string(),
	pathBytes: z.string().optional(),
	at: z.string(),
	size: Count,
	modifiedMs: z.number(),
	/** A number that need not be exact: some file systems count beyond 2^53. */
	inode: z.number(),
	/** Where the body begins in its object, and its length. */
	offset: Count,
	length: Count,
	/** The sealed prefix: the keys to seal the same bytes again follow from it and the intake's secrets. */
	prefix: Base64(8000),
	/** Known once sealed: SHA-256 of the plaintext and of the body. */
	sha256: Hex32.optional(),
	body: Hex32.optional(),
});
export type PlannedItem = z.infer<typeof PlannedItem>;

/** What is written down, in the order it happened. Sealed: it holds names, hashes and keys. */
export const JournalRecord = z.discriminatedUnion('t', [
	z.strictObject({
		t: z.literal('intake'),
		intake: Id,
		memberSecret: Hex32,
		notarySecret: Hex32,
		epoch: Count,
		epochKey: Hex32,
	}),
	z.strictObject({ t: z.literal('object'), object: Id, size: Count, partSize: Count, items: z.array(PlannedItem) }),
	z.strictObject({ t: z.literal('part'), object: Id, part: Count, sha256: Hex32 }),
	z.strictObject({
		t: z.literal('sealed'),
		object: Id,
		items: z.array(z.strictObject({ item: Id, sha256: Hex32, body: Hex32 })),
	}),
	z.strictObject({ t: z.literal('abandoned'), object: Id }),
	z.strictObject({ t: z.literal('received'), items: z.array(Id) }),
	z.strictObject({ t: z.literal('kept'), items: z.array(Id) }),
	z.strictObject({ t: z.literal('failed'), path: z.string(), at: z.string(), reason: z.string() }),
	z.strictObject({ t: z.literal('closed'), intake: Id }),
]);
export type JournalRecord = z.infer<typeof JournalRecord>;

/**
 * The memory of a put: append-only, every record sealed under a key only this person has, on disk before `append`
 * resolves. Records that come while the disk is busy go together. A torn last record, from a crash, is dropped.
 */
export class Journal {
	readonly #file: FileHandle;
	readonly #key: Bytes;
	#count: number;
	#end: number;
	#waiting: { record: JournalRecord; resolve: () => void; reject: (error: unknown) => void }[] = [];
	#writing = false;

	private constructor(file: FileHandle, key: Bytes, count: number, end: number) {
		this.#file = file;
		this.#key = key;
		this.#count = count;
		this.#end = end;
	}

	/** Opens or makes the journal and returns what it holds. `secret` is the person's; the journal's key comes from it and the name. */
	static async open(path: string, secret: Uint8Array): Promise<{ journal: Journal; records: JournalRecord[] }> {
		await mkdir(dirname(path), { recursive: true, mode: 0o700 });
		const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
		const folder = await open(dirname(path), constants.O_RDONLY);
		await folder.sync();
		await folder.close();
		const content = new Uint8Array(await file.readFile());
		// A journal's nonces count up from 0, so its key must never serve another file: the salt is in its first bytes.
		let salt = content.slice(0, 32);
		if (salt.length < 32) {
			salt = platform.randomBytes(32);
			await file.truncate(0);
			await file.write(salt, 0, 32, 0);
			await file.datasync();
		}
		const key = platform.hkdfSha256(secret, salt, utf8('custos/journal/v1'), 32);
		const { records, end } = read(content.length < 32 ? salt : content, key);
		await file.truncate(end);
		return { journal: new Journal(file, key, records.length, end), records };
	}

	append(record: JournalRecord): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ record, resolve, reject });
			if (!this.#writing) this.#drain().catch(reject);
		});
	}

	async close(): Promise<void> {
		await this.#file.close();
	}

	async #drain(): Promise<void> {
		this.#writing = true;
		while (this.#waiting.length > 0) {
			const turn = this.#waiting;
			this.#waiting = [];
			try {
				const pieces = turn.map(({ record }) =>
					frame(platform.aeadSeal(this.#key, nonceOf(this.#count++), utf8(JSON.stringify(record)))),
				);
				const bytes = Buffer.concat(pieces);
				await this.#file.write(bytes, 0, bytes.length, this.#end);
				await this.#file.datasync();
				this.#end += bytes.length;
				for (const one of turn) one.resolve();
			} catch (error) {
				for (const one of turn) one.reject(error);
			}
		}
		this.#writing = false;
	}
}

function read(content: Uint8Array, key: Bytes): { records: JournalRecord[]; end: number } {
	const records: JournalRecord[] = [];
	const view = new DataView(content.buffer, content.byteOffset, content.length);
	let at = 32;
	while (at + 4 <= content.length) {
		const length = view.getUint32(at);
		if (at + 4 + length > content.length) break;
		let plain: Bytes;
		try {
			plain = platform.aeadOpen(key, nonceOf(records.length), content.subarray(at + 4, at + 4 + length));
		} catch {
			// Only the torn end of the last write may fail: what follows it was never acknowledged to anyone.
			break;
		}
		records.push(JournalRecord.parse(JSON.parse(text(plain))));
		at += 4 + length;
	}
	return { records, end: Math.min(at, content.length) };
}

function frame(sealed: Uint8Array): Uint8Array {
	const out = new Uint8Array(4 + sealed.length);
	new DataView(out.buffer).setUint32(0, sealed.length);
	out.set(sealed, 4);
	return out;
}

function nonceOf(count: number): Bytes {
	const nonce = new Uint8Array(12);
	new DataView(nonce.buffer).setBigUint64(4, BigInt(count));
	return nonce;
}

/** The journal of a put of these roots into this case; names nothing. */
export function journalName(caseId: Id, roots: readonly string[], secret: Uint8Array): string {
	const mac = createHash('sha256')
		.update(secret)
		.update(JSON.stringify([caseId, roots]))
		.digest('hex');
	return `${mac.slice(0, 32)}.journal`;
}

/** The seed of an identity as the secret for its journals. */
export function journalSecret(seed: Uint8Array): Bytes {
	return platform.hkdfSha256(seed, fromHex(''), utf8('custos/journal-secret/v1'), 32);
}
