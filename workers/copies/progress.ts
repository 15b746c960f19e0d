import type { Kysely } from 'kysely';
import type { Database } from '../../src/db/tables.ts';

type Task = Database['upkeep']['task'];
/** How far a task is. */
export type Progress = Pick<Database['upkeep'], 'next' | 'began' | 'bytes' | 'ended'>;

/** How far a task got, also before a restart; a new round from entry 0 where it never began. */
export async function readProgress(db: Kysely<Database>, task: Task, now: Date): Promise<Progress> {
	const row = await db.selectFrom('upkeep').selectAll().where('task', '=', task).executeTakeFirst();
	return row === undefined
		? { next: 0, began: now, bytes: 0, ended: null }
		: { next: row.next, began: row.began, bytes: row.bytes, ended: row.ended };
}

/** Keeps it: a task that got on is in no trouble. */
export async function saveProgress(db: Kysely<Database>, task: Task, progress: Progress, now: Date): Promise<void> {
	const row = { ...progress, trouble: null, since: null, at: now };
	await db
		.insertInto('upkeep')
		.values({ task, ...row })
		.onConflict((on) => on.column('task').doUpdateSet(row))
		.execute();
}

/** Keeps how many bytes all bodies have, so that nobody has to add them up who asks. */
export async function saveAll(db: Kysely<Database>, bytes: number, now: Date): Promise<void> {
	await saveProgress(db, 'all', { next: 0, began: now, bytes, ended: null }, now);
}

/** Says why a task does not go on, since the first time in a row. */
export async function saveTrouble(db: Kysely<Database>, task: Task, trouble: string, now: Date): Promise<void> {
	await db
		.insertInto('upkeep')
		.values({ task, next: 0, began: now, bytes: 0, ended: null, trouble, since: now, at: now })
		.onConflict((on) =>
			on.column('task').doUpdateSet({ trouble, at: now, since: (eb) => eb.fn.coalesce('upkeep.since', eb.val(now)) }),
		)
		.execute();
}

/** The task goes on again, though there was nothing to do. */
export async function clearTrouble(db: Kysely<Database>, task: Task): Promise<void> {
	await db
		.updateTable('upkeep')
		.set({ trouble: null, since: null })
		.where('task', '=', task)
		.where('trouble', 'is not', null)
		.execute();
}

/** Says that the process is there, also while its tasks rest. */
export async function beat(db: Kysely<Database>, now: Date): Promise<void> {
	await db.updateTable('upkeep').set({ at: now }).execute();
}

/** A task that is no longer asked for is not told of. */
export async function forgetTask(db: Kysely<Database>, task: Task): Promise<void> {
	await db.deleteFrom('upkeep').where('task', '=', task).execute();
}
