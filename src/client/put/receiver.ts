import { platform } from '#platform';
import { type Bytes, fromBase64, toHex } from '../../domain/bytes.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { version } from '../../domain/version.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { intakeContext } from '../intake.ts';
import { type Draft, type Submitted, trySubmit } from '../submit.ts';
import type { PlannedItem } from './journal-records.ts';
import { provenReceived } from './proven.ts';

/** A sealed item whose body lies in the store. */
export interface Deposit {
	intake: { id: Id; epoch: number; epochKey: Bytes };
	object: Id;
	item: PlannedItem;
	sameAs?: string;
}

/** With what a deposit was taken in, and how: for reports, which put the second in words. */
const HOW = { tool: `custos ${version}`, method: 'sealed-upload' };
/** Statements in one request, and requests at once. */
const BATCH = 250;
const LANES = 2;
const ATTEMPTS = 3;
/** Times that a calendar can write; some file systems hold others. */
const LATEST_MS = Date.UTC(9999, 11, 31);
const EARLIEST_MS = Date.UTC(0, 0, 1);

/** Brings deposits into the ledger, many a request; what came while others were on the way goes together. */
export class Receiver {
	readonly #connection: Connection;
	readonly #open: OpenCase;
	readonly #received: (items: readonly PlannedItem[]) => Promise<void>;
	readonly #waiting: Deposit[] = [];
	readonly #lanes = new Set<Promise<void>>();
	#failure: unknown;

	constructor(connection: Connection, open: OpenCase, received: (items: readonly PlannedItem[]) => Promise<void>) {
		this.#connection = connection;
		this.#open = open;
		this.#received = received;
	}

	/** Queues a deposit; rejects when an earlier one failed. */
	async add(deposit: Deposit): Promise<void> {
		if (this.#failure !== undefined) throw this.#failure;
		this.#waiting.push(deposit);
		if (this.#lanes.size >= LANES) return;
		const lane: Promise<void> = this.#run()
			.catch((error: unknown) => {
				this.#failure ??= error;
			})
			.finally(() => this.#lanes.delete(lane));
		this.#lanes.add(lane);
	}

	/** Resolves when everything queued is in the ledger. */
	async drain(): Promise<void> {
		while (this.#lanes.size > 0) await Promise.all(this.#lanes);
		if (this.#failure !== undefined) throw this.#failure;
	}

	async #run(): Promise<void> {
		while (this.#waiting.length > 0) {
			// Let everything that is being queued right now come in first.
			await new Promise((resolve) => setTimeout(resolve, 0));
			const turn = this.#waiting.splice(0, BATCH);
			if (turn.length === 0) return;
			await this.#bringIn(turn);
			await this.#received(turn.map((one) => one.item));
		}
	}

	/**
	 * An answer may be lost on the way, and a statement may grow stale while the archive is away. So what was not heard
	 * to be accepted is looked up before it is stated again: nothing is received twice.
	 */
	async #bringIn(turn: readonly Deposit[]): Promise<void> {
		let left = turn;
		for (let attempt = 1; left.length > 0; attempt++) {
			let problem: CustosError | undefined;
			try {
				const results = await trySubmit(
					this.#connection,
					left.map((one) => this.#draft(one)),
				);
				const denied = results.filter(({ skeleton }) => skeleton.result !== 'accepted');
				if (denied.length === 0) return;
				const [{ index, skeleton }] = denied as [Submitted];
				problem = new CustosError(
					'denied',
					`the archive refused to receive ${denied.length} items (${skeleton.result}); the first is entry ${index}`,
				);
			} catch (error) {
				if (!isCustosError(error, 'stale') && !isCustosError(error, 'unavailable')) throw error;
				problem = error;
			}
			left = await this.#unknown(left);
			if (left.length > 0 && (attempt === ATTEMPTS || problem.code === 'denied')) throw problem;
		}
	}

	/** Those that no entry is shown of. */
	async #unknown(deposits: readonly Deposit[]): Promise<readonly Deposit[]> {
		const received = await provenReceived(this.#connection, this.#open.id, deposits);
		return deposits.filter((one) => !received.has(one.item.item));
	}

	#draft({ intake, object, item, sameAs }: Deposit): Draft<'item.received'> {
		const prefix = fromBase64(item.prefix);
		return {
			type: 'item.received',
			fields: {
				case: this.#open.id,
				generation: this.#open.key.generation,
				intake: intake.id,
				item: item.item,
				prefix: toHex(platform.sha256(prefix)),
				body: { object, offset: item.offset, size: item.length, sha256: item.body as string },
			},
			detail: {
				to: this.#open.key,
				disclose: {
					names: ['sha256', 'size'],
					to: intake.epochKey,
					context: intakeContext.facts(item.item, intake.epoch),
				},
				fields: {
					path: item.path,
					size: item.size,
					modified: new Date(Math.min(LATEST_MS, Math.max(EARLIEST_MS, item.modifiedMs))).toISOString(),
					sha256: item.sha256 as string,
					...HOW,
					...(item.pathBytes === undefined ? {} : { pathBytes: item.pathBytes }),
					...(sameAs === undefined ? {} : { sameAs }),
				},
			},
			prefix,
		};
	}
}
