import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { foundingOf, keyLinks } from '../../src/app/key-links.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { KeyLink, takeLinks } from '../../src/domain/ledger/key-links.ts';
import { newestText } from '../../src/domain/ledger/log-keys.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { parseStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { prepareKey } from '../../workers/notary/keys.ts';
import { agree } from './archive/agree.ts';
import { makePerson } from './archive/person.ts';
import { type Archive, buildArchive, type Fields } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';

// What proves a rotation stays short enough to be read, whatever one steward did before it.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
const other = makePerson();
const id = (): string => newId(platform.randomBytes);

beforeEach(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-log-key-'))];
	archive = await buildArchive({ connection: database.connection, folder });
	await archive.enrol(other, 'steward');
});
afterEach(async () => {
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

const many = (count: number, fields: (i: number) => Fields) =>
	archive.desk.submit(Array.from({ length: count }, (_, i) => archive.desk.write(other, fields(i))));
async function next(): Promise<{ type: 'log.rotated'; closes: string; next: string }> {
	const { origin, logKey } = archive.desk.started.keys;
	const { vkey } = await prepareKey(archive.desk.notaryHome, origin);
	return { type: 'log.rotated', closes: logKey, next: vkey };
}

test('no proposal of which nothing came makes the proof of a rotation longer', async () => {
	const act = { type: 'threshold.changed' as const, threshold: 2 };
	const proposed = await many(2001, () => ({ type: 'act.proposed', proposal: id(), act }));
	expect(proposed).toHaveLength(2001);
	await archive.submit(other, { ...act, approval: await agree(archive, act, [archive.steward, other]) });
	const rotation = await next();
	const approval = await agree(archive, rotation, [archive.steward, other]);
	await archive.submit(archive.steward, { ...rotation, approval });
	const [link] = (await keyLinks(archive.desk.db)).map((one) => KeyLink.parse(one));
	expect(link?.agreed.map(({ statement }) => parseStatement(utf8(statement)).type)).toEqual([
		'archive.founded',
		'person.enrolled',
		'act.proposed',
		'act.approved',
		'threshold.changed',
		'act.proposed',
		'act.approved',
	]);
	const founding = await foundingOf(archive.desk.db);
	const key = parseKey(founding.log);
	takeLinks(key, founding, [link as KeyLink]);
	expect(newestText(key)).toBe(rotation.next);
});

test('where two must agree, the notary takes no rotation from one alone, and takes it once a second approved', async () => {
	const act = { type: 'threshold.changed' as const, threshold: 2 };
	await archive.submit(other, { ...act, approval: await agree(archive, act, [archive.steward, other]) });
	const rotation = await next();
	const said = async (fields: Fields): Promise<unknown> =>
		(JSON.parse((await archive.submit(archive.steward, fields)).skeleton) as { result: unknown }).result;
	expect(await said(rotation)).toBe('denied:unapproved');
	expect(await keyLinks(archive.desk.db)).toEqual([]);
	const approval = await agree(archive, rotation, [archive.steward, other]);
	expect(await said({ ...rotation, approval })).toBe('accepted');
	expect(await keyLinks(archive.desk.db)).toHaveLength(1);
});

test('a rotation that nobody could read the proof of is not taken in', async () => {
	const { sign: person } = archive.steward.keys;
	await many(1000, (i) => ({ type: i % 2 === 0 ? 'person.suspended' : 'person.reinstated', person }));
	await expect(archive.submit(other, await next())).rejects.toMatchObject({ code: 'limit' });
	expect(await keyLinks(archive.desk.db)).toEqual([]);
});
