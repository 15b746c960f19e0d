import type { Kysely } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import type { SignedRoots } from './admit.ts';

const LIMIT = 10_000;

/** The roots this log was signed at, newest in memory, older ones from the database, by their signed notes. */
export class RootCache implements SignedRoots {
	readonly #db: Kysely<Database>;
	readonly #key: NoteKey;
	readonly #known = new Map<number, string>();

	constructor(db: Kysely<Database>, key: NoteKey) {
		this.#db = db;
		this.#key = key;
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
			.select('note')
			.where('size', '=', size)
			.executeTakeFirst();
		if (row === undefined) return undefined;
		const signed = openCheckpoint(row.note, this.#key);
		if (signed.size !== size) throw new CustosError('damaged', `the checkpoint of ${size} entries is another’s`);
		const root = toHex(signed.root);
		this.remember(size, root);
		return root;
	}
}
