import type { Kysely } from 'kysely';
import type pg from 'pg';
import { assertDurable } from '../../src/db/connect.ts';
import { entryRange, lastCheckpoint, logSize, tileReader } from '../../src/db/log-store.ts';
import type { Database } from '../../src/db/tables.ts';
import { type Bytes, toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import { parseStatement, verifyStatementAsync } from '../../src/domain/ledger/statement.ts';
import { readEdge } from '../../src/domain/ledger/tiles.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { checkStored } from './check-stored.ts';
import { Gathering } from './gathering.ts';
import { Guard, inWords } from './guard.ts';
import { SavedHead } from './head.ts';
import { headPath, type NotaryKeys, openKeys, printsPath } from './keys.ts';
import { statedLosses } from './losses.ts';
import { Notary } from './notary.ts';
import { openPrints } from './open-prints.ts';
import { Prints } from './prints.ts';
import { finishRotation } from './rotation.ts';
import { Rows } from './rows.ts';
import { Scrub } from './scrub.ts';
import { forgetWitnessed } from './witnessed.ts';

const CHUNK = 1000;

export interface StartedNotary {
	notary: Notary;
	keys: NotaryKeys;
	/** Where they lie. */
	folder: string;
	head: SavedHead;
	tree: Tree;
	/** What re-reads the ledger. */
	scrub: Scrub;
	/** What asks the witnesses, where there are any. */
	gathering: Gathering | undefined;
	/** Closes its files and ends its thread; the connection is the caller's. */
	close(): Promise<void>;
}

/** What is around the notary. */
export interface Surroundings {
	/** Who shall cosign: the text of their policy, and a connection of its own for asking them. */
	witnesses?: { policy: string; db: Kysely<Database> };
	/** Hears why nothing is appended, or nothing any more, because of a witness. */
	log?: (line: string) => void;
}

/**
 * Waits for the one seat, then continues the log where the saved head and the database agree. Throws `behind` when the
 * database lacks entries that were signed (a restored backup, a lost disk) and `forked` or `damaged` when it holds
 * others; nothing is signed then.
 */
export async function startNotary(
	db: Kysely<Database>,
	pool: pg.Pool,
	folder: string,
	clock: () => Date,
	around: Surroundings = {},
): Promise<StartedNotary> {
	await assertDurable(pool);
	await pool.query('select pg_advisory_lock(hashtext($1))', ['custos/notary']);
	const keys = await openKeys(folder);
	const head = await SavedHead.open(headPath(folder));
	try {
		return await continueLog(db, keys, head, folder, clock, around);
	} catch (error) {
		await head.close();
		throw error;
	}
}

async function continueLog(
	db: Kysely<Database>,
	keys: NotaryKeys,
	head: SavedHead,
	folder: string,
	clock: () => Date,
	{ witnesses, log }: Surroundings,
): Promise<StartedNotary> {
	const size = await logSize(db);
	const tree = await resume(db, head, size);
	const scrub = new Scrub(db, head, folder);
	await scrub.assertMended();
	await continueTo(db, tree, size, keys);
	const guard = await Guard.open({
		folder,
		key: keys.key,
		head,
		tiles: tileReader(witnesses?.db ?? db),
		clock,
		losses: await statedLosses(db, tree, keys.key),
		onHeld: (held) => log?.(`behind: ${inWords(held)}`),
	});
	const gathering =
		witnesses === undefined ? undefined : await Gathering.open({ ...witnesses, keys, head, guard, clock });
	if (gathering === undefined) await forgetWitnessed(db);
	// Whoever starts from an older copy is told before anything is signed.
	await gathering?.round();
	if (size > head.current.size) guard.check();
	const prints = new Prints(keys.prints);
	const printsFile = await openPrints(db, prints, printsPath(folder), { tree, keys, head: head.current });
	try {
		if (size > head.current.size) {
			const root = tree.root();
			await head.save({
				size,
				root: toHex(root),
				note: signCheckpoint({ origin: keys.origin, size, root }, keys.logSeed),
			});
		}
		await finishRotation(db, folder, keys, size);
		const notary = new Notary({ db, folder, keys, head, tree, rows: new Rows(db, prints), printsFile, clock, guard });
		const published = (await lastCheckpoint(db))?.size ?? 0;
		await notary.publishAgain(published, size);
		const close = async (): Promise<void> => {
			await Promise.all([head.close(), printsFile.close(), notary.close()]);
		};
		return { notary, folder, keys, head, tree, scrub, gathering, close };
	} catch (error) {
		await printsFile.close();
		throw error;
	}
}

async function resume(db: Kysely<Database>, head: SavedHead, size: number): Promise<Tree> {
	const saved = head.current;
	if (size < saved.size) {
		throw new CustosError(
			'behind',
			`the database holds ${size} entries, but ${saved.size} were signed: it was rolled back or restored. Nothing will be appended`,
		);
	}
	const tree = new Tree(saved.size, await readEdge(saved.size, tileReader(db)));
	if (toHex(tree.root()) !== saved.root) {
		throw new CustosError(
			'forked',
			`the first ${saved.size} entries in the database are not those that were signed. Nothing will be appended`,
		);
	}
	return tree;
}

/** Takes in what was committed but not yet signed when the notary died, checking every byte and signature again. */
async function continueTo(db: Kysely<Database>, tree: Tree, size: number, keys: NotaryKeys): Promise<void> {
	while (tree.size < size) {
		const rows = await entryRange(db, tree.size, Math.min(size, tree.size + CHUNK));
		if (rows.length === 0) throw new CustosError('damaged', `entry ${tree.size} is missing from the database`);
		for (const row of rows) {
			if (row.idx !== tree.size) throw new CustosError('damaged', `entry ${tree.size} is missing from the database`);
			checkStored(row, row.leaf);
			const statement = parseStatement(row.statement);
			const valid = await verifyStatementAsync(
				{ bytes: row.statement as Bytes, signature: row.signature as Bytes },
				statement.actor,
			);
			if (!valid || statement.origin !== keys.origin)
				throw new CustosError('damaged', `entry ${row.idx} was not signed by its actor`);
			tree.append(leafHash(row.leaf));
		}
	}
}
