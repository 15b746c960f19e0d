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
	// Tables apart: a name made of both would be made, and hashed, millions of times in an audit.
	readonly #rows = new Map<TableName, Map<string, Projection[TableName] | undefined>>();
	#changed = new Map<TableName, Map<string, Projection[TableName]>>();
	#dropped = new Map<string, Key>();

	/** The row, or undefined when there is none. Throws `internal` for a key nobody loaded: the defect is in `keysOf`. */
	get<T extends TableName>(table: T, key: string): Projection[T] | undefined {
		const rows = of(this.#rows, table);
		const found = rows.get(key);
		if (found === undefined && !rows.has(key))
			throw new CustosError('internal', `a row of ${table} was not loaded before it was needed`);
		return found as Projection[T] | undefined;
	}

	put<T extends TableName>(table: T, row: Projection[T]): void {
		const key = keyOf(table, row);
		of(this.#rows, table).set(key, row);
		of(this.#changed, table).set(key, row);
		if (this.#dropped.size > 0) this.#dropped.delete(`${table}:${key}`);
	}

	/** There is no such row any more. */
	drop(table: TableName, key: string): void {
		of(this.#rows, table).set(key, undefined);
		of(this.#changed, table).delete(key);
		this.#dropped.set(`${table}:${key}`, { table, key });
	}

	/** The rows of a table that are in memory, in no order. */
	*held<T extends TableName>(table: T): Generator<Projection[T]> {
		for (const row of of(this.#rows, table).values()) if (row !== undefined) yield row as Projection[T];
	}

	/** Those of the keys that are not in memory yet, each once. */
	missing(keys: readonly Key[]): Key[] {
		const wanted = new Map<TableName, Map<string, Key>>();
		for (const one of keys) {
			if (!of(this.#rows, one.table).has(one.key)) of(wanted, one.table).set(one.key, one);
		}
		return [...wanted.values()].flatMap((some) => [...some.values()]);
	}

	/** Takes in what the database answered for `asked`. */
	fill(asked: readonly Key[], rows: readonly { table: TableName; row: Projection[TableName] }[]): void {
		for (const one of asked) of(this.#rows, one.table).set(one.key, undefined);
		for (const { table, row } of rows) of(this.#rows, table).set(keyOf(table, row), row);
	}

	/** The rows changed since the last call, by table. */
	takeChanges(): Map<TableName, Projection[TableName][]> {
		const changed = this.#changed;
		this.#changed = new Map();
		return new Map([...changed].map(([table, rows]) => [table, [...rows.values()]]));
	}

	/** The rows dropped since the last call. */
	takeDropped(): Key[] {
		const dropped = [...this.#dropped.values()];
		this.#dropped.clear();
		return dropped;
	}

	/** Drops everything once more than `limit` rows are held. Only between batches. */
	forget(limit: number): void {
		let held = 0;
		for (const rows of this.#rows.values()) held += rows.size;
		if (held > limit) this.#rows.clear();
	}
}

function of<R>(tables: Map<TableName, Map<string, R>>, table: TableName): Map<string, R> {
	const known = tables.get(table);
	if (known !== undefined) return known;
	const rows = new Map<string, R>();
	tables.set(table, rows);
	return rows;
}
