import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { expungements, Gone } from '../../src/app/gone.ts';
import { leafRange, tileReader } from '../../src/db/log-store.ts';
import type { Database } from '../../src/db/tables.ts';
import { type Bytes, fromHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { leafHash, rootOf, verifyInclusion } from '../../src/domain/ledger/merkle.ts';
import { inclusionProof, TILE_WIDTH } from '../../src/domain/ledger/tiles.ts';
import { checkLeft, checkStored } from './check-stored.ts';
import type { SavedHead } from './head.ts';
import { writePrivate } from './keys.ts';

/** Of which tile an entry was damaged. */
const Mark = z.strictObject({ from: z.number().int().min(0).multipleOf(TILE_WIDTH) });
type Mark = z.infer<typeof Mark>;

/**
 * Re-reads the ledger a tile at a time, round and round, against the root that is about to be continued. An entry that
 * someone changed stops the signing before the audit is asked, and until it is put right: where it lies is written into
 * the notary's folder, and looked at first whenever a notary starts.
 */
export class Scrub {
	readonly #db: Kysely<Database>;
	readonly #head: SavedHead;
	readonly #mark: string;
	#next = 0;

	/** `head`: what was signed. `folder`: the notary's. */
	constructor(db: Kysely<Database>, head: SavedHead, folder: string) {
		this.#db = db;
		this.#head = head;
		this.#mark = join(folder, 'damaged');
	}

	/** Looks once more where damage was found. Throws `damaged` as long as it is there. */
	async assertMended(): Promise<void> {
		const marked = await readFile(this.#mark, 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});
		if (marked === undefined) return;
		const from = Mark.parse(JSON.parse(marked)).from;
		if (from < this.#head.current.size) await this.#check(from);
		await rm(this.#mark);
	}

	/** Checks the next tile. Throws `damaged`, naming the first entry that is not what was written; no notary signs then. */
	async step(): Promise<void> {
		const { size } = this.#head.current;
		if (size === 0) return;
		const from = this.#next < size ? this.#next : 0;
		// A tile that is still growing is the last one: begin again.
		this.#next = from + TILE_WIDTH <= size ? from + TILE_WIDTH : 0;
		try {
			await this.#check(from);
		} catch (error) {
			// Whatever it was: a place that is well is forgotten at the next start.
			await writePrivate(this.#mark, JSON.stringify({ from } satisfies Mark));
			throw error;
		}
	}

	/** Checks the tile that begins here. */
	async #check(from: number): Promise<void> {
		const { size, root } = this.#head.current;
		const to = Math.min(size, from + TILE_WIDTH);
		const rows = await leafRange(this.#db, from, to);
		const leaves: Bytes[] = [];
		let gone: Gone | undefined;
		for (const [i, row] of rows.entries()) {
			if (row.idx !== from + i) break;
			if (row.statement !== null) checkStored(row, row.leaf);
			else {
				gone ??= new Gone(await expungements(this.#db, size));
				checkLeft(row, gone);
			}
			leaves.push(leafHash(row.leaf));
		}
		if (leaves.length !== to - from)
			throw new CustosError('damaged', `entry ${from + leaves.length} is missing: signing stops`);
		const proof = await inclusionProof(from, size, tileReader(this.#db));
		const inner = Math.ceil(Math.log2(leaves.length));
		try {
			// Above the tile the tree is a tree of tiles: the path of its first leaf, less the part inside the tile, leads there.
			verifyInclusion({
				index: from / TILE_WIDTH,
				size: Math.ceil(size / TILE_WIDTH),
				hash: rootOf(leaves),
				proof: proof.slice(inner),
				root: fromHex(root),
			});
		} catch (cause) {
			const where = `entries ${from} to ${to - 1}, or the tiles above them,`;
			throw new CustosError('damaged', `${where} are not those that were signed: signing stops`, { cause });
		}
	}
}
