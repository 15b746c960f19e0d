import { type Kysely, sql } from 'kysely';
import { objectKey } from '../../src/app/objects.ts';
import type { Database } from '../../src/db/tables.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { type Difference, earlier } from './difference.ts';

/** One sealed body as the ledger knows it. */
export interface StoredBody {
	object: string;
	offset: number;
	size: number;
	sha256: string;
	idx: number;
}

export interface ObjectsChecked {
	objects: number;
	/** Bytes read and hashed. */
	bytes: number;
	difference?: Difference;
}

/**
 * Finds the object of every item and derivative in the store, large enough for all that lies in it; with `hash` reads
 * each once from beginning to end. Goes on after a difference and names the one of the earliest entry.
 */
export async function checkObjects(
	db: Kysely<Database>,
	store: BlobStore,
	options: { hash: boolean; onObject: (done: number) => void },
): Promise<ObjectsChecked> {
	let checked: ObjectsChecked = { objects: 0, bytes: 0 };
	for await (const [object, bodies] of byObject(db)) {
		const { bytes, difference } = await checkObject(store, object, bodies, options.hash);
		const first = earlier(checked.difference, difference);
		checked = { objects: checked.objects + 1, bytes: checked.bytes + bytes, ...(first && { difference: first }) };
		options.onObject(checked.objects);
	}
	return checked;
}

const ofReadTables = `select object, "offset", size, sha256, idx from items
	union all select object, "offset", size, sha256, idx from derivatives`;

/**
 * The bodies of one object after another, in the order of their keys, by the read tables of this connection or another
 * query with their columns; a page in memory.
 */
export async function* byObject(db: Kysely<Database>, from = ofReadTables): AsyncGenerator<[string, StoredBody[]]> {
	let group: StoredBody[] = [];
	for await (const body of bodies(db, from)) {
		if (group[0] !== undefined && group[0].object !== body.object) {
			yield [group[0].object, group];
			group = [];
		}
		group.push(body);
	}
	if (group[0] !== undefined) yield [group[0].object, group];
}

async function* bodies(db: Kysely<Database>, from: string): AsyncGenerator<StoredBody> {
	// With hold: however long the objects take, no transaction stays open.
	await sql`declare bodies no scroll cursor with hold for
		select object, "offset", size, sha256, idx from (${sql.raw(from)}) bodies order by object, "offset", idx`.execute(
		db,
	);
	for (;;) {
		const { rows } = await sql<StoredBody>`fetch 1000 from bodies`.execute(db);
		if (rows.length === 0) break;
		yield* rows;
	}
	await sql`close bodies`.execute(db);
}

/** Finds one object in the store, and with `hash` compares what lies in it. */
export async function checkObject(
	store: BlobStore,
	object: string,
	bodies: readonly StoredBody[],
	hash: boolean,
): Promise<{ bytes: number; difference?: Difference }> {
	const key = objectKey(object);
	const first = Math.min(...bodies.map((one) => one.idx));
	const found = await store.head(key);
	if (found === undefined)
		return { bytes: 0, difference: { index: first, what: `the object ${object} is not in the store` } };
	const outside = bodies.find((one) => one.offset + one.size > found.size);
	if (outside !== undefined)
		return {
			bytes: 0,
			difference: { index: outside.idx, what: `the object ${object} is shorter than what lies in it` },
		};
	if (!hash) return { bytes: 0 };
	let bytes = 0;
	let difference: Difference | undefined;
	for (const run of runsOf(bodies)) {
		const result = await hashRun(store, key, run);
		bytes += result.bytes;
		difference = earlier(
			difference,
			result.wrong && {
				index: result.wrong.idx,
				what: `the body in object ${object} is not the one this entry commits to`,
			},
		);
	}
	return { bytes, ...(difference && { difference }) };
}

/** Bodies that follow one another without overlap, to be read in one go. Those that overlap are read on their own. */
function runsOf(bodies: readonly StoredBody[]): StoredBody[][] {
	const runs: StoredBody[][] = [];
	for (const body of bodies) {
		const run = runs.find((one) => {
			const last = one.at(-1);
			return last !== undefined && last.offset + last.size === body.offset;
		});
		if (run === undefined) runs.push([body]);
		else run.push(body);
	}
	return runs;
}

async function hashRun(
	store: BlobStore,
	key: string,
	run: readonly StoredBody[],
): Promise<{ bytes: number; wrong?: StoredBody }> {
	const offset = (run[0] as StoredBody).offset;
	const length = run.reduce((sum, one) => sum + one.size, 0);
	let [i, left, bytes, hash] = [0, (run[0] as StoredBody).size, 0, platform.createSha256()];
	let wrong: StoredBody | undefined;
	const close = (): void => {
		const body = run[i] as StoredBody;
		if (toHex(hash.digest()) !== body.sha256 && (wrong === undefined || body.idx < wrong.idx)) wrong = body;
		i += 1;
		left = run[i]?.size ?? 0;
		hash = platform.createSha256();
	};
	try {
		for await (const piece of await store.read(key, { offset, length })) {
			for (let at = 0; at < piece.length; ) {
				const taken = Math.min(left, piece.length - at);
				hash.update(piece.subarray(at, at + taken));
				at += taken;
				left -= taken;
				bytes += taken;
				while (left === 0 && i < run.length) close();
			}
		}
		if (i < run.length) close();
	} catch (error) {
		if (!isCustosError(error, 'not-found') && !isCustosError(error, 'range')) throw error;
		wrong ??= run[i] as StoredBody;
	}
	return { bytes, ...(wrong && { wrong }) };
}
