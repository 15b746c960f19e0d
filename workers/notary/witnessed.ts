import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../src/db/tables.ts';
import { type Held, WitnessState } from '../../src/domain/wire.ts';

/** What the notary tells of its witnesses. */
export interface Witnessed {
	policy: string;
	states: WitnessState[];
	held: Held | null;
	/** The newest checkpoint that enough have cosigned, and its size. */
	note?: string;
	size?: number;
}

/** What was told last; undefined where there never was a policy. */
export async function readWitnessed(db: Kysely<Database>): Promise<Pick<Witnessed, 'states' | 'note'> | undefined> {
	const row = await db.selectFrom('witnessed').selectAll().executeTakeFirst();
	if (row === undefined) return undefined;
	const states = z.array(WitnessState).parse(JSON.parse(row.states));
	return row.note === null ? { states } : { states, note: row.note };
}

export async function saveWitnessed(db: Kysely<Database>, told: Witnessed): Promise<void> {
	const row = {
		one: true,
		policy: told.policy,
		states: JSON.stringify(told.states),
		held: told.held === null ? null : JSON.stringify(told.held),
		size: told.size ?? null,
		note: told.note ?? null,
	};
	await db
		.insertInto('witnessed')
		.values(row)
		.onConflict((on) => on.column('one').doUpdateSet(row))
		.execute();
}

/** There is no policy (any more). */
export async function forgetWitnessed(db: Kysely<Database>): Promise<void> {
	await db.deleteFrom('witnessed').execute();
}
