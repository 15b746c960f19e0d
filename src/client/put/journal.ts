import { platform } from '#platform';
import { type Bytes, concat, fromHex, text, toHex, utf8 } from '../../domain/bytes.ts';
import type { Id } from '../../domain/ids.ts';
import { JournalRecord } from './journal-records.ts';
import type { JournalStore } from './ports.ts';

const SALT_SIZE = 32;
/** In a frame's length: what follows is the salt of a run, not a record. */
const SALT_FLAG = 0x8000_0000;

/**
 * The memory of a put: append-only, every record sealed under a key only this person has, durable before `append`
 * resolves. Records that come while the store is busy go together. A torn last record, from a crash, is dropped.
 *
 * Each run that writes begins with a salt of its own, and its key comes from the salt and the key of the run before. So
 * counting nonces from 0 never seals two texts alike, whatever a crash left on the disk or a backup brought back, and
 * runs cannot change places.
 */
export class Journal {
	readonly #store: JournalStore;
	#key: Bytes;
	/** Records sealed in this run; the salt goes before the first. */
	#count = 0;
	#waiting: { record: JournalRecord; resolve: () => void; reject: (error: unknown) => void }[] = [];
	#writing = false;
	#failure: { error: unknown } | undefined;

	private constructor(store: JournalStore, key: Bytes) {
		this.#store = store;
		this.#key = key;
	}

	/** Reads what a store holds. `secret` is the person's; the journal's keys come from it. */
	static async open(store: JournalStore, secret: Uint8Array): Promise<{ journal: Journal; records: JournalRecord[] }> {
		const { records, end, key } = read(await store.read(), runKey(secret, utf8('custos/journal/v2')));
		await store.truncate(end);
		return { journal: new Journal(store, key), records };
	}

	/** Rejects with the store's failure, and ever after: what a failed write left may not be followed by anything. */
	append(record: JournalRecord): Promise<void> {
		if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
		return new Promise((resolve, reject) => {
			this.#waiting.push({ record, resolve, reject });
			if (!this.#writing) this.#drain().catch(reject);
		});
	}

	async #drain(): Promise<void> {
		this.#writing = true;
		while (this.#waiting.length > 0) {
			const turn = this.#waiting;
			this.#waiting = [];
			try {
				if (this.#failure !== undefined) throw this.#failure.error;
				await this.#store.append(concat(...this.#begin(), ...turn.map(({ record }) => this.#seal(record))));
				for (const one of turn) one.resolve();
			} catch (error) {
				this.#failure ??= { error };
				for (const one of turn) one.reject(error);
			}
		}
		this.#writing = false;
	}

	/** The salt, before the first record of this run. */
	#begin(): Uint8Array[] {
		if (this.#count > 0) return [];
		const salt = platform.randomBytes(SALT_SIZE);
		this.#key = runKey(this.#key, salt);
		return [frame(salt, SALT_FLAG)];
	}

	#seal(record: JournalRecord): Uint8Array {
		return frame(platform.aeadSeal(this.#key, nonceOf(this.#count++), utf8(JSON.stringify(record))), 0);
	}
}

function read(content: Bytes, first: Bytes): { records: JournalRecord[]; end: number; key: Bytes } {
	const records: JournalRecord[] = [];
	const view = new DataView(content.buffer, content.byteOffset, content.length);
	/** The last good record's end, and the key of its run: a salt that nothing follows does not count. */
	let good = { end: 0, key: first };
	let [at, key, count] = [0, first, 0];
	while (at + 4 <= content.length) {
		const head = view.getUint32(at);
		const length = head & ~SALT_FLAG;
		const body = content.subarray(at + 4, at + 4 + length);
		if (body.length < length) break;
		at += 4 + length;
		if (head !== length) {
			[key, count] = [runKey(key, body), 0];
			continue;
		}
		let plain: Bytes;
		try {
			plain = platform.aeadOpen(key, nonceOf(count++), body);
		} catch {
			// Only the torn end of the last write may fail: what follows it was never acknowledged to anyone.
			break;
		}
		records.push(JournalRecord.parse(JSON.parse(text(plain))));
		good = { end: at, key };
	}
	return { records, ...good };
}

function runKey(before: Uint8Array, salt: Uint8Array): Bytes {
	return platform.hkdfSha256(before, salt, utf8('custos/journal/run/v2'), 32);
}

function frame(body: Uint8Array, flag: number): Uint8Array {
	const out = new Uint8Array(4 + body.length);
	new DataView(out.buffer).setUint32(0, body.length + flag);
	out.set(body, 4);
	return out;
}

function nonceOf(count: number): Bytes {
	const nonce = new Uint8Array(12);
	new DataView(nonce.buffer).setBigUint64(4, BigInt(count));
	return nonce;
}

/** The journal of a put of these roots into this case; names nothing. */
export function journalName(caseId: Id, roots: readonly string[], secret: Uint8Array): string {
	const mac = toHex(platform.sha256(secret, utf8(JSON.stringify(['v2', caseId, roots]))));
	return `${mac.slice(0, 32)}.journal`;
}

/** The seed of an identity as the secret for its journals. */
export function journalSecret(seed: Uint8Array): Bytes {
	return platform.hkdfSha256(seed, fromHex(''), utf8('custos/journal-secret/v1'), 32);
}
