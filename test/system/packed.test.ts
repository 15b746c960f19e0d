import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { selectPacked } from '../../src/db/packed.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

let database: FreshDatabase;
let own: ReturnType<typeof connect>;
beforeAll(async () => {
	database = await freshDatabase();
	own = connect(databaseUrl(database.connection), { max: 1 });
});
afterAll(async () => {
	await own.pool.end();
	await database.drop();
});

test.each([
	['plain', ['a', '', null, 'd{},"\\']],
	['with letters of several bytes', ['ы', 'x', null, '𝄞 “—”']],
	['long', ['a'.repeat(2000), '', null, `${'{'.repeat(2000)}"`]],
	['long, of several bytes', ['a'.repeat(2000), 'x', null, `${'a'.repeat(2000)}éa`]],
	['long, of two bytes where there is room for one less', [null, 'éa'.repeat(1500), null, null]],
])('rows arrive as they were: texts %s', async (_, texts) => {
	const bytes = [new Uint8Array([0, 255, 1]), null, new Uint8Array(), new Uint8Array(3000).fill(7)];
	const rows = selectPacked([
		{ type: 'int', values: [1, 2, 3, 4] },
		{ type: 'text', values: texts },
		{ type: 'bytea', values: bytes },
		{ type: 'bigint', values: [0, 2 ** 40, 5, 2 ** 53 - 1] },
		{ type: 'text', values: texts.toReversed() },
	]);
	const { rows: found } = await sql`select * from (${rows}) as t (i, a, b, n, c) order by i`.execute(own.db);
	expect(found).toEqual(
		[0, 1, 2, 3].map((at) => ({
			i: at + 1,
			a: texts[at],
			b: bytes[at] === null ? null : Buffer.from(bytes[at] as Uint8Array),
			n: [0, 2 ** 40, 5, 2 ** 53 - 1][at],
			c: texts[3 - at],
		})),
	);
});

test('no rows are no rows', async () => {
	const rows = selectPacked([
		{ type: 'text', values: [] },
		{ type: 'bigint', values: [] },
	]);
	expect((await sql`${rows}`.execute(own.db)).rows).toEqual([]);
});
