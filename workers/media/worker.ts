import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../src/client/connection.ts';
import { createDesk, type Desk } from '../../src/client/desk.ts';
import { checkItem } from '../../src/client/open-item.ts';
import type { Bytes } from '../../src/domain/bytes.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import { answers, type Item } from '../../src/domain/wire.ts';
import { about, compare, compareRead, forget, type HeldItem, keyOf, sourceOf, take } from './custody.ts';
import { json, manifestKeeper, record } from './derive.ts';
import type { Enrolled } from './enrol.ts';
import { examine, ToolReport } from './examine.ts';
import { itemsForWork } from './items-for-work.ts';
import { type Lanes, lanes } from './lanes.ts';
import { recordProxy } from './record-proxy.ts';
import { sharedOpening } from './shared-opening.ts';
import { createSmallBodies, SMALL_BODY, type SmallBodies } from './small-bodies.ts';

/** Items being compared at once. */
const HOLD = 500;
/** Kept items that wait here for their examination; beyond it they go back, so that keeping never waits for examining. */
const WAIT = 200;
/** An examination waits at most so long for items that are still to be kept. */
const PATIENCE_MS = 5000;
const KEEPING = 4;
const EXAMINING = 2;
const PROXYING = 1;
const BEAT_MS = 1500;
/** How often it looks whether a worker epoch is open. */
const RENEW_MS = 5000;
/** An item that cost so many workers their lives is not examined again until someone asks for it. */
const ATTEMPTS = 4;

interface Job {
	id: Id;
	attempt: number;
	/** To make the item's proxy; it is examined already. */
	proxy: boolean;
	stop: AbortController;
}

/** Takes received items one after another: compared first, so that they are kept soon; examined when there is time. */
export class MediaWorker {
	readonly #connection: Connection;
	#epochs: ReadonlyMap<number, Bytes>;
	readonly #renew: Enrolled['renew'];
	#renewAt = performance.now() + RENEW_MS;
	readonly #desk: Desk;
	/** The connection for opening the entries of many items. */
	readonly #opening: Connection;
	readonly #smallBodies: SmallBodies;
	readonly #jobs = new Map<Id, Job>();
	#done: Id[] = [];
	#waiting = 0;
	readonly #say: (line: string) => void;

	readonly #examines: boolean;

	/** Without `examines` items are compared and kept, and wait for a worker that has a jail. */
	constructor({ connection, epochs, renew }: Enrolled, examines: boolean, say: (line: string) => void) {
		this.#examines = examines;
		this.#connection = connection;
		this.#epochs = epochs;
		this.#renew = renew;
		this.#desk = createDesk(connection);
		this.#opening = sharedOpening(connection);
		this.#smallBodies = createSmallBodies(connection);
		this.#say = say;
	}

	/** Works until the signal. Items in hand then go back for others. */
	async run(signal: AbortSignal): Promise<void> {
		const keeping = lanes(KEEPING);
		const examining = lanes(EXAMINING);
		const proxying = lanes(PROXYING);
		const beating = this.#beat(signal);
		while (!signal.aborted) {
			if (this.#renew !== undefined && performance.now() > this.#renewAt) {
				this.#epochs = await this.#renew();
				this.#renewAt = performance.now() + RENEW_MS;
			}
			const taken = await this.#takeMore();
			for (const [job, item] of taken) {
				const work = job.proxy ? this.#proxy(job, item, proxying) : this.#one(job, item, keeping, examining);
				this.#ending(job, work).catch(() => this.#say(`item ${job.id} was left for another attempt`));
			}
			if (taken.length === 0) await pause(300, undefined, { signal }).catch(() => undefined);
		}
		for (const job of this.#jobs.values()) job.stop.abort();
		await beating;
		await this.#release([...this.#jobs.keys()]);
	}

	async #takeMore(): Promise<[Job, Item][]> {
		const room = HOLD - (this.#jobs.size - this.#waiting);
		if (room < HOLD / 4) return [];
		const examine = this.#examines && this.#waiting < WAIT / 2;
		const { items } = await this.#connection.ask(answers.work, '/v1/work/take', {
			body: { limit: Math.min(room, 200), examine, epochs: [...this.#epochs.keys()] },
		});
		const fresh = items.filter((one) => !this.#jobs.has(one.item));
		if (fresh.length === 0) return [];
		const ids = fresh.map((one) => one.item);
		const full = await itemsForWork(this.#connection, ids);
		return fresh.map(({ item, attempt, proxy }, i) => {
			const job: Job = { id: item, attempt, proxy, stop: new AbortController() };
			this.#jobs.set(item, job);
			return [job, full[i] as Item];
		});
	}

	/** One item from here to its end. */
	async #one(job: Job, item: Item, keeping: Lanes, examining: Lanes): Promise<void> {
		const held = await this.#keep(job, item, keeping);
		if (held === undefined) return;
		if (!this.#examines || this.#waiting >= WAIT) return forget(held);
		this.#waiting += 1;
		await this.#examine(job, held, examining).finally(() => {
			this.#waiting -= 1;
			forget(held);
		});
	}

	/** A job to its end. Whatever goes wrong is stated; only a lost connection lets the lease run out. */
	async #ending(job: Job, work: Promise<void>): Promise<void> {
		try {
			await work;
			this.#done.push(job.id);
		} catch (error) {
			const code = isCustosError(error) ? error.code : 'internal';
			if (!job.stop.signal.aborted)
				this.#say(`item ${job.id} was left for another attempt: ${code} ${isCustosError(error) ? '' : place(error)}`);
		} finally {
			this.#jobs.delete(job.id);
		}
	}

	/** Only the reading takes a lane: statements of many items wait for the notary together. */
	async #keep(job: Job, item: Item, lane: Lanes): Promise<HeldItem | undefined> {
		const entries = await checkItem(this.#opening, item, job.id);
		let held: HeldItem;
		try {
			held = await take(this.#connection, this.#desk, this.#epochs, entries, item.prefix);
		} catch (error) {
			if (!isCustosError(error) || !unreadable(error)) throw error;
			await this.#fail({ entries, caseKey: await keyOf(this.#connection, entries.case) }, 'keeping', error);
			return undefined;
		}
		if (item.kept !== undefined) return held;
		try {
			await this.#compare(held, lane);
		} catch (error) {
			// Whose lease is another's has nothing to say of the item.
			if (job.stop.signal.aborted || !isCustosError(error) || passing(error)) throw error;
			await this.#fail(held, 'keeping', error);
			return undefined;
		}
		const { prefix, body } = entries.received.statement;
		const kept = { ...about(held), prefix, sha256: body.sha256 };
		await this.#desk.submit({ type: 'item.kept', fields: kept }).catch((error: unknown) => {
			forget(held);
			throw error;
		});
		return held;
	}

	async #compare(held: HeldItem, lane: Lanes): Promise<void> {
		const { id, received } = held.entries;
		const { body } = received.statement;
		if (body.size <= SMALL_BODY) {
			if ((await this.#smallBodies.read(id, body, (sealed) => compareRead(held, sealed))) === true) return;
		}
		await lane(() => compare(this.#connection, held));
	}

	async #examine(job: Job, held: HeldItem, lane: Lanes): Promise<void> {
		if (job.attempt > ATTEMPTS) {
			const attempts = new CustosError('limit', `${ATTEMPTS} attempts to examine it ended without a result`);
			return this.#fail(held, 'examining', attempts);
		}
		const manifest = manifestKeeper();
		try {
			const examination = await lane(async () => {
				await this.#keptUp(job.stop.signal);
				const source = await sourceOf(this.#connection, held);
				return examine(source, { signal: job.stop.signal, onManifest: manifest.take });
			});
			await record(this.#connection, this.#desk, held, examination, manifest.bytes());
		} catch (error) {
			if (job.stop.signal.aborted || !isCustosError(error) || passing(error)) throw error;
			await this.#fail(held, 'examining', error);
		}
	}

	/** The copy that browsers play. The item itself stays what it was, whatever comes of it. */
	async #proxy(job: Job, item: Item, lane: Lanes): Promise<void> {
		this.#waiting += 1;
		try {
			const held = await take(
				this.#connection,
				this.#desk,
				this.#epochs,
				await checkItem(this.#connection, item, job.id),
				item.prefix,
			);
			try {
				if (job.attempt > ATTEMPTS)
					throw new CustosError('limit', `${ATTEMPTS} attempts to make a playable copy ended without a result`);
				await lane(async () => {
					await this.#keptUp(job.stop.signal);
					const source = await sourceOf(this.#connection, held);
					await recordProxy(this.#connection, this.#desk, held, source, job.stop.signal);
				});
			} catch (error) {
				const passes = !isCustosError(error) || (passing(error) && error.code !== 'config');
				if (job.stop.signal.aborted || passes) throw error;
				await this.#fail(held, 'proxy', error);
			}
		} finally {
			this.#waiting -= 1;
		}
	}

	/** Keeping comes first: resolves when nothing waits to be compared, or patience ends. */
	async #keptUp(signal: AbortSignal): Promise<void> {
		const until = performance.now() + PATIENCE_MS;
		while (this.#jobs.size > this.#waiting && performance.now() < until) await pause(200, undefined, { signal });
	}

	/** The reason, with what the tool said, is sealed to the case: it may name what is in the file. */
	async #fail(
		held: Pick<HeldItem, 'entries' | 'caseKey'>,
		phase: 'keeping' | 'examining' | 'proxy',
		error: CustosError,
	): Promise<void> {
		const report = error.cause instanceof ToolReport ? { report: json(error.cause) } : {};
		await this.#desk.submit({
			type: 'item.failed',
			fields: { ...about(held), phase },
			detail: { to: held.caseKey, fields: { code: error.code, reason: error.message, ...report } },
		});
	}

	/** Lets leases go: of items that are done, and of these. */
	async #release(more: readonly Id[]): Promise<void> {
		const items = [...this.#done.splice(0, 1000), ...more];
		if (items.length > 0) await this.#connection.ask(answers.nothing, '/v1/work/release', { body: { items } });
	}

	async #beat(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			await pause(BEAT_MS, undefined, { signal }).catch(() => undefined);
			const ids = [...this.#jobs.keys()];
			if (signal.aborted) return;
			try {
				await this.#release([]);
				if (ids.length === 0) continue;
				const { items } = await this.#connection.ask(answers.held, '/v1/work/beat', { body: { items: ids } });
				const ours = new Set(items);
				for (const id of ids) if (!ours.has(id)) this.#jobs.get(id)?.stop.abort();
			} catch (error) {
				this.#say(`the archive did not take the heartbeat: ${isCustosError(error) ? error.code : place(error)}`);
			}
		}
	}
}

/** What the depositor sealed for workers does not open: no later attempt will find it otherwise. */
function unreadable(error: CustosError): boolean {
	return ['wrong-key', 'damaged', 'bad-key'].includes(error.code);
}

/** Errors that say nothing about the item: the archive is away, the jail is missing, the machine is full. */
function passing(error: CustosError): boolean {
	return [
		'unavailable',
		'unauthenticated',
		'no-jail',
		'config',
		'internal',
		'disk-full',
		'stale',
		'clock-skew',
		'forked',
		'suspended',
	].includes(error.code);
}

function place(error: unknown): string {
	const stack = error instanceof Error ? (error.stack ?? '') : '';
	return /((?:src|workers)\/[^\s()]+)/.exec(stack)?.[1] ?? '';
}
