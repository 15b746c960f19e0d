import type { Kysely } from 'kysely';
import { expungements, Gone } from '../../src/app/gone.ts';
import { leafRange, tileReader } from '../../src/db/log-store.ts';
import type { Database } from '../../src/db/tables.ts';
import type { Bytes } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { leafHash, rootOf, verifyInclusion } from '../../src/domain/ledger/merkle.ts';
import { inclusionProof, TILE_WIDTH } from '../../src/domain/ledger/tiles.ts';
import type { Tree } from '../../src/domain/ledger/tree.ts';
import { checkLeft, checkStored } from './check-stored.ts';
import type { SavedHead } from './head.ts';

/**
 * While there is nothing to do, re-reads the ledger a tile at a time, round and round, against the root that is about
 * to be continued. An entry that someone changed stops the signing before the audit is asked.
 */
export class Scrub {
	readonly #db: Kysely<Database>;
	readonly #head: SavedHead;
	readonly #tree: Tree;
	#next = 0;

	constructor(db: Kysely<Database>, head: SavedHead, tree: Tree) {
		this.#db = db;
		this.#head = head;
		this.#tree = tree;
	}

	/** Checks one tile. Throws `damaged`, naming the first entry that is not what was written. */
	async step(): Promise<void> {
		const size = this.#head.current.size;
		if (size === 0) return;
		if (this.#next >= size) this.#next = 0;
		const from = this.#next;
		const to = Math.min(size, from + TILE_WIDTH);
		// A tile that is still growing is the last one: begin again.
		this.#next = to % TILE_WIDTH === 0 ? to : 0;
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
		const root = this.#tree.root();
		const proof = await inclusionProof(from, size, tileReader(this.#db));
		const inner = Math.ceil(Math.log2(leaves.length));
		// Above the tile the tree is a tree of tiles: the path of its first leaf, less the part inside the tile, leads there.
		verifyInclusion({
			index: from / TILE_WIDTH,
			size: Math.ceil(size / TILE_WIDTH),
			hash: rootOf(leaves),
			proof: proof.slice(inner),
			root,
		});
	}
}
