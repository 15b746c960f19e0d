import type { Kysely } from 'kysely';
import { ARCHIVE } from '../../src/app/judge.ts';
import { loadRows } from '../../src/db/projection.ts';
import type { Database } from '../../src/db/tables.ts';
import { signWord } from '../../src/domain/ledger/word.ts';
import type { Head } from './head.ts';
import type { NotaryKeys } from './keys.ts';

/** Publishes the notary's keys and its word: time, length of the log, number of the archive's events. Between turns only. */
export async function sayWord(db: Kysely<Database>, keys: NotaryKeys, head: Head, now: Date): Promise<void> {
	const [found] = await loadRows(db, [{ table: 'subjects', key: `${ARCHIVE}/archive` }]);
	const events = found !== undefined && 'n' in found.row ? found.row.n : 0;
	const note = signWord({ time: now.toISOString(), size: head.size, events }, keys.origin, keys.logSeed);
	const row = { one: true, log: keys.vkey, notary: keys.boxPublic, time_note: note };
	await db
		.insertInto('notary_status')
		.values(row)
		.onConflict((on) => on.column('one').doUpdateSet(row))
		.execute();
}
