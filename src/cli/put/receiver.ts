import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { intakeContext } from '../../client/intake.ts';
import { type Draft, submit } from '../../client/submit.ts';
import { type Bytes, fromBase64, toHex } from '../../domain/bytes.ts';
import type { Id } from '../../domain/ids.ts';
import { platform } from '../../domain/platform/node.ts';
import type { PlannedItem } from './journal.ts';

/** A sealed item whose body lies in the store. */
export interface Deposit {
	intake: { id: Id; epoch: number; epochKey: Bytes };
	object: Id;
	item: PlannedItem;
	sameAs?: string;
}

/** Statements in one request, and requests at once. */
const BATCH = 250;
const LANES = 2;

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
			await new Promise((resolve) => setImmediate(resolve));
			const turn = this.#waiting.splice(0, BATCH);
			if (turn.length === 0) return;
			await submit(this.#connection, turn.map((one) => this.#draft(one)));
			await this.#received(turn.map((one) => one.item));
		}
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
				disclose: { names: ['sha256', 'size'], to: intake.epochKey, context: intakeContext.facts(item.item, intake.epoch) },
				fields: {
					path: item.path,
					size: item.size,
					modified: new Date(item.modifiedMs).toISOString(),
					sha256: item.sha256 as string,
					...(item.pathBytes === undefined ? {} : { pathBytes: item.pathBytes }),
					...(sameAs === undefined ? {} : { sameAs }),
				},
			},
			prefix,
		};
	}
}
