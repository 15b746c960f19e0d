import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { BlobStore } from '../store/blob-store.ts';
import type { Outcomes } from './outcomes.ts';

/** What every use case is given. Clock, randomness and stores come from the entry. */
export interface Context {
	db: Kysely<Database>;
	store: BlobStore;
	outcomes: Outcomes;
	now: () => Date;
	randomBytes: (size: number) => Uint8Array<ArrayBuffer>;
}

/** Who asks: an enrolled person with a valid session. */
export interface Person {
	key: string;
	box: string;
	role: 'member' | 'steward' | 'auditor' | 'worker';
}
