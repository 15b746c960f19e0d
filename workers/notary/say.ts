import type { Kysely } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import { signWord } from '../../src/domain/ledger/word.ts';
import type { Head } from './head.ts';
import { type NotaryKeys, preparedKey } from './keys.ts';
import type { Notary } from './notary.ts';

/** Publishes the notary's keys and its word: time, length of the log, number of the archive's events. Between turns only. */
export async function sayWord(
	db: Kysely<Database>,
	{ notary, keys, head, folder }: { notary: Notary; keys: NotaryKeys; head: { current: Head }; folder: string },
	now: Date,
): Promise<void> {
	const events = await notary.events();
	const prepared = (await preparedKey(folder, keys.origin))?.vkey ?? null;
	const note = signWord({ time: now.toISOString(), size: head.current.size, events }, keys.origin, keys.logSeed);
	const row = { one: true, log: keys.vkey, notary: keys.boxPublic, time_note: note, prepared };
	await db
		.insertInto('notary_status')
		.values(row)
		.onConflict((on) => on.column('one').doUpdateSet(row))
		.execute();
}
