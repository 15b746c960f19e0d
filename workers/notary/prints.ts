import { hash } from 'node:crypto';
import { type Key, keyOf, type TableName } from '../../src/db/projection.ts';
import type { Projection } from '../../src/db/tables.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { GONE, PrintTable } from './print-table.ts';

type Row = Projection[TableName];

/**
 * A print of every row of the projection, kept in the notary's memory and beside its head, never in the database. A row
 * that is read back counts only if it is the last one the notary wrote under this key; a key without a print has no
 * row, whatever the database says. So nobody gets a right by changing, adding, removing or restoring a row.
 *
 * A print is SHA-256 over a secret of the notary's and the row, cut to 16 bytes: whoever reads the tables can neither
 * compute one nor look for two rows with the same.
 */
export class Prints {
	readonly #secret: string;
	readonly #columns = new Map<TableName, readonly string[]>();
	readonly table = new PrintTable();

	/** `secret`: of the notary's keys. */
	constructor(secret: string) {
		this.#secret = secret;
	}

	/** True if the notary wrote a row under this key. */
	has({ table, key }: Key): boolean {
		return this.table.has(this.#name(table, key));
	}

	/** Takes in rows as they are about to be written, and keys of rows that go. Returns what the file of prints must keep of it. */
	take(changes: ReadonlyMap<TableName, readonly Row[]>, dropped: readonly Key[] = []): Buffer {
		const pieces: Buffer[] = [];
		for (const { table, key } of dropped) {
			const name = this.#name(table, key);
			this.table.set(name, GONE);
			pieces.push(name, GONE);
		}
		for (const [table, rows] of changes) {
			for (const row of rows) {
				const [name, print] = [this.#name(table, keyOf(table, row)), this.#print(table, row)];
				this.table.set(name, print);
				pieces.push(name, print);
			}
		}
		return Buffer.concat(pieces);
	}

	/** Throws `damaged`, naming the row, unless the database answered for `asked` with exactly what was written last. */
	check(asked: readonly Key[], answer: readonly { table: TableName; row: Row }[]): void {
		const found = new Map(answer.map((one) => [`${one.table}:${keyOf(one.table, one.row)}`, one.row]));
		for (const { table, key } of asked) {
			const row = found.get(`${table}:${key}`);
			const same = row !== undefined && this.table.holds(this.#name(table, key), this.#print(table, row));
			if (same) continue;
			const what = row === undefined ? 'is gone' : 'is not what was written';
			throw new CustosError(
				'damaged',
				`the row ${key} of ${table} ${what}: someone changed the read tables. Nothing is signed; run custos audit`,
			);
		}
	}

	#name(table: TableName, key: string): Buffer {
		return hash('sha256', `${this.#secret}name ${table}:${key}`, 'buffer').subarray(0, 16);
	}

	#print(table: TableName, row: Row): Buffer {
		const fields = row as unknown as { [column: string]: unknown };
		const values = this.#columnsOf(table, fields).map((column) => fields[column]);
		return hash('sha256', `${this.#secret}row ${table} ${JSON.stringify(values)}`, 'buffer').subarray(0, 16);
	}

	/** The columns in the order of their names, sorted once: all rows of a table have the same. */
	#columnsOf(table: TableName, fields: object): readonly string[] {
		const known = this.#columns.get(table);
		const names = Object.keys(fields);
		if (known?.length === names.length) return known;
		const sorted = names.sort();
		if (known === undefined) this.#columns.set(table, sorted);
		return sorted;
	}
}
