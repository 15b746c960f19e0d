import { setImmediate as othersTurn } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import type { Denials } from './denials.ts';

/**
 * Commits the parts of a `with`, and what the denials have to save, in one transaction, once `printed` is on disk: whatever
 * the notary wrote, it will know again. `onSent` is called when the database is at work on it. All of it goes in one
 * statement: a server that is asked ten times for little spends more on hearing than on doing.
 */
export async function writeBatch(
	db: Kysely<Database>,
	parts: readonly RawBuilder<unknown>[],
	{
		heard,
		printed,
		denials,
		onSent,
	}: { heard: boolean; printed: Promise<void> | undefined; denials: Denials; onSent: () => void },
): Promise<void> {
	const all = sql`with ${sql.join(parts)} select ${heard ? sql`pg_notify('custos_outcomes', '')` : sql`1`}`;
	await db.transaction().execute(async (tx) => {
		const written = all.execute(tx);
		await Promise.all([printed, written, othersTurn().then(onSent)]);
		await denials.save(tx);
	});
}
