import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { lastCheckpoint } from '../../src/db/log-store.ts';
import type { Database } from '../../src/db/tables.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { askTime } from '../../src/domain/time/ask-time.ts';
import type { NoTime } from '../../src/domain/time/send-request.ts';

/** Until an authority that did not answer is asked again. */
const AGAIN_MS = 60_000;

export interface StampingParts {
	/** A connection of its own. */
	db: Kysely<Database>;
	/** Addresses of time authorities (RFC 3161, 3.4). */
	authorities: readonly string[];
	clock: () => Date;
}

/**
 * Has the newest checkpoint stamped by each authority, beside the notary's work and never in its way. What could not be
 * stamped is stamped later, with the time of then: nothing is ever back-dated.
 */
export class Stamping {
	readonly #parts: StampingParts;
	readonly #closing = new AbortController();

	constructor(parts: StampingParts) {
		this.#parts = parts;
	}

	/** Asks everybody who has not stamped the newest checkpoint. True if all have now. */
	async round(): Promise<boolean> {
		const { db, authorities } = this.#parts;
		await db
			.deleteFrom('time_asked')
			.$if(authorities.length > 0, (q) => q.where('authority', 'not in', [...authorities]))
			.execute();
		const newest = await lastCheckpoint(db);
		const done = await Promise.all(
			authorities.map(async (authority) => {
				const trouble = newest === undefined ? undefined : await this.#stamp(authority, newest);
				await this.#tell(authority, trouble);
				return trouble === undefined;
			}),
		);
		return !done.includes(false);
	}

	/**
	 * Goes on until `close`, with so many milliseconds between two looks at whether there is something new: what enters
	 * meanwhile shares one token. Rejects only for what is no authority's fault.
	 */
	async run(everyMs: number): Promise<void> {
		const { signal } = this.#closing;
		while (!signal.aborted) {
			const well = await this.round();
			await sleep(well ? everyMs : Math.min(everyMs, AGAIN_MS), undefined, { signal }).catch(() => undefined);
		}
	}

	close(): void {
		this.#closing.abort();
	}

	async #stamp(authority: string, { size, note }: { size: number; note: string }): Promise<NoTime | undefined> {
		const { db } = this.#parts;
		const before = await db
			.selectFrom('ledger.time_tokens')
			.select('size')
			.where('authority', '=', authority)
			.where('size', '>=', size)
			.limit(1)
			.executeTakeFirst();
		if (before !== undefined) return undefined;
		const stamped = await askTime(fetch, authority, utf8(note), this.#closing.signal).catch((error: unknown) => {
			if (this.#closing.signal.aborted) return 'away' as const;
			throw error;
		});
		if (typeof stamped === 'string') return stamped;
		const { answer, token } = stamped;
		await db
			.insertInto('ledger.time_tokens')
			.values({ size, authority, note, answer, time: new Date(token.time) })
			.onConflict((on) => on.doNothing())
			.execute();
		return undefined;
	}

	async #tell(authority: string, trouble: NoTime | undefined): Promise<void> {
		const { db, clock } = this.#parts;
		const row = { authority, trouble: trouble ?? null, since: trouble === undefined ? null : clock() };
		await db
			.insertInto('time_asked')
			.values(row)
			.onConflict((on) =>
				on.column('authority').doUpdateSet({
					trouble: row.trouble,
					// Since the first of the attempts that failed.
					since: (eb) => (row.trouble === null ? eb.val(null) : eb.fn.coalesce('time_asked.since', eb.val(row.since))),
				}),
			)
			.execute();
	}
}
