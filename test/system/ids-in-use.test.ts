import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { entryInserts } from '../../src/db/log-store.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { buildLeaf, formatSkeleton, parseSkeleton } from '../../src/domain/ledger/leaf.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { Desk } from './archive/desk.ts';
import { Archive, buildArchive, type TestItem } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// One id for two kinds of things would break the notary's own tables: it must be refused, and the notary must go on.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let item: TestItem;
let derivative: string;

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-ids-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	[item] = (await archive.deposit([utf8('gate')])) as [TestItem];
	derivative = await archive.examine(item);
});
afterAll(async () => {
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

const resultOf = (receipt: { skeleton: string }): string => parseSkeleton(receipt.skeleton).result;
const prefix = platform.randomBytes(282);
/** What goes beside a deposit: without a detail it would be refused for that. */
const beside = () => ({ ...archive.saying(archive.case, { name: 'again' }), prefix });
const deposit = (id: string) => ({
	...archive.in(archive.case, {
		type: 'item.received' as const,
		item: id,
		intake: archive.intake.id,
		prefix: toHex(platform.sha256(prefix)),
		body: item.body,
		forEpoch: 'AAAA',
	}),
});

test('a case with the id of an item', async () => {
	const receipt = await archive.submit(archive.lead, {
		type: 'case.created',
		case: item.id,
		generation: 1,
		key: archive.case.key,
		grant: 'AAAA',
	});
	expect(resultOf(receipt)).toBe('denied:conflict');
});

test.each(['a case', 'a derivative', 'an item'])('an item with the id of %s', async (what) => {
	const id = { 'a case': archive.case.id, 'a derivative': derivative, 'an item': item.id }[what] as string;
	expect(resultOf(await archive.submit(archive.editor, deposit(id), beside()))).toBe('denied:conflict');
});

test('a derivative with the id of an item', async () => {
	const fields = archive.on(item, {
		type: 'derivative.made' as const,
		derivative: item.id,
		prefix: toHex(platform.sha256(prefix)),
		body: item.body,
	});
	expect(resultOf(await archive.submit(archive.worker, fields, { prefix }))).toBe('denied:conflict');
});

test('a case with the id of an item that was refused', async () => {
	const id = toHex(platform.randomBytes(16));
	expect(resultOf(await archive.submit(archive.reader, deposit(id), beside()))).toBe('denied:denied');
	expect(
		resultOf(
			await archive.submit(archive.lead, {
				type: 'case.created',
				case: id,
				generation: 1,
				key: archive.case.key,
				grant: 'AAAA',
			}),
		),
	).toBe('denied:conflict');
});

async function audited(desk: Desk) {
	const [head, logKey] = [await desk.head(), desk.vkey];
	return audit({ databaseUrl: databaseUrl(database.connection), logKey, head, signatures: true, objects: false });
}

test('and the audit comes to the same results', async () => {
	expect(await audited(archive.desk)).toMatchObject({ ok: true });
});

test.each(['case', 'archive'] as const)(
	'a second deposit counted with the %s: a notary of before did so with the case alone',
	async (kind) => {
		const { head } = archive.desk.started;
		const { statement, signed, sealed } = archive.desk.write(archive.editor, deposit(item.id), beside());
		const id = kind === 'case' ? archive.case.id : 'archive';
		const { db, pool } = connect(databaseUrl(database.connection), { max: 1 });
		const counted = await db
			.updateTable('subjects')
			.set((row) => ({ n: row('n', '+', 1) }))
			.where('kind', '=', kind)
			.where('id', '=', id)
			.returning('n')
			.executeTakeFirstOrThrow();
		const [n, salt] = [Number(counted.n), platform.randomBytes(32)];
		const { type, time } = statement;
		const skeleton = formatSkeleton({ v: 1, type, time, result: 'denied:conflict', subject: { kind, id, n } });
		const said = { skeleton, statement: signed.bytes, signature: signed.signature };
		const leaf = buildLeaf({ ...said, skeletonSalt: salt, statementSalt: salt });
		const salts = { skeleton_salt: salt, statement_salt: salt };
		const of = { idx: head.current.size, subject: id, n, actor: statement.actor, statement_id: statement.id };
		const row = { ...said, ...salts, ...of, leaf, sealed };
		// It was written down, and that notary ended before it was signed.
		await archive.desk.close();
		await sql`with ${sql.join(entryInserts([row], [], []))} select 1`.execute(db);
		await pool.end();
		await rm(join(folder, 'notary', 'prints'), { force: true });
		const begun = Desk.open({ connection: database.connection, notaryHome: join(folder, 'notary') });
		if (kind === 'archive') return expect(begun).rejects.toMatchObject({ code: 'damaged' });
		const desk = await begun;
		expect((await desk.head()).size).toBe(of.idx + 1);
		expect(await audited(desk)).toMatchObject({ ok: true });
		archive = Object.assign(new Archive(desk, archive.store), { ...archive, desk });
		expect(resultOf(await archive.submit(archive.editor, deposit(item.id), beside()))).toBe('denied:conflict');
		expect(await audited(desk)).toMatchObject({ ok: true });
	},
);
