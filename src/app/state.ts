import { type Key, keyOf, type TableName } from '../db/projection.ts';
import type { Projection } from '../db/tables.ts';
import { CustosError } from '../domain/errors.ts';

/** What judging has made sure of. Throws `internal` where it has not: an accepted entry is about something there is. */
export function row<R>(found: R | undefined): R {
	if (found === undefined) throw new CustosError('internal', 'an accepted entry is about something that is not there');
	return found;
}

/**
 * The part of the projection that judging and applying some statements needs, held in memory. There is one writer of
 * the ledger, so rows stay true between batches; `forget` keeps the number of them bounded.
 */
export class State {
	readonly #rows = new Map<string, Projection[TableName] | undefined>();
	readonly #changed = new Map<string, { table: TableName; row: Projection[TableName] }>();

	/** The row, or undefined when there is none. Throws `internal` for a key nobody loaded: the defect is in `keysOf`. */
	get<T extends TableName>(table: T, key: string): Projection[T] | undefined {
		const id = `${table}:${key}`;
		if (!this.#rows.has(id)) throw new CustosError('internal', `a row of ${table} was not loaded before it was needed`);
		return this.#rows.get(id) as Projection[T] | undefined;
	}

	put<T extends TableName>(table: T, row: Projection[T]): void {
		const id = `${table}:${keyOf(table, row)}`;
		this.#rows.set(id, row);
		this.#changed.set(id, { table, row });
	}

	/** Those of the keys that are not in memory yet, each once. */
	missing(keys: readonly Key[]): Key[] {
		const wanted = new Map(keys.map((one) => [`${one.table}:${one.key}`, one]));
		return [...wanted].filter(([id]) => !this.#rows.has(id)).map(([, one]) => one);
	}

	/** Takes in what the database answered for `asked`. */
	fill(asked: readonly Key[], rows: readonly { table: TableName; row: Projection[TableName] }[]): void {
		for (const one of asked) this.#rows.set(`${one.table}:${one.key}`, undefined);
		for (const { table, row } of rows) this.#rows.set(`${table}:${keyOf(table, row)}`, row);
	}

	/** The rows changed since the last call, by table. */
	takeChanges(): Map<TableName, Projection[TableName][]> {
		const byTable = new Map<TableName, Projection[TableName][]>();
		for (const { table, row } of this.#changed.values()) {
			const list = byTable.get(table);
			if (list === undefined) byTable.set(table, [row]);
			else list.push(row);
		}
		this.#changed.clear();
		return byTable;
	}

	/** Drops everything once more than `limit` rows are held. Only between batches. */
	forget(limit: number): void {
		if (this.#rows.size > limit) this.#rows.clear();
	}
}
