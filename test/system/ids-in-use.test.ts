import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { parseSkeleton } from '../../src/domain/ledger/leaf.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { type Archive, buildArchive, type TestItem } from './archive-builder.ts';
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

test('and the audit comes to the same results', async () => {
	const url = databaseUrl(database.connection);
	expect(
		await audit({
			databaseUrl: url,
			logKey: archive.desk.vkey,
			head: await archive.desk.head(),
			signatures: true,
			objects: false,
		}),
	).toMatchObject({ ok: true });
});
