import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { bodyHeaders } from './live/deposit.ts';
import { type Answer, request } from './live/raw.ts';
import { type Live, openCase, startLive } from './live.ts';

// The store sweeps an upload in which nothing moved for a month; its row is still in the database.

let live: Live;
let lead: Connection;
let open: OpenCase;
beforeAll(async () => {
	live = await startLive();
	lead = await live.enrol();
	open = await openCase(lead);
});
afterAll(() => live.close());

const bytes = platform.randomBytes(65_536 + 10);
const id = (): string => newId(platform.randomBytes);
const begin = (object: string): Promise<Answer> =>
	request(live, 'POST', '/v1/uploads', {
		as: lead,
		json: { object, case: open.id, size: bytes.length, partSize: 65_536 },
	});
const send = (object: string, part: number): Promise<Answer> => {
	const body = bytes.subarray(part * 65_536, (part + 1) * 65_536);
	return request(live, 'PUT', `/v1/uploads/${object}/parts/${part}`, { as: lead, body, headers: bodyHeaders(body) });
};
const complete = (object: string): Promise<Answer> =>
	request(live, 'POST', `/v1/uploads/${object}/complete`, { as: lead });

/** As if a month had gone by, and a start after it. */
async function sweep(object: string): Promise<void> {
	const [row] = (await live.sql('select store_id from uploads where id = $1', [object])) as { store_id: string }[];
	const root = join(live.folder, 'objects');
	const longAgo = Date.now() / 1000 - 31 * 86_400;
	for (const name of ['parts', 'data'])
		await utimes(join(root, 'uploads', `${row?.store_id}.${name}`), longAgo, longAgo);
	expect(await (await createFilesStore({ root })).sweep()).toBe(2);
}

test('an upload gone on with after it was swept is begun anew, and every part asked for again', async () => {
	const object = id();
	await begin(object);
	await send(object, 0);
	expect((await begin(object)).body['parts']).toHaveLength(1);
	await sweep(object);
	expect(await begin(object)).toMatchObject({ status: 200, body: { done: false, parts: [] } });
	for (const part of [0, 1]) expect(await send(object, part)).toMatchObject({ status: 200 });
	expect(await complete(object)).toMatchObject({ status: 200 });
	expect(await live.store.head(`o/${object}`)).toEqual({ size: bytes.length });
});

test('uploads that were given up for good do not count for ever', async () => {
	const [young, old] = [id(), id()];
	for (const object of [young, old]) await begin(object);
	await live.sql(
		`insert into uploads (id, person, case_id, object, store_id, size, part_size, at)
		select lpad(to_hex(n), 32, '0'), person, case_id, object, lpad(to_hex(n), 32, '0'), size, part_size,
			now() - interval '1 day' from uploads, generate_series(1, 198) n where id = $1`,
		[young],
	);
	expect(await begin(id())).toMatchObject({ body: { code: 'limit' } });
	await live.sql(`update uploads set at = now() - interval '31 days' where id = $1`, [old]);
	expect(await begin(id())).toMatchObject({ body: { code: 'limit' } });
	await sweep(old);
	expect(await begin(id())).toMatchObject({ status: 200 });
	expect(await begin(id())).toMatchObject({ body: { code: 'limit' } });
	expect((await send(old, 0)).status).toBe(404);
});
