import type { Kysely } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import type { SignedRoots } from './admit.ts';

const LIMIT = 10_000;

/** The roots this log was signed at, newest in memory, older ones from the database. */
export class RootCache implements SignedRoots {
	readonly #db: Kysely<Database>;
	readonly #known = new Map<number, string>();

	constructor(db: Kysely<Database>) {
		this.#db = db;
	}

	remember(size: number, root: string): void {
		if (this.#known.size >= LIMIT) this.#known.clear();
		this.#known.set(size, root);
	}

	async at(size: number): Promise<string | undefined> {
		const known = this.#known.get(size);
		if (known !== undefined) return known;
		const row = await this.#db
			.selectFrom('ledger.checkpoints')
			.select('root')
			.where('size', '=', size)
			.executeTakeFirst();
		if (row !== undefined) this.remember(size, row.root);
		return row?.root;
	}
}
