import { lastCheckpoint } from '../../src/db/log-store.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { allBytes, bodiesOf, damagedObjects, type ObjectBodies } from './bodies.ts';
import { aheadMs, type Pace } from './pace.ts';
import type { Parts } from './parts.ts';
import { type Progress, readProgress, saveAll, saveProgress } from './progress.ts';
import { mend, tend } from './tend.ts';

/** Entries looked through at a time. */
const PAGE = 200;
/** Between two looks at what is damaged: somebody may have put it back, or the second copy may be there again. */
const AGAIN_MS = 600_000;
/** Between two looks at one object that somebody asks for. */
const REST_MS = 60_000;

/** Reads every body there is, again and again, in the order of the entries. */
export class Rehash {
	readonly #parts: Parts;
	readonly #pace: Pace;
	readonly #days: number;
	#again = 0;
	/** When an object was looked at that somebody asked for. */
	readonly #looked = new Map<string, number>();
	#failed = { next: -1, times: 0 };

	/** A round takes `days`; at most the share of the time that `pace` allows goes into it. */
	constructor(parts: Parts, options: { days: number; pace: Pace }) {
		this.#parts = parts;
		this.#pace = options.pace;
		this.#days = options.days;
	}

	/** What is due of the round. Returns in how many milliseconds more is. Its place in the round is kept over restarts. */
	async turn(): Promise<number> {
		const { db, clock, signal } = this.#parts;
		let progress = await readProgress(db, 'rehash', clock());
		const total = await allBytes(db);
		await saveAll(db, total, clock());
		for (;;) {
			const size = (await lastCheckpoint(db))?.size ?? 0;
			if (progress.next >= size) {
				const restMs = this.#days * 86_400_000 - (clock().getTime() - progress.began.getTime());
				if (restMs > 0 || progress.bytes === 0) return Math.max(restMs, 0);
				progress = { ...progress, next: 0, began: clock(), bytes: 0 };
			}
			const to = Math.min(size, progress.next + PAGE);
			for (const run of await bodiesOf(db, progress.next, to)) {
				signal.throwIfAborted();
				const waitMs = this.#aheadMs(progress, total);
				if (waitMs > 0) return waitMs;
				await this.#tend(run, progress.next);
				const bytes = run.bodies.reduce((sum, one) => sum + one.size, progress.bytes);
				progress = { ...progress, bytes, next: (run.bodies.at(-1)?.idx ?? to - 1) + 1 };
				await saveProgress(db, 'rehash', progress, clock());
			}
			progress = { ...progress, next: to, ended: to === size ? clock() : progress.ended };
			await saveProgress(db, 'rehash', progress, clock());
			if (to === size) return 0;
		}
	}

	/** What cannot be read is tried three times and passed over, or nobody would look at what comes after it. */
	async #tend(run: ObjectBodies, next: number): Promise<void> {
		try {
			await tend(this.#parts, run, this.#pace);
		} catch (error) {
			if (!isCustosError(error, 'unreadable')) throw error;
			this.#failed = { next, times: this.#failed.next === next ? this.#failed.times + 1 : 1 };
			if (this.#failed.times < 3) throw error;
			this.#parts.log(`ALARM: the stored body of entry ${run.bodies[0]?.idx} cannot be read`);
		}
	}

	#aheadMs({ bytes, began }: Progress, total: number): number {
		const spentMs = this.#parts.clock().getTime() - began.getTime();
		return aheadMs({ done: bytes, total, days: this.#days }, spentMs);
	}

	/** What readers missed or found altered, at once; and what was found damaged before, now and then. */
	async urgent(): Promise<void> {
		const { db, clock } = this.#parts;
		const missed = await db.selectFrom('not_found').select('object').orderBy('at').limit(100).execute();
		for (const { object } of missed) {
			// Nobody keeps the store busy by asking for the same again and again.
			if (clock().getTime() - (this.#looked.get(object) ?? Number.NEGATIVE_INFINITY) < REST_MS) continue;
			this.#looked.set(object, clock().getTime());
			await mend(this.#parts, object);
			await db.deleteFrom('not_found').where('object', '=', object).execute();
		}
		if (clock().getTime() < this.#again) return;
		this.#looked.clear();
		for (const object of await damagedObjects(db)) await mend(this.#parts, object);
		this.#again = clock().getTime() + AGAIN_MS;
	}
}
