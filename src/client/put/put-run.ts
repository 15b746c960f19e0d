import { platform } from '#platform';
import { toHex } from '../../domain/bytes.ts';
import { type Id, newId } from '../../domain/ids.ts';
import { openIntake } from '../intake.ts';
import { earlierRecord } from './earlier-record.ts';
import { FileStates } from './file-states.ts';
import type { PlannedItem } from './journal-records.ts';
import { intakeOf, ObjectsInHand } from './objects-in-hand.ts';
import type { Past, PastObject } from './past.ts';
import { foundAgain, looksSame, PackPlan, partSizeOf, planOf, SMALL, shuffled, taskOf } from './plan.ts';
import type { Found, Refused } from './ports.ts';
import type { PutOptions, PutSummary, WriteJournal } from './put-options.ts';
import { Receiver } from './receiver.ts';
import { saysTheSame } from './record-taken.ts';
import { bodySize } from './seal-file.ts';
import { SealPool } from './seal-pool.ts';
import type { PackedItem } from './tasks.ts';
import { Uploads } from './uploads.ts';
import { whenWorkerIsThere } from './worker-there.ts';

/** One run of a put: first what an earlier one began, then everything else. */
export class PutRun {
	readonly #options: PutOptions;
	readonly #past: Past;
	readonly #states: FileStates;
	readonly #write: WriteJournal;
	readonly #receiver: Receiver;
	readonly #uploads: Uploads;
	readonly #objects: ObjectsInHand;
	readonly #tasks = new Set<Promise<void>>();
	readonly #before: PutSummary['before'] = [];
	readonly #failed: PutSummary['failed'] = [];
	readonly #skipped: PutSummary['skipped'] = [];
	readonly #changed = new Map<string, string>();
	#unasked = 0;
	#recordSealed = false;
	#pool: Promise<SealPool> | undefined;
	#failure: { error: unknown } | undefined;

	constructor(options: PutOptions, past: Past, write: WriteJournal) {
		this.#options = options;
		this.#past = past;
		this.#states = new FileStates(options, past);
		this.#write = write;
		this.#uploads = new Uploads(options.connection, options.open.id);
		this.#receiver = new Receiver(options.connection, options.open, async (items) => {
			await write({ t: 'received', items: items.map((one) => one.item) });
			options.watch.received(items.length);
		});
		this.#objects = new ObjectsInHand(options, past, write, this.#uploads, this.#receiver);
	}

	/** Goes on with objects that an earlier run began. What has changed since is given up, for `takeAll` to start anew. */
	async resume(): Promise<void> {
		const unfinished = this.#past.unfinished();
		const files = unfinished.reduce((sum, object) => sum + object.items.length, 0);
		const bytes = unfinished.reduce((sum, object) => sum + object.size, 0);
		const own = unfinished.flatMap((object) => object.items).reduce((sum, item) => sum + item.size, 0);
		if (files > 0) this.#options.watch.counted(files, bytes, own);
		for (const object of unfinished) {
			const left = await this.#objects.leftOf(object);
			const [first] = left;
			if (first === undefined) continue;
			this.#options.watch.note({ path: first.path, event: 'resumed', about: `${left.length}` });
			const sealed = left.every((item) => item.sha256 !== undefined);
			if (sealed && (await this.#uploads.completeIfThere(object))) await this.#objects.deposit(object, left);
			else if (!sealed && object.items.length === 1) await this.#large(foundAgain(first), { planned: first, object });
			else await this.#objects.giveUp(object.object);
		}
		await this.#settle();
		// Only what is noted as received is left out by the walk.
		await this.#receiver.drain();
	}

	/** Walks the roots and takes in what is new, or what failed. */
	async takeAll(): Promise<void> {
		const { source, retryFailed } = this.#options;
		const goesOn = retryFailed === true || this.#past.intake !== undefined;
		const failedBefore = new Map(goesOn ? this.#past.failed : []);
		let [files, bytes, own] = [0, 0, 0];
		for await (const step of source.walk()) {
			if ('found' in step && this.#states.of(step.found) === 'wanted')
				[files, bytes, own] = [files + 1, bytes + bodySize(step.found.size), own + step.found.size];
		}
		this.#options.watch.counted(files, bytes, own);
		let pack = new PackPlan();
		const met = new Set<string>();
		for await (const step of source.walk()) {
			this.#options.signal?.throwIfAborted();
			if (this.#failure !== undefined) throw this.#failure.error;
			const { at } = 'found' in step ? step.found : step.refused;
			met.add(at);
			// A folder that failed as a whole is there again with whatever is in it.
			let folder = failedBefore.size > 0 ? source.folderOf?.(at) : undefined;
			for (; folder !== undefined; folder = source.folderOf?.(folder)) failedBefore.delete(folder);
			if ('refused' in step) await this.#refuse(step.refused);
			else if (this.#take(step.found)) {
				if (step.found.size > SMALL) await this.#large(step.found);
				else pack.add(step.found);
			}
			if (!pack.full) continue;
			await this.#pack(pack.files);
			pack = new PackPlan();
		}
		if (pack.files.length > 0) await this.#pack(pack.files);
		await this.#settle();
		for (const [at, { path }] of [...this.#past.givenUp]) {
			if (!met.has(at)) await this.#fail(at, path, 'an earlier run began it, and it is no longer there');
		}
		// What failed and is not shown any more is not in the archive either: nothing else would say so.
		for (const [at, { path }] of failedBefore) if (!met.has(at)) await this.#fail(at, path, 'missing');
	}

	async finish(): Promise<PutSummary> {
		await this.#receiver.drain();
		const items = this.#past.receivedNow();
		const same = items.flatMap((one) => {
			const first = this.#past.firstLike(one);
			return first === undefined ? [] : [{ path: one.path, as: first.path }];
		});
		const delivered = this.#past.intake === undefined ? this.#past.delivered : items[0]?.item;
		return {
			intake: this.#past.intake?.id,
			items: items.map(({ item, path, size, sha256 }) => ({ item, path, size, sha256: sha256 as string })),
			before: this.#before,
			failed: this.#failed,
			skipped: this.#skipped,
			unasked: this.#unasked,
			same,
			changed: [...this.#changed.values()],
			recordTaken: this.#options.record && (this.#recordSealed || (await saysTheSame(this.#options, delivered))),
			bytes: items.reduce((sum, one) => sum + one.size, 0),
		};
	}

	async close(): Promise<void> {
		const pool = await this.#pool?.catch(() => undefined);
		await pool?.close();
	}

	/** True if the file is to be taken now; says what is to be said about it. */
	#take(found: Found): boolean {
		const state = this.#states.of(found);
		if (state === 'unasked') this.#unasked += 1;
		const planned = this.#past.planned.get(found.at) ?? this.#past.givenUp.get(found.at);
		if (state === 'wanted' && planned !== undefined && !looksSame(planned, found)) this.#noteChanged(found);
		if (state === 'received' && planned !== undefined && !this.#past.isCurrent(planned)) {
			this.#before.push({ item: planned.item, path: found.path, size: found.size });
		}
		return state === 'wanted';
	}

	async #large(found: Found, earlier?: { planned: PlannedItem; object: PastObject }): Promise<void> {
		const size = bodySize(found.size);
		const object = earlier?.object.object ?? newId(platform.randomBytes);
		const partSize = earlier?.object.partSize ?? partSizeOf(size);
		const item = earlier?.planned.item ?? newId(platform.randomBytes);
		const begun = { object, size, partSize };
		const done = earlier === undefined ? [] : (await this.#uploads.begin(begun)).parts;
		const file = {
			...taskOf(found, item, this.#options.source),
			...(earlier === undefined ? {} : { prefix: earlier.planned.prefix }),
		};
		await this.#start(async (pool, started) => {
			const result = await pool.run(
				{ kind: 'large', file, object, partSize, done, journalled: earlier?.object.parts ?? [] },
				{
					begin: async (prefix) => {
						if (earlier !== undefined) return;
						await this.#write({
							t: 'object',
							...begun,
							items: [planOf(found, item, { prefix, offset: 0, length: size })],
						});
						await this.#uploads.begin(begun);
					},
					part: (part, sha256) => this.#write({ t: 'part', object, part, sha256 }),
					sent: (bytes) => this.#options.watch.sent(bytes),
				},
				started,
			);
			if (result.kind === 'large-done') {
				await this.#write({ t: 'sealed', object, items: [{ item, sha256: result.sha256, body: result.body }] });
				await this.#objects.finish(object);
			} else if (result.kind === 'file-failed') {
				await this.#objects.giveUp(object);
				if (earlier === undefined) await this.#fail(file.at, found.path, result.reason);
				else if (result.changed) this.#noteChanged(found);
			}
		});
	}

	async #pack(pack: readonly Found[]): Promise<void> {
		const files = new Map(shuffled(pack).map((found) => [newId(platform.randomBytes), found]));
		const object = newId(platform.randomBytes);
		await this.#start(async (pool, started) => {
			let empty = false;
			await pool.run(
				{ kind: 'pack', object, files: [...files].map(([item, found]) => taskOf(found, item, this.#options.source)) },
				{
					packed: async ({ size, sha256, items }) => {
						empty = size === 0;
						await this.#notePack(object, size, sha256, items, files);
					},
					sent: (bytes) => this.#options.watch.sent(bytes),
				},
				started,
			);
			if (!empty) await this.#objects.finish(object);
		});
	}

	async #notePack(
		object: Id,
		size: number,
		sha256: string,
		items: readonly PackedItem[],
		files: ReadonlyMap<Id, Found>,
	): Promise<void> {
		const good = items.filter((one) => 'body' in one);
		for (const one of items) {
			const found = files.get(one.item) as Found;
			if ('failed' in one) await this.#fail(found.at, found.path, one.failed);
		}
		if (size === 0) return;
		const begun = { object, size, partSize: Math.max(size, 2 ** 16) };
		await this.#write(
			{ t: 'object', ...begun, items: good.map((one) => planOf(files.get(one.item) as Found, one.item, one)) },
			{ t: 'sealed', object, items: good.map(({ item, sha256: plain, body }) => ({ item, sha256: plain, body })) },
			{ t: 'part', object, part: 0, sha256 },
		);
		await this.#uploads.begin(begun);
	}

	/** Starts a task; resolves when a thread has taken it up, so that the walk runs no further ahead. */
	async #start(work: (pool: SealPool, started: () => void) => Promise<void>): Promise<void> {
		this.#pool ??= this.#makePool();
		const pool = await this.#pool;
		await new Promise<void>((started) => {
			const running: Promise<void> = work(pool, started)
				.catch((error: unknown) => {
					this.#failure ??= { error };
				})
				.finally(() => {
					started();
					this.#tasks.delete(running);
				});
			this.#tasks.add(running);
		});
	}

	async #settle(): Promise<void> {
		while (this.#tasks.size > 0) await Promise.all(this.#tasks);
		if (this.#failure !== undefined) throw this.#failure.error;
	}

	/** The threads, with the secrets of the open intake; opens one if there is none. */
	async #makePool(): Promise<SealPool> {
		const { connection, open, record, threads } = this.#options;
		if (this.#past.intake === undefined) {
			const said = record ?? (await earlierRecord(this.#options, this.#past.delivered));
			const { id, memberSecret, notarySecret, epoch } = await whenWorkerIsThere(
				() => openIntake(connection, open, said),
				this.#options.signal,
			);
			this.#recordSealed = record !== undefined;
			const secrets = { memberSecret: toHex(memberSecret), notarySecret: toHex(notarySecret) };
			await this.#write({ t: 'intake', intake: id, ...secrets, epoch: epoch.epoch, epochKey: toHex(epoch.key) });
		}
		const { memberSecret, notarySecret } = intakeOf(this.#past);
		const secrets = { memberSecret, notarySecret, recovery: connection.archive.founding.recovery };
		return new SealPool(threads, { server: connection.archive.server, secrets }, (refused) =>
			connection.bearer(refused),
		);
	}

	async #refuse({ at, path, reason }: Refused): Promise<void> {
		if (!this.#states.isAsked(at)) return;
		if (reason === 'unreadable' || reason === 'missing') return this.#fail(at, path, reason);
		this.#skipped.push({ path, reason });
		this.#options.watch.note({ path, event: 'skipped', about: reason });
	}

	#noteChanged(found: Found): void {
		if (this.#changed.has(found.at)) return;
		this.#changed.set(found.at, found.path);
		this.#options.watch.note({
			path: found.path,
			event: 'changed',
			about: 'it is another file than the one begun earlier, and is started anew',
		});
	}

	async #fail(at: string, path: string, reason: string): Promise<void> {
		this.#failed.push({ path, reason });
		this.#options.watch.note({ path, event: 'failed', about: reason });
		await this.#write({ t: 'failed', path, at, reason });
	}
}
