import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { openIntake } from '../../client/intake.ts';
import { submit } from '../../client/submit.ts';
import { toHex } from '../../domain/bytes.ts';
import type { Json } from '../../domain/canonical.ts';
import { SEALED_CHUNK_SIZE } from '../../domain/envelope/chunk-range.ts';
import { isCustosError } from '../../domain/errors.ts';
import { type Id, newId } from '../../domain/ids.ts';
import { platform } from '../../domain/platform/node.ts';
import { answers } from '../../domain/wire.ts';
import { Journal, type JournalRecord, type PlannedItem } from './journal.ts';
import { Past, type PastObject } from './past.ts';
import { SealPool } from './pool.ts';
import { Receiver } from './receiver.ts';
import { bodySize } from './seal-file.ts';
import type { FileTask, PackedItem } from './tasks.ts';
import { type Found, walk } from './walk.ts';

/** Files up to this size share pack objects. */
const SMALL = 4 * 2 ** 20;
/** A pack is closed at this size of bodies, or at this many files. */
const PACK_SIZE = 32 * 2 ** 20;
const PACK_FILES = 2000;
/** Chunks in one upload part: 8 MiB of plaintext; more for files that would have too many parts. */
const PART_CHUNKS = 128;
const MAX_PARTS = 9000;

export interface PutOptions {
	connection: Connection;
	open: OpenCase;
	roots: readonly string[];
	/** Fields of the intake record. */
	record: { readonly [name: string]: Json };
	journal: { path: string; secret: Uint8Array };
	/** Take only what failed before. */
	retryFailed?: boolean;
	/** Called as work goes on. */
	watch: PutWatch;
	threads?: number;
}

export interface PutWatch {
	counted(files: number, bytes: number): void;
	sent(bytes: number): void;
	received(items: number): void;
	note(event: { path: string; event: 'changed' | 'same' | 'failed' | 'resumed'; about: string }): void;
}

/** What a put has to say at its end; nothing of the folder is left out. */
export interface PutSummary {
	intake: Id | undefined;
	items: { item: Id; path: string; size: number }[];
	failed: { path: string; reason: string }[];
	same: { path: string; as: string }[];
	/** Files already there from an earlier run of this put. */
	before: number;
	bytes: number;
}

/**
 * Takes folders and files into a case: read, hashed, sealed and sent in parallel, every step journalled before it
 * matters. Run again after a crash, it goes on where it stood. Resolves when everything is received; `waitUntilKept`
 * then waits for the workers.
 */
export async function put(options: PutOptions): Promise<PutSummary> {
	const { connection, watch } = options;
	const { journal, records } = await Journal.open(options.journal.path, options.journal.secret);
	const past = new Past(records);
	const write = async (...all: JournalRecord[]): Promise<void> => {
		await Promise.all(all.map((record) => journal.append(record)));
		for (const record of all) past.take(record);
	};
	const run = new PutRun(options, past, write);
	try {
		if (past.intake === undefined) {
			const intake = await openIntake(connection, options.open, options.record);
			await write({ t: 'intake', intake: intake.id, memberSecret: toHex(intake.memberSecret), notarySecret: toHex(intake.notarySecret), epoch: intake.epoch.epoch, epochKey: toHex(intake.epoch.key) });
		}
		await run.resume();
		await run.takeAll();
		return await run.finish();
	} finally {
		await run.close();
		await journal.close();
		watch.sent(0);
	}
}

class PutRun {
	readonly #options: PutOptions;
	readonly #past: Past;
	readonly #write: (...records: JournalRecord[]) => Promise<void>;
	readonly #receiver: Receiver;
	#pool: SealPool | undefined;
	readonly #tasks = new Set<Promise<void>>();
	readonly #summary: PutSummary = { intake: undefined, items: [], failed: [], same: [], before: 0, bytes: 0 };
	#failure: unknown;

	constructor(options: PutOptions, past: Past, write: (...records: JournalRecord[]) => Promise<void>) {
		this.#options = options;
		this.#past = past;
		this.#write = write;
		this.#receiver = new Receiver(options.connection, options.open, async (items) => {
			await write({ t: 'received', items: items.map((one) => one.item) });
			options.watch.received(items.length);
		});
	}

	/** Goes on with objects that an earlier run began. */
	async resume(): Promise<void> {
		for (const object of this.#past.unfinished()) {
			const left = await this.#leftOf(object);
			if (left.length === 0) continue;
			const { path } = left[0] as PlannedItem;
			this.#options.watch.note({ path, event: 'resumed', about: `${left.length}` });
			const sealed = left.every((item) => item.sha256 !== undefined);
			if (sealed && (await this.#completed(object))) await this.#deposit(object, left);
			else if (object.items.length === 1 && object.items[0]?.sha256 === undefined) await this.#resumeLarge(object, object.items[0] as PlannedItem);
			else await this.#write({ t: 'abandoned', object: object.object });
		}
	}

	/** Walks the roots and takes in what is new, or what failed. */
	async takeAll(): Promise<void> {
		let [files, bytes] = [0, 0];
		for await (const step of walk(this.#options.roots)) {
			if ('found' in step) [files, bytes] = [files + 1, bytes + step.found.size];
		}
		this.#options.watch.counted(files, bytes);
		let pack: Found[] = [];
		let packed = 0;
		for await (const step of walk(this.#options.roots)) {
			if (this.#failure !== undefined) throw this.#failure;
			if ('refused' in step) {
				if (!this.#options.retryFailed || this.#past.failed.has(step.refused.path)) await this.#fail(step.refused.path, step.refused.reason);
				continue;
			}
			const { found } = step;
			if (!(await this.#wanted(found))) continue;
			if (found.size > SMALL) {
				await this.#large(found);
				continue;
			}
			pack.push(found);
			packed += bodySize(found.size);
			if (packed < PACK_SIZE && pack.length < PACK_FILES) continue;
			await this.#pack(pack);
			[pack, packed] = [[], 0];
		}
		if (pack.length > 0) await this.#pack(pack);
		await Promise.all(this.#tasks);
		if (this.#failure !== undefined) throw this.#failure;
	}

	async finish(): Promise<PutSummary> {
		await this.#receiver.drain();
		return { ...this.#summary, intake: this.#past.intake?.id };
	}

	async close(): Promise<void> {
		await this.#pool?.close();
	}

	/** Whether a file is to be taken now; files received before and unchanged since are not. */
	async #wanted(found: Found): Promise<boolean> {
		const planned = this.#past.byPath.get(found.path);
		if (this.#options.retryFailed && !this.#past.failed.has(found.path)) return false;
		if (planned === undefined) return true;
		const object = this.#past.objects.get(this.#past.objectOf.get(planned.item) ?? '');
		const same = planned.size === found.size && planned.modifiedMs === found.modifiedMs && planned.inode === found.inode;
		if (same && this.#past.received.has(planned.item)) {
			this.#summary.before += 1;
			this.#summary.items.push({ item: planned.item, path: found.path, size: found.size });
			return false;
		}
		if (same && object !== undefined) return false;
		this.#options.watch.note({ path: found.path, event: 'changed', about: 'taken anew' });
		return true;
	}

	async #large(found: Found, earlier?: { planned: PlannedItem; object: PastObject }): Promise<void> {
		const size = bodySize(found.size);
		const chunks = Math.max(PART_CHUNKS, Math.ceil(size / SEALED_CHUNK_SIZE / MAX_PARTS));
		const object = earlier?.object.object ?? newId(platform.randomBytes);
		const partSize = earlier?.object.partSize ?? chunks * SEALED_CHUNK_SIZE;
		const item = earlier?.planned.item ?? newId(platform.randomBytes);
		const begin = () =>
			this.#options.connection.ask(answers.upload, '/v1/uploads', { body: { object, case: this.#options.open.id, size, partSize } });
		const done = earlier === undefined ? [] : (await begin()).parts;
		await this.#start(found.path, async (pool) => {
			const file: FileTask = { ...task(found, item), ...(earlier === undefined ? {} : { prefix: earlier.planned.prefix }) };
			const result = await pool.run(
				{ kind: 'large', file, object, partSize, done, journalled: earlier?.object.parts ?? [] },
				{
					begin: async (prefix) => {
						if (earlier !== undefined) return;
						await this.#write({ t: 'object', object, size, partSize, items: [plan(found, item, prefix, 0, size)] });
						await begin();
					},
					part: (part, sha256) => this.#write({ t: 'part', object, part, sha256 }),
					sent: (bytes) => this.#options.watch.sent(bytes),
				},
			);
			if (result.kind !== 'large-done') return;
			await this.#write({ t: 'sealed', object, items: [{ item, sha256: result.sha256, body: result.body }] });
			await this.#complete(object);
			const begun = this.#past.objects.get(object) as PastObject;
			await this.#deposit(begun, begun.items);
		}, async () => {
			await this.#abandon(object);
			if (earlier === undefined) return false;
			this.#options.watch.note({ path: found.path, event: 'changed', about: 'it changed since it was begun, and is started anew' });
			const [again] = await collect(walk([Buffer.from(found.at).toString()]));
			if (again === undefined || !('found' in again)) return false;
			await this.#large({ ...again.found, path: found.path });
			return true;
		});
	}

	async #resumeLarge(object: PastObject, planned: PlannedItem): Promise<void> {
		const found: Found = { ...planned, at: Buffer.from(planned.at, 'hex') } as Found;
		await this.#large(found, { planned, object });
	}

	async #pack(pack: readonly Found[]): Promise<void> {
		const files = shuffle(pack).map((found) => ({ found, item: newId(platform.randomBytes) }));
		const object = newId(platform.randomBytes);
		const { path } = pack[0] as Found;
		await this.#start(path, async (pool) => {
			let empty = false;
			await pool.run(
				{ kind: 'pack', object, files: files.map(({ found, item }) => task(found, item)) },
				{
					packed: async ({ size, sha256, items }) => {
						empty = size === 0;
						await this.#notePack(object, size, sha256, items, new Map(files.map(({ found, item }) => [item, found])));
					},
					sent: (bytes) => this.#options.watch.sent(bytes),
				},
			);
			if (empty) return;
			await this.#complete(object);
			const begun = this.#past.objects.get(object) as PastObject;
			await this.#deposit(begun, begun.items);
		}, async () => false);
	}

	async #notePack(object: Id, size: number, sha256: string, items: readonly PackedItem[], files: ReadonlyMap<Id, Found>): Promise<void> {
		const good = items.filter((one) => 'body' in one);
		for (const one of items) {
			if ('failed' in one) await this.#fail((files.get(one.item) as Found).path, one.failed);
		}
		if (size === 0) return;
		const planned = good.map((one) => plan(files.get(one.item) as Found, one.item, one.prefix, one.offset, one.length));
		await this.#write(
			{ t: 'object', object, size, partSize: Math.max(size, 2 ** 16), items: planned },
			{ t: 'sealed', object, items: good.map(({ item, sha256: plain, body }) => ({ item, sha256: plain, body })) },
			{ t: 'part', object, part: 0, sha256 },
		);
		await this.#options.connection.ask(answers.upload, '/v1/uploads', {
			body: { object, case: this.#options.open.id, size, partSize: Math.max(size, 2 ** 16) },
		});
	}

	/** Starts a task when a thread is free. `again` is asked when a file changed: true if it took care of it. */
	async #start(path: string, work: (pool: SealPool) => Promise<void>, again: () => Promise<boolean>): Promise<void> {
		this.#pool ??= this.#makePool();
		const pool = this.#pool;
		await pool.room();
		const running: Promise<void> = work(pool)
			.catch(async (error: unknown) => {
				if (!isCustosError(error)) throw error;
				const aboutFile = error.code === 'changed' || error.message.startsWith('the file cannot be read');
				if (!aboutFile) throw error;
				if (!(await again())) await this.#fail(path, error.message);
			})
			.catch((error: unknown) => {
				this.#failure ??= error;
			})
			.finally(() => this.#tasks.delete(running));
		this.#tasks.add(running);
	}

	#makePool(): SealPool {
		const { connection, open, threads } = this.#options;
		const intake = this.#past.intake;
		if (intake === undefined) throw new Error('a put without an intake');
		const secrets = { memberSecret: intake.memberSecret, notarySecret: intake.notarySecret, recovery: connection.archive.founding.recovery };
		return new SealPool({ server: connection.archive.server, caseId: open.id, secrets }, () => connection.bearer(), threads);
	}

	/** Queues the statements of an object's items. */
	async #deposit(object: PastObject, items: readonly PlannedItem[]): Promise<void> {
		const intake = this.#past.intake;
		if (intake === undefined) throw new Error('a deposit without an intake');
		for (const item of items) {
			const first = this.#past.contents.get(item.sha256 as string);
			const sameAs = first !== undefined && first !== item.path ? first : undefined;
			if (sameAs !== undefined) {
				this.#summary.same.push({ path: item.path, as: sameAs });
				this.#options.watch.note({ path: item.path, event: 'same', about: sameAs });
			}
			this.#summary.items.push({ item: item.item, path: item.path, size: item.size });
			this.#summary.bytes += item.size;
			await this.#receiver.add({ intake, object: object.object, item, ...(sameAs === undefined ? {} : { sameAs }) });
		}
	}

	/** The items of an object that the ledger does not have yet. */
	async #leftOf(object: PastObject): Promise<PlannedItem[]> {
		const ids = object.items.map((item) => item.item);
		const { states } = await this.#options.connection.ask(answers.states, `/v1/cases/${this.#options.open.id}/states`, { body: { items: ids } });
		const known = new Set(states.map((one) => one.item));
		if (known.size > 0) await this.#write({ t: 'received', items: [...known] });
		return object.items.filter((item) => !known.has(item.item));
	}

	/** Completes the object if all its bytes are in the store. */
	async #completed(object: PastObject): Promise<boolean> {
		const { connection, open } = this.#options;
		const upload = await connection.ask(answers.upload, '/v1/uploads', {
			body: { object: object.object, case: open.id, size: object.size, partSize: object.partSize },
		});
		if (upload.done) return true;
		const parts = Math.ceil(object.size / object.partSize);
		const there = upload.parts.filter((one) => object.parts.some((part) => part.part === one.part && part.sha256 === one.sha256));
		if (there.length !== parts) return false;
		await this.#complete(object.object);
		return true;
	}

	async #complete(object: Id): Promise<void> {
		await this.#options.connection.ask(answers.nothing, `/v1/uploads/${object}/complete`, { method: 'POST', body: {} });
	}

	async #abandon(object: Id): Promise<void> {
		if (!this.#past.objects.has(object)) return;
		await this.#write({ t: 'abandoned', object });
		await this.#options.connection.ask(answers.nothing, `/v1/uploads/${object}`, { method: 'DELETE' }).catch((error: unknown) => {
			if (!isCustosError(error, 'not-found')) throw error;
		});
	}

	async #fail(path: string, reason: string): Promise<void> {
		this.#summary.failed.push({ path, reason });
		this.#options.watch.note({ path, event: 'failed', about: reason });
		await this.#write({ t: 'failed', path, reason });
	}
}

function task(found: Found, item: Id): FileTask {
	return { item, at: found.at.toString('hex'), size: found.size, modifiedMs: found.modifiedMs, inode: found.inode };
}

function plan(found: Found, item: Id, prefix: string, offset: number, length: number): PlannedItem {
	return {
		item, path: found.path, at: found.at.toString('hex'), size: found.size, modifiedMs: found.modifiedMs, inode: found.inode, offset, length, prefix,
		...(found.pathBytes === undefined ? {} : { pathBytes: found.pathBytes }),
	};
}

function shuffle<T>(list: readonly T[]): T[] {
	const out = [...list];
	const random = new DataView(platform.randomBytes(4 * out.length).buffer);
	for (let i = out.length - 1; i > 0; i--) {
		const j = random.getUint32(4 * i) % (i + 1);
		[out[i], out[j]] = [out[j] as T, out[i] as T];
	}
	return out;
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const one of source) all.push(one);
	return all;
}

/** Writes the completeness statement of an intake into the ledger. */
export async function closeIntake(connection: Connection, open: OpenCase, summary: PutSummary, kept: number): Promise<void> {
	if (summary.intake === undefined) return;
	const listed = summary.failed.slice(0, 1000).map(({ path, reason }) => ({ path, reason }));
	await submit(connection, [{
		type: 'intake.closed',
		fields: { case: open.id, generation: open.key.generation, intake: summary.intake },
		detail: { to: open.key, fields: { items: summary.items.length, bytes: summary.bytes, kept, failed: summary.failed.length, listed } },
	}]);
}
