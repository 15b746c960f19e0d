import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import { type Pending, type Verified, verify } from './admit.ts';
import { takePending } from './queue.ts';
import type { Signatures } from './signatures.ts';

/** Statements in hand, their signatures being checked. */
export interface Taken {
	batch: Pending[];
	/** Others may be waiting behind them. */
	more: boolean;
	/** The ids of the batch that was in hand while this one was read. */
	before: ReadonlySet<string>;
	verified: Promise<Verified[]>;
}

/**
 * Takes statements for the notary, one batch ahead while more are waiting: the database reads the next one while this one
 * is judged, it is parsed while the database writes this one, and its signatures are checked in another thread meanwhile.
 */
export class Reading {
	readonly #db: Kysely<Database>;
	readonly #signatures: Signatures;
	readonly #limit: number;
	#ahead: Promise<Taken> | undefined;
	#parse = (): void => {};

	constructor(db: Kysely<Database>, signatures: Signatures, limit: number) {
		this.#db = db;
		this.#signatures = signatures;
		this.#limit = limit;
	}

	/** True while a batch is on its way that nobody has taken. */
	get isAhead(): boolean {
		return this.#ahead !== undefined;
	}

	/** What was read ahead, or what is waiting now. */
	async take(): Promise<Taken> {
		this.parse();
		const ahead = this.#ahead ?? this.#read([], Promise.resolve());
		this.#ahead = undefined;
		return ahead;
	}

	/** Asks for the batch behind this one. Resolves when the database has been asked, so that the caller may keep the thread busy. */
	async ahead(inHand: readonly Pending[]): Promise<void> {
		const parse = new Promise<void>((resolve) => {
			this.#parse = resolve;
		});
		this.#ahead = this.#read(inHand, parse);
		this.#ahead.catch(() => undefined); // whoever takes it hears of it
		await othersTurn();
	}

	/** There is nothing else to do now: what was read ahead may be parsed. */
	parse(): void {
		this.#parse();
	}

	async #read(inHand: readonly Pending[], parse: Promise<void>): Promise<Taken> {
		const { batch, more } = await takePending(this.#db, this.#limit, inHand);
		await parse;
		const before = new Set(inHand.map((one) => one.statement_id));
		return { batch, more, before, verified: verify(batch, this.#signatures) };
	}
}
