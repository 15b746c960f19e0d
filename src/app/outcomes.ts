import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Outcome } from '../domain/wire.ts';

export interface Outcomes {
	/**
	 * The outcomes of these statements in their order; undefined for those that have none after `withinMs`. `sent` is
	 * false while they are only about to be laid before the notary: then there is no use in looking at once.
	 */
	wait(
		statements: readonly { id: string; actor: string }[],
		withinMs: number,
		sent?: boolean,
	): Promise<(Outcome | undefined)[]>;
}

/** Hears of the notary's answers. While it cannot, there is only looking again and again. */
export interface Ear {
	readonly listens: boolean;
	onHeard: () => void;
}

interface Waiter {
	id: string;
	actor: string;
	done: (outcome: Outcome | undefined) => void;
}

/** Milliseconds between two looks while somebody waits and nothing would be heard. */
const PAUSE = 4;
/** And with an ear. */
const LONG_PAUSE = 100;

/**
 * Waits for outcomes with one query at a time for everyone who waits: the more wait, the more one query brings. Needs
 * nothing of the database but a table, so it works through any pooler; with an ear it looks only when there is something.
 */
export function createOutcomes(db: Kysely<Database>, ear?: Ear): Outcomes {
	const waiting = new Map<string, Set<Waiter>>();
	let [running, due] = [false, false];
	let rouse = (): void => {};
	const lookNow = (): void => {
		due = true;
		rouse();
	};
	if (ear !== undefined) ear.onHeard = lookNow;

	const pause = (): Promise<void> =>
		new Promise((resolve) => {
			const timer = setTimeout(resolve, ear?.listens === true ? LONG_PAUSE : PAUSE);
			rouse = () => {
				clearTimeout(timer);
				resolve();
			};
		});

	const look = async (): Promise<void> => {
		running = true;
		try {
			while (waiting.size > 0) {
				if (!due) await pause();
				due = false;
				for (const row of await find(
					db,
					[...waiting.values()].flatMap((set) => [...set]),
				)) {
					const name = `${row.statement_id}/${row.actor}`;
					// The notary's own text: whoever receives it parses it strictly and verifies what it says.
					const outcome = JSON.parse(row.outcome) as Outcome;
					for (const waiter of waiting.get(name) ?? []) waiter.done(outcome);
				}
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
		async wait(statements, withinMs, sent = true) {
			const all = Promise.all(statements.map((one) => waitOne(one, withinMs)));
			if (sent) lookNow();
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
