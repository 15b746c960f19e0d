import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { samePersonBefore } from '../../src/db/migrations/0019-same-person.ts';
import { newId } from '../../src/domain/ids.ts';
import { type Act, actHash } from '../../src/domain/ledger/act.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { agree } from './archive/agree.ts';
import { joinProof, makePerson } from './archive/person.ts';
import { type Archive, buildArchive, type Fields, type TestPerson } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// A steward with a second device is one steward: in a ledger that began when every key was counted, and goes on.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let hours = 0;
const [b, c] = [makePerson(), makePerson()];
/** Keys of the first steward: `middle`, whose key before is theirs, is no steward's any more; `anew` came after it. */
const [middle, anew] = [makePerson(), makePerson()];
const id = (): string => newId(platform.randomBytes);

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-same-person-'))];
	const clock = (): Date => new Date(Date.now() + hours * 3_600_000);
	archive = await buildArchive({ connection: database.connection, folder, clock });
	for (const one of [b, c]) await archive.enrol(one, 'steward');
});
beforeEach(() => {
	// Refusals of one hour are folded together.
	hours += 2;
});
afterAll(async () => {
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

async function said(by: TestPerson, fields: Fields): Promise<string> {
	const receipt = await archive.submit(by, fields);
	return (JSON.parse(receipt.skeleton) as { result: string }).result;
}
const suspension = (person: TestPerson): Act => ({ type: 'person.suspended', person: person.keys.sign });
const threshold = (count: number): Act => ({ type: 'threshold.changed', threshold: count });

/** As programs of before did it: nothing says that people are counted. */
async function agreeByKeys(act: Act, [first, second]: readonly [TestPerson, TestPerson]): Promise<string> {
	const proposal = id();
	await said(first, { type: 'act.proposed', proposal, act });
	await said(second, { type: 'act.approved', proposal, what: actHash(act) });
	return proposal;
}

async function joinAnew(person: TestPerson, role: 'steward' | 'member', before: TestPerson): Promise<void> {
	const invite = id();
	await archive.submit(b, { type: 'person.invited', invite, role });
	const proof = joinProof(person, invite, archive.desk.started.keys.origin);
	const act: Act = {
		...{ type: 'person.enrolled', invite, role, person: person.keys, proof, formerly: before.keys.sign },
	};
	expect(await said(b, { ...act, approval: await agreeByKeys(act, [b, c]) })).toBe('accepted');
}

/** The tables are those that the ledger makes. */
async function audited(): Promise<void> {
	const head = await archive.desk.head();
	const options = { databaseUrl: databaseUrl(database.connection), logKey: archive.desk.vkey, head };
	const result = await audit({ ...options, signatures: true, objects: false });
	expect(result.firstDifference).toBeUndefined();
	expect(result).toMatchObject({ ok: true, entries: head.size });
}

test('in a ledger of before, what two keys of one person did stays done', async () => {
	expect(await said(b, { ...threshold(2), approval: await agreeByKeys(threshold(2), [b, c]) })).toBe('accepted');
	await joinAnew(middle, 'member', archive.steward);
	await joinAnew(anew, 'steward', middle);
	const act = suspension(c);
	expect(await said(anew, { ...act, approval: await agreeByKeys(act, [archive.steward, anew]) })).toBe('accepted');
	await audited();
});

test('its tables are brought to what the ledger makes', async () => {
	const { db } = archive.desk;
	const tables = async () => [
		await db.selectFrom('people').selectAll().orderBy('key').execute(),
		await db.selectFrom('proposals').selectAll().orderBy('id').execute(),
		await db.selectFrom('steward_people').selectAll().execute(),
	];
	const made = await tables();
	const first = archive.steward.keys.sign;
	expect(made[2]).toEqual([
		{ archive: 'archive', active: [first, first, b.keys.sign].sort(), since: null, proposers: [], open: [] },
	]);
	await sql`delete from steward_people`.execute(db);
	await sql`alter table people alter column first_key drop not null`.execute(db);
	await sql`update people set first_key = null`.execute(db);
	await sql`update proposals set by_people = '{}'`.execute(db);
	await sql.raw(samePersonBefore).execute(db);
	expect(await tables()).toEqual(made);
});

test('once people are counted, two keys of one person are one, whoever approves first', async () => {
	const back: Act = { type: 'person.reinstated', person: c.keys.sign };
	const by = await agree(archive, back, [archive.steward]);
	expect(await said(anew, { type: 'act.approved', proposal: by, what: actHash(back) })).toBe('denied:conflict');
	expect(await said(anew, { ...back, approval: by })).toBe('denied:unapproved');
	hours += 2;
	const other = await agree(archive, back, [anew]);
	expect(await said(archive.steward, { type: 'act.approved', proposal: other, what: actHash(back) })).toBe(
		'denied:conflict',
	);
	expect(await said(archive.steward, { ...back, approval: other })).toBe('denied:unapproved');
	expect(await said(b, { type: 'act.approved', proposal: by, what: actHash(back) })).toBe('accepted');
	expect(await said(anew, { ...back, approval: by })).toBe('accepted');
});

test('as many people are left as must agree, and no more must than there are', async () => {
	const all = [archive.steward, b, c];
	expect(await said(b, { ...threshold(4), approval: await agree(archive, threshold(4), all) })).toBe('denied:conflict');
	expect(await said(b, { ...threshold(3), approval: await agree(archive, threshold(3), all) })).toBe('accepted');
	hours += 2;
	expect(await said(b, { ...suspension(c), approval: await agree(archive, suspension(c), all) })).toBe(
		'denied:conflict',
	);
	// A key fewer, and nobody.
	const old = suspension(archive.steward);
	expect(await said(b, { ...old, approval: await agree(archive, old, [anew, b, c]) })).toBe('accepted');
	const again: Act = { type: 'person.reinstated', person: archive.steward.keys.sign };
	expect(await said(b, { ...again, approval: await agree(archive, again, [anew, b, c]) })).toBe('accepted');
});

test('and the audit comes to the same verdicts and tables', audited);
