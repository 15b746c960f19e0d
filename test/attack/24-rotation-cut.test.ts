import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { keyText } from '../../src/domain/ledger/log-keys.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { parseProof } from '../../src/domain/ledger/proof.ts';
import { audit } from '../../workers/audit/audit.ts';
import { headPath, parseKeys, preparedKey, prepareKey, printsPath } from '../../workers/notary/keys.ts';
import { Desk } from '../system/archive/desk.ts';
import { type Archive, buildArchive } from '../system/archive-builder.ts';
import { copyDatabase } from '../system/copied-database.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';

// A loaded machine takes its time, and nothing here depends on it.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

// 24, of the rotation of the log's key: whatever step was the last that reached the disk, the next start goes on from it.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let [first, second] = ['', ''];
let final = 0;
/** The notary's folder just before its turn, and after. */
const [before, after] = ['before', 'after'];

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-cut-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	const { keys } = archive.desk.started;
	first = keys.vkey;
	second = (await prepareKey(archive.desk.notaryHome, keys.origin)).vkey;
	await cp(archive.desk.notaryHome, join(folder, before), { recursive: true });
	const invite = (id: string) =>
		archive.desk.write(archive.steward, { type: 'person.invited', invite: id.repeat(32), role: 'member' });
	const rotation = archive.desk.write(archive.steward, { type: 'log.rotated', closes: keys.logKey, next: second });
	// Four at once: the rotation ends its batch, and what stands behind it is taken in under the next key.
	const receipts = await archive.desk.submit([invite('a'), rotation, invite('b'), invite('c')]);
	const notes = receipts.map((one) => parseProof(one.proof).checkpoint);
	final = (receipts[1]?.index ?? 0) + 1;
	for (const note of notes.slice(0, 2)) expect(openCheckpoint(note, parseKey(first)).size).toBe(final);
	for (const note of notes.slice(2)) expect(openCheckpoint(note, parseKey(second)).size).toBe(final + 2);
	await cp(archive.desk.notaryHome, join(folder, after), { recursive: true });
	await archive.close();
});
afterAll(async () => {
	await database.drop();
	await rm(folder, { recursive: true });
});

/** Which files of the notary were on disk already; the others are as before its turn. */
const steps: readonly [string, readonly string[]][] = [
	['the entry that closes the key', []],
	['the checkpoint that ends with it, in the saved head', ['head']],
	['the next key in place of the old one', ['head', 'keys.json']],
	['that nothing is prepared any more', ['head', 'keys.json', 'next.json']],
];

test.each(steps)('cut after %s', async (name, reached) => {
	const copy = await copyDatabase(database.connection);
	const home = join(folder, name.replaceAll(' ', '-'));
	await cp(join(folder, before), home, { recursive: true });
	await rm(printsPath(home), { force: true });
	try {
		await cutBack(copy, home, reached);
		const desk = await Desk.open({ connection: copy.connection, notaryHome: home });
		try {
			const { keys } = desk.started;
			expect(keys.vkey).toBe(second);
			expect([keyText(keys.key), keys.key.ends?.size]).toEqual([first, final]);
			// The checkpoint of exactly that size is the old key's, and everybody can have it.
			const row = await desk.db
				.selectFrom('ledger.checkpoints')
				.select('note')
				.where('size', '=', final)
				.executeTakeFirstOrThrow();
			expect(openCheckpoint(row.note, parseKey(first)).size).toBe(final);
			const fields = { type: 'person.invited', invite: 'd'.repeat(32), role: 'member' } as const;
			const [receipt] = await desk.submit([desk.write(archive.steward, fields)]);
			expect(receipt?.index).toBe(final);
			expect(openCheckpoint(parseProof(receipt?.proof ?? '').checkpoint, parseKey(second)).size).toBe(final + 1);
			// No trace of the old secret.
			expect((await readdir(home)).sort()).toEqual(['head', 'keys.json', 'prints']);
			const old = JSON.parse(await readFile(join(folder, before, 'keys.json'), 'utf8')) as { log: string };
			for (const file of await readdir(home)) expect((await readFile(join(home, file))).includes(old.log)).toBe(false);
			const head = await desk.head();
			expect(
				await audit({
					databaseUrl: databaseUrl(copy.connection),
					logKey: first,
					head,
					signatures: true,
					objects: false,
				}),
			).toMatchObject({ ok: true });
		} finally {
			await desk.close();
		}
		// And once more from there.
		const again = await Desk.open({ connection: copy.connection, notaryHome: home });
		expect(again.vkey).toBe(second);
		await again.close();
	} finally {
		await copy.drop();
	}
});

test('without the prepared key nothing goes on', async () => {
	const copy = await copyDatabase(database.connection);
	const home = join(folder, 'lost');
	await cp(join(folder, before), home, { recursive: true });
	try {
		await cutBack(copy, home, []);
		await rm(join(home, 'next.json'));
		await rm(printsPath(home), { force: true });
		await expect(Desk.open({ connection: copy.connection, notaryHome: home })).rejects.toMatchObject({
			code: 'damaged',
		});
		// Brought back, it goes on.
		await cp(join(folder, before, 'next.json'), join(home, 'next.json'));
		const desk = await Desk.open({ connection: copy.connection, notaryHome: home });
		expect(desk.vkey).toBe(second);
		await desk.close();
	} finally {
		await copy.drop();
	}
});

test('a key that is prepared anew while the entry that closes the old one is just written takes nothing from it', async () => {
	const copy = await copyDatabase(database.connection);
	const home = join(folder, 'anew');
	await cp(join(folder, before), home, { recursive: true });
	try {
		await cutBack(copy, home, []);
		await rm(printsPath(home), { force: true });
		const { origin } = parseKeys(await readFile(join(home, 'keys.json'), 'utf8'));
		for (let times = 0; times < 2; times++) {
			const { vkey } = await prepareKey(home, origin, true);
			expect(vkey).not.toBe(second);
			// Only the newest is one that people may still agree to.
			expect((await preparedKey(home, origin))?.vkey).toBe(vkey);
		}
		const desk = await Desk.open({ connection: copy.connection, notaryHome: home });
		expect(desk.vkey).toBe(second);
		await desk.close();
		expect((await readdir(home)).sort()).toEqual(['head', 'keys.json', 'prints']);
	} finally {
		await copy.drop();
	}
});

/** As it was when the process ended: nothing after the closing entry, no checkpoint over it told, these files on disk. */
async function cutBack(copy: FreshDatabase, home: string, reached: readonly string[]): Promise<void> {
	const { Client } = await import('pg');
	const client = new Client(copy.connection);
	await client.connect();
	try {
		for (const table of ['entries', 'bodies', 'nodes', 'checkpoints'])
			await client.query(`alter table ledger.${table} disable trigger all`);
		await client.query('delete from ledger.bodies where idx >= $1', [final]);
		await client.query('delete from ledger.entries where idx >= $1', [final]);
		await client.query('delete from ledger.checkpoints where size >= $1', [final]);
		for (const table of ['entries', 'bodies', 'nodes', 'checkpoints'])
			await client.query(`alter table ledger.${table} enable always trigger refuse_change`);
		await client.query(`delete from invites where id in ('${'b'.repeat(32)}', '${'c'.repeat(32)}')`);
		await client.query(`update subjects set n = n - 2 where id = 'archive' and kind = 'archive'`);
	} finally {
		await client.end();
	}
	for (const name of reached) {
		if (name === 'head') await savedAt(home);
		else if (name === 'next.json') await rm(join(home, name));
		else await cp(join(folder, after, name), join(home, name));
	}
}

/** The head over the closing entry, as the old key signed it. */
async function savedAt(home: string): Promise<void> {
	const { SavedHead } = await import('../../workers/notary/head.ts');
	const { Client } = await import('pg');
	const client = new Client(database.connection);
	await client.connect();
	const { rows } = await client.query<{ root: string; note: string }>(
		'select root, note from ledger.checkpoints where size = $1',
		[final],
	);
	await client.end();
	const saved = await SavedHead.open(headPath(home));
	await saved.save({ size: final, ...(rows[0] as { root: string; note: string }) });
	await saved.close();
}
