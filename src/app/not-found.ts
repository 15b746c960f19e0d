import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';

/** Notes that a reader asked for an object that the store does not have whole, for the process that looks after objects. */
export async function noteNotFound(db: Kysely<Database>, key: string): Promise<void> {
	const object = /^o\/([0-9a-f]{32})$/.exec(key)?.[1];
	if (object === undefined) return;
	await db
		.insertInto('not_found')
		.values({ object })
		.onConflict((on) => on.doNothing())
		.execute();
}
