import type { Kysely } from 'kysely';
import type { Pin } from '../../src/client/pin.ts';
import type { Database } from '../../src/db/tables.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import type { Testimony } from './testimony.ts';

/** What those who look after objects are given. */
export interface Parts {
	/** A connection as `custos_api`. */
	db: Kysely<Database>;
	/** Where objects are written and read. */
	first: BlobStore;
	/** Where each is copied to, if anywhere. */
	second: BlobStore | undefined;
	testimony: Testimony;
	/** What this process knows the archive by, and no table says; undefined until it has it. */
	pin: () => Promise<Pin | undefined>;
	/** Lines for whoever looks after the machine: entries by their index, never a name. */
	log: (line: string) => void;
	clock: () => Date;
	signal: AbortSignal;
}
