import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../src/domain/bytes.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { buildLeaf, formatSkeleton } from '../../src/domain/ledger/leaf.ts';
import { signStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { makePerson, type TestPerson } from '../system/archive/person.ts';
import { type Copy, type StoredArchive, storeArchive } from './spoiled-archive.ts';

// 19: a superuser of the database edits, deletes, reorders or inserts; the audit names the entry.

let stored: StoredArchive;
let copy: Copy;
let last: number;
beforeAll(async () => {
	stored = await storeArchive();
	last = stored.head.size - 1;
});
beforeEach(async () => {
	copy = await stored.spoil();
});
afterEach(() => copy.drop());
afterAll(() => stored.drop());

const move = (table: string, from: string, to: string) => `update ledger.${table} set idx = ${to} where idx = ${from};`;

async function indexOf(type: string): Promise<number> {
	const [row] = await copy.asSuperuser('select min(idx)::int as idx from ledger.entries where skeleton like $1', [
		`%"type":"${type}"%`,
	]);
	return row?.['idx'] as number;
}

async function expectFound(where: { index?: number; table?: string }): Promise<void> {
	const result = await copy.audit();
	expect(result.ok).toBe(false);
	expect(result.firstDifference).toMatchObject(where);
}

describe('an edit', () => {
	test('of a statement', async () => {
		await copy.asSuperuser(
			`update ledger.bodies set statement = set_byte(statement, 40, get_byte(statement, 40) # 1) where idx = 9`,
		);
		await expectFound({ index: 9 });
	});

	test('of a skeleton: a refusal becomes an acceptance', async () => {
		const [row] =
			await copy.asSuperuser(`update ledger.entries set skeleton = replace(skeleton, 'denied:denied', 'accepted')
			where skeleton like '%denied%' returning idx::int as idx`);
		await expectFound({ index: row?.['idx'] as number });
	});

	test('of a skeleton with a leaf that fits it', async () => {
		const idx = await indexOf('item.opened');
		await editWithLeaf(idx, (skeleton) => skeleton.replace(/"time":"[^"]+"/, '"time":"2020-01-01T00:00:00.000Z"'));
		await expectFound({ index: idx });
	});

	test('of a skeleton, a leaf that fits it and no implausible value: the root tells', async () => {
		const idx = await indexOf('item.opened');
		await editWithLeaf(idx, (skeleton) =>
			skeleton.replace(/(\d\d\d)Z"/, (_, ms: string) => `${String((Number(ms) + 1) % 1000).padStart(3, '0')}Z"`),
		);
		await expectFound({ index: idx, table: 'ledger.checkpoints' });
	});

	test('of a sealed detail', async () => {
		await copy.asSuperuser(
			`update ledger.bodies set sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1) where idx = ${await indexOf('clip.added')}`,
		);
		await expectFound({ index: await indexOf('clip.added') });
	});

	test('of a prefix', async () => {
		await copy.asSuperuser(
			`update ledger.prefixes set prefix = set_byte(prefix, 100, get_byte(prefix, 100) # 1) where id = '${stored.items[0]?.id}'`,
		);
		await expectFound({ index: await indexOf('item.received'), table: 'ledger.prefixes' });
	});

	test('of a checkpoint', async () => {
		await copy.asSuperuser(`update ledger.checkpoints set root = repeat('0', 64) where size = ${last + 1}`);
		await expectFound({ table: 'ledger.checkpoints' });
	});

	test('of a checkpoint, signed with another key', async () => {
		const [origin = ''] = stored.logKey.split('+');
		const forged = signCheckpoint({ origin, size: last + 1, root: fromHex(stored.head.root) }, makePerson().seed);
		await copy.asSuperuser('update ledger.checkpoints set note = $1 where size = $2', [forged, last + 1]);
		await expectFound({ table: 'ledger.checkpoints' });
	});

	test('of a read table', async () => {
		await copy.asSuperuser(`update members set role = 'lead' where role = 'reader'`);
		await expectFound({ table: 'members' });
	});

	test.each(['drop table clips', 'alter table clips add column note text'])(
		'of a read table’s shape: %s',
		async (change) => {
			await copy.asSuperuser(change);
			await expectFound({ table: 'clips' });
		},
	);

	test('of a read table by one row more', async () => {
		await copy.asSuperuser(`insert into people (key, box, role, suspended, first_key, idx)
			select repeat('a', 64), box, role, false, repeat('a', 64), idx from people limit 1`);
		await expectFound({ table: 'people' });
	});
});

describe('a deletion', () => {
	test('of an entry', async () => {
		await copy.asSuperuser('delete from ledger.entries where idx = 7');
		await expectFound({ index: 7 });
	});

	test('of a body', async () => {
		await copy.asSuperuser('delete from ledger.bodies where idx = 7');
		await expectFound({ index: 7 });
	});

	test('of an entry, all others moved up', async () => {
		const idx = await indexOf('item.opened');
		for (const table of ['entries', 'bodies']) {
			await copy.asSuperuser(`delete from ledger.${table} where idx = ${idx}; ${move(table, `any(select idx from ledger.${table} where idx > ${idx})`, '-idx')}
				${move(table, `any(select idx from ledger.${table} where idx < 0)`, '-idx - 1')}`);
		}
		await expectFound({ index: idx });
	});

	test('of the last entries, with their checkpoints: the saved head tells', async () => {
		await copy.asSuperuser(
			`delete from ledger.entries where idx > 20; delete from ledger.bodies where idx > 20; delete from ledger.checkpoints where size > 21`,
		);
		await expectFound({ index: 21 });
	});
});

test('two entries change places', async () => {
	for (const table of ['entries', 'bodies'])
		await copy.asSuperuser(move(table, '8', '-1') + move(table, '9', '8') + move(table, '-1', '9'));
	await expectFound({ index: 8 });
});

describe('an insertion at the end', () => {
	test('of a statement by nobody', async () => {
		await append(makePerson(), { type: 'person.invited', invite: 'a'.repeat(32), role: 'steward' });
		await expectFound({ index: last + 1 });
	});

	test('of a true statement for the second time', async () => {
		await copy.asSuperuser(`drop index ledger.bodies_statement; drop index ledger.entries_subject;
			insert into ledger.entries select ${last + 1}, leaf, skeleton, skeleton_salt, subject, n from ledger.entries where idx = ${last};
			insert into ledger.bodies select ${last + 1}, actor, statement_id, statement, signature, statement_salt, sealed from ledger.bodies where idx = ${last}`);
		await expectFound({ index: last + 1 });
	});

	test('of a true person’s statement under a result it does not deserve', async () => {
		await append(stored.editor, { type: 'person.suspended', person: stored.editor.keys.sign });
		await expectFound({ index: last + 1 });
	});

	test('of rows that belong to no entry', async () => {
		await copy.asSuperuser(`insert into ledger.prefixes values (repeat('a', 32), repeat('a', 32), 'x')`);
		await expectFound({ table: 'ledger.prefixes' });
	});
});

async function editWithLeaf(idx: number, edit: (skeleton: string) => string): Promise<void> {
	const [row] = await copy.asSuperuser(
		'select * from ledger.entries e join ledger.bodies b using (idx) where idx = $1',
		[idx],
	);
	const skeleton = edit(row?.['skeleton'] as string);
	const part = (name: string) => row?.[name] as Uint8Array<ArrayBuffer>;
	const leaf = buildLeaf({
		skeleton,
		skeletonSalt: part('skeleton_salt'),
		statement: part('statement'),
		signature: part('signature'),
		statementSalt: part('statement_salt'),
	});
	await copy.asSuperuser('update ledger.entries set skeleton = $1, leaf = $2 where idx = $3', [skeleton, leaf, idx]);
}

/** Writes an entry that says it was accepted, about the archive. */
async function append(
	by: TestPerson,
	fields: { type: 'person.invited'; invite: string; role: 'steward' } | { type: 'person.suspended'; person: string },
): Promise<void> {
	const time = new Date().toISOString();
	const [origin = ''] = stored.logKey.split('+');
	const id = toHex(platform.randomBytes(16));
	const { size, root } = stored.head;
	const signed = signStatement(
		{ v: 1, id, origin, actor: by.keys.sign, time, seen: { size, root }, ...fields },
		by.seed,
	);
	const [row] = await copy.asSuperuser(`select n::int + 1 as n from subjects where kind = 'archive'`);
	const n = row?.['n'] as number;
	const skeleton = formatSkeleton({
		v: 1,
		type: fields.type,
		time,
		result: 'accepted',
		subject: { kind: 'archive', id: 'archive', n },
	});
	const [skeletonSalt, statementSalt] = [platform.randomBytes(32), platform.randomBytes(32)];
	const leaf = buildLeaf({
		skeleton,
		skeletonSalt,
		statement: signed.bytes,
		signature: signed.signature,
		statementSalt,
	});
	await copy.asSuperuser('insert into ledger.entries values ($1, $2, $3, $4, $5, $6)', [
		last + 1,
		leaf,
		skeleton,
		skeletonSalt,
		'archive',
		n,
	]);
	await copy.asSuperuser('insert into ledger.bodies values ($1, $2, $3, $4, $5, $6, null)', [
		last + 1,
		by.keys.sign,
		id,
		signed.bytes,
		signed.signature,
		statementSalt,
	]);
}
