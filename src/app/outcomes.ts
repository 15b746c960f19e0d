import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { Outcome } from '../domain/wire.ts';

export interface Outcomes {
	/** The outcomes of these statements in their order; undefined for those that have none after `withinMs`. */
	wait(statements: readonly { id: string; actor: string }[], withinMs: number): Promise<(Outcome | undefined)[]>;
}

interface Waiter {
	id: string;
	actor: string;
	done: (outcome: Outcome | undefined) => void;
}

/** Milliseconds between two looks while somebody waits. */
const PAUSE = 4;

/**
 * Waits for outcomes with one query at a time for everyone who waits: the more wait, the more one query brings. Needs
 * nothing of the database but a table, so it works through any pooler.
 */
export function createOutcomes(db: Kysely<Database>): Outcomes {
	const waiting = new Map<string, Set<Waiter>>();
	let running = false;

	const look = async (): Promise<void> => {
		running = true;
		try {
			while (waiting.size > 0) {
				for (const row of await find(
					db,
					[...waiting.values()].flatMap((set) => [...set]),
				)) {
					const name = `${row.statement_id}/${row.actor}`;
					const outcome = Outcome.parse(JSON.parse(row.outcome));
					for (const waiter of waiting.get(name) ?? []) waiter.done(outcome);
				}
				if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE));
			}
		} finally {
			running = false;
		}
	};

	const waitOne = (statement: { id: string; actor: string }, withinMs: number): Promise<Outcome | undefined> =>
		new Promise((resolve) => {
			const name = `${statement.id}/${statement.actor}`;
			const set = waiting.get(name) ?? new Set<Waiter>();
			waiting.set(name, set);
			const timer = setTimeout(() => waiter.done(undefined), withinMs);
			const waiter: Waiter = {
				...statement,
				done: (outcome) => {
					clearTimeout(timer);
					set.delete(waiter);
					if (set.size === 0) waiting.delete(name);
					resolve(outcome);
				},
			};
			set.add(waiter);
		});

	return {
		async wait(statements, withinMs) {
			const all = Promise.all(statements.map((one) => waitOne(one, withinMs)));
			if (!running) {
				look().catch(() => {
					// The database went away: whoever waits is told that there is no outcome yet, and asks again.
					for (const set of [...waiting.values()]) for (const waiter of [...set]) waiter.done(undefined);
				});
			}
			return all;
		},
	};
}

async function find(
	db: Kysely<Database>,
	waiters: readonly Waiter[],
): Promise<{ statement_id: string; actor: string; outcome: string }[]> {
	const result = await sql<{ statement_id: string; actor: string; outcome: string }>`
		select o.statement_id, o.actor, o.outcome
		from unnest(${waiters.map((one) => one.id)}::text[], ${waiters.map((one) => one.actor)}::text[]) as w (id, actor)
		join outcomes o on o.statement_id = w.id and o.actor = w.actor`.execute(db);
	return result.rows;
}
