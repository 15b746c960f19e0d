import type { Checkpoint } from '../domain/ledger/checkpoint.ts';
import type { KnownEvents } from '../domain/ledger/key-links.ts';
import type { KeySpans } from '../domain/ledger/log-keys.ts';
import type { Receipt } from '../domain/ledger/receipt.ts';
import type { SignedStatement } from '../domain/ledger/statement.ts';

/** What a client keeps between runs. Durable once a promise resolves. */
export interface Memory {
	/** The last checkpoint verified, or undefined before the first. */
	checkpoint(): Promise<Checkpoint | undefined>;
	saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
	/** The log's keys, as far as rotations of it were proven here; undefined before the first. */
	keys(): Promise<KeySpans | undefined>;
	saveKeys(keys: KeySpans): Promise<void>;
	/** How many events the archive had had when they were last seen to be more; undefined before the first. */
	events(): Promise<KnownEvents | undefined>;
	saveEvents(known: KnownEvents): Promise<void>;
	/** Keeps receipts in the actor's own hand. */
	keep(receipts: readonly { signed: SignedStatement; receipt: Receipt }[]): Promise<void>;
}

/** A memory that ends with the process. */
export function forgetful(): Memory {
	let last: Checkpoint | undefined;
	let known: KeySpans | undefined;
	let counted: KnownEvents | undefined;
	return {
		checkpoint: async () => last,
		saveCheckpoint: async (checkpoint) => {
			last = checkpoint;
		},
		keys: async () => known,
		saveKeys: async (keys) => {
			known = keys;
		},
		events: async () => counted,
		saveEvents: async (events) => {
			counted = events;
		},
		keep: async () => {},
	};
}
