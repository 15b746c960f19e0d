import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvalsBefore } from '../../src/db/migrations/0013-approvals.ts';
import { makePerson } from './archive/person.ts';
import { type Archive, buildArchive } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';

// An archive of before there were approvals is brought to the same tables that its ledger makes today.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-before-'))];
	archive = await buildArchive({ connection: database.connection, folder });
});
afterAll(async () => {
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

async function brought(): Promise<{ before: unknown; after: unknown }> {
	const { db } = archive.desk;
	const before = await db.selectFrom('stewards').selectAll().execute();
	await db.deleteFrom('stewards').execute();
	await sql.raw(approvalsBefore).execute(db);
	return { before, after: await db.selectFrom('stewards').selectAll().execute() };
}

test('the row of the stewards is the one that apply makes', async () => {
	const never = await brought();
	expect(never.before).toEqual([{ archive: 'archive', threshold: 1, active: 1, suspended: null }]);
	expect(never.after).toEqual(never.before);
	const [second, third] = [makePerson(), makePerson()];
	for (const one of [second, third]) await archive.enrol(one, 'steward');
	const suspend = (person: string) => archive.submit(archive.steward, { type: 'person.suspended', person });
	await suspend(second.keys.sign);
	await suspend(archive.reader.keys.sign);
	await archive.submit(archive.steward, { type: 'person.reinstated', person: second.keys.sign });
	await suspend(third.keys.sign);
	// Refused: an entry, and no suspension.
	await archive.submit(archive.lead, { type: 'person.suspended', person: second.keys.sign });
	const { before, after } = await brought();
	expect(before).toMatchObject([{ threshold: 1, active: 2, suspended: expect.any(Number) }]);
	expect(after).toEqual(before);
});
