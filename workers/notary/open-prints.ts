import { type Kysely, sql } from 'kysely';
import { apply } from '../../src/app/apply.ts';
import { expungements, Gone } from '../../src/app/gone.ts';
import { formerSubject, judge } from '../../src/app/judge.ts';
import { keysOf } from '../../src/app/keys-of.ts';
import { State } from '../../src/app/state.ts';
import { entriesLeft, type StoredEntry } from '../../src/db/log-store.ts';
import { projectionTables } from '../../src/db/migrations/0001-projection.ts';
import type { Database } from '../../src/db/tables.ts';
import { type Bytes, toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { formatSkeleton, parseSkeleton, type Skeleton } from '../../src/domain/ledger/leaf.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import { parseStatement, type Statement } from '../../src/domain/ledger/statement.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { MAX_AGE_MS, MAX_AHEAD_MS } from './admit.ts';
import { checkStored } from './check-stored.ts';
import { skeletonOf } from './compose.ts';
import type { Head } from './head.ts';
import type { NotaryKeys } from './keys.ts';
import type { Prints } from './prints.ts';
import { PrintsFile } from './prints-file.ts';

const CHUNK = 1000;

interface Log {
	/** Of all entries in the database. */
	tree: Tree;
	keys: NotaryKeys;
	/** The saved head: entries beyond it were committed, but never signed. */
	head: Head;
}

/**
 * Makes the prints ready for the log as it stands. They are read from their file; where there is none (a restored
 * backup), or it is of another log or of tables with other columns, they are made anew from the ledger, about 0.1 ms an entry. Throws
 * `damaged` when the database holds entries beyond the saved head that this notary did not write.
 */
export async function openPrints(
	db: Kysely<Database>,
	prints: Prints,
	path: string,
	{ tree, keys, head }: Log,
): Promise<PrintsFile> {
	const stand = { size: tree.size, root: toHex(tree.root()) };
	const { file, stand: read } = await PrintsFile.open(path, prints.table, {
		size: tree.size,
		shape: await shapeOf(db),
	});
	try {
		if (read?.size === stand.size && read.root === stand.root) {
			if (file.isLong(prints.table)) await file.rewrite(stand, prints.table);
			return file;
		}
		if (stand.size > head.size && read !== undefined && read.size >= head.size)
			throw new CustosError('damaged', `the entries from ${head.size} on were not written by this notary: it stops`);
		prints.table.clear();
		await replay(db, prints, { tree, keys, head });
		await file.rewrite(stand, prints.table);
		return file;
	} catch (error) {
		await file.close();
		throw error;
	}
}

/** The columns of the projection: where they have changed, no old print can match. */
export async function shapeOf(db: Kysely<Database>): Promise<string> {
	const { rows } = await sql<{ shape: string }>`
		select coalesce(string_agg(table_name || '.' || column_name, ' ' order by table_name, column_name), '') as shape
		from information_schema.columns where table_schema = 'public' and table_name = any(${[...projectionTables]}::text[])
	`.execute(db);
	return rows[0]?.shape ?? '';
}

/** Applies the whole ledger in memory. What the head does not cover is judged again as well: nobody vouches for it yet. */
async function replay(db: Kysely<Database>, prints: Prints, { tree, keys, head }: Log): Promise<void> {
	const [state, again] = [new State(), new Tree()];
	// What is beyond the head is not destroyed yet, and judged with all that was known.
	const gone = new Gone(await expungements(db, head.size));
	while (again.size < tree.size) {
		const rows = await entriesLeft(db, again.size, Math.min(tree.size, again.size + CHUNK));
		for (const row of rows) {
			const skeleton = parseSkeleton(row.skeleton);
			state.fill(state.missing(gone.laterKeys()), []);
			gone.takeLater(state, row.idx);
			state.fill(state.missing([{ table: 'subjects', key: `${skeleton.subject.id}/${skeleton.subject.kind}` }]), []);
			const statement = row.statement === null ? null : parseStatement(row.statement);
			if (statement !== null) {
				checkStored(row as StoredEntry, row.leaf);
				state.fill(state.missing(keysOf(statement)), []);
			}
			if (gone.covers(skeleton)) {
				const what = gone.pass(state, row.idx, statement, skeleton);
				if (what !== undefined) throw new CustosError('damaged', `entry ${row.idx}: ${what}`);
			} else if (statement === null) throw new CustosError('damaged', `the statement of entry ${row.idx} is missing`);
			else {
				if (row.idx >= head.size) judgeAgain(state, row as StoredEntry, statement, skeleton, keys.logKey);
				apply(state, row.idx, statement, skeleton);
			}
			again.append(leafHash(row.leaf) as Bytes);
		}
		if (rows.length === 0 || rows.at(-1)?.idx !== again.size - 1)
			throw new CustosError('damaged', `entry ${again.size} is missing from the database`);
		prints.take(state.takeChanges(), state.takeDropped());
		again.trim(CHUNK);
	}
	gone.takeLater(state, tree.size, true);
	prints.take(state.takeChanges());
	if (toHex(again.root()) !== toHex(tree.root()))
		throw new CustosError(
			'forked',
			'the entries in the database are not those that were signed. Nothing will be appended',
		);
}

function judgeAgain(state: State, row: StoredEntry, statement: Statement, skeleton: Skeleton, logKey: string): void {
	const verdict = judge(state, statement, { logKey, empty: row.idx === 0, time: skeleton.time });
	const age = Date.parse(skeleton.time) - Date.parse(statement.time);
	const fresh = statement.actor === logKey || (age <= MAX_AGE_MS && age >= -MAX_AHEAD_MS);
	if (verdict.outcome !== 'refused' && fresh) {
		const result = verdict.outcome === 'accepted' ? 'accepted' : `denied:${verdict.code}`;
		const subjects = [verdict.subject, formerSubject(state, statement) ?? verdict.subject];
		const skeletons = subjects.map((one) => formatSkeleton(skeletonOf(state, statement, one, result, skeleton.time)));
		if (skeletons.includes(row.skeleton)) return;
	}
	throw new CustosError('damaged', `entry ${row.idx} is not what this notary would have written: it stops`);
}
