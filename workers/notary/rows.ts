import type { Kysely } from 'kysely';
import { keysOf } from '../../src/app/keys-of.ts';
import { State } from '../../src/app/state.ts';
import { itemKeys, type Key, loadRows, type TableName } from '../../src/db/projection.ts';
import type { Database, Projection } from '../../src/db/tables.ts';
import type { Statement } from '../../src/domain/ledger/statement.ts';
import type { Prints } from './prints.ts';

/** Rows of the projection in memory, with what the notary knows of them: none that it did not write gets in. */
export class Rows {
	readonly state = new State();
	readonly prints: Prints;
	readonly #db: Kysely<Database>;

	constructor(db: Kysely<Database>, prints: Prints) {
		this.#db = db;
		this.prints = prints;
	}

	/** Makes these rows ready in `state`, one round trip at the most. Throws `damaged` for a row the notary did not write. */
	async load(keys: readonly Key[]): Promise<void> {
		const missing = this.state.missing(keys);
		const written = missing.filter((one) => this.prints.has(one));
		const rows = written.length === 0 ? [] : await loadRows(this.#db, written);
		this.prints.check(written, rows);
		this.state.fill(missing, rows);
	}

	/** Makes ready all that judging and applying these needs. */
	async loadFor(statements: readonly Statement[]): Promise<void> {
		await this.load(statements.flatMap(keysOf));
		const expunging = statements.flatMap((s) => (s.type === 'item.expunged' ? [s.item] : []));
		if (expunging.length > 0) await this.load(await itemKeys(this.#db, expunging));
	}

	/** Rows changed since the last call, keys of those that go, and the pairs that prove them later. */
	takeChanges(): { rows: Map<TableName, Projection[TableName][]>; dropped: Key[]; pairs: Buffer } {
		const [rows, dropped] = [this.state.takeChanges(), this.state.takeDropped()];
		return { rows, dropped, pairs: this.prints.take(rows, dropped) };
	}
}
