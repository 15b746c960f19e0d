import { mkdtemp, open as openFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { put } from '../../src/client/put/put.ts';
import type { Bytes } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { putInHand } from './live/put-in-hand.ts';
import { request } from './live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// Workers read the small bodies of a pack together; what is wrong with one is said of that one alone.

let live: Live;
let folder: string;
let worker: Connection;
let epochSecret: Bytes;
let lead: Connection;
let open: OpenCase;
beforeAll(async () => {
	[live, folder] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-together-'))];
	({ worker, epochSecret } = await enrolWorker(live));
	lead = await live.enrol();
	open = await openCase(lead);
});
afterAll(async () => {
	await live.close();
	await rm(folder, { recursive: true });
});

async function packOf(name: string, sizes: readonly number[]): Promise<Record<string, unknown>[]> {
	const files = sizes.map(async (size, i) => {
		const path = join(folder, `${name}${i}`);
		await writeFile(path, platform.randomBytes(size));
		return path;
	});
	const { items } = await put(putInHand(lead, open, await Promise.all(files)));
	const ids = items.map((one) => one.item);
	return live.sql('select * from items where id = any($1) order by "offset"', [ids]);
}

async function workUntilAll(items: readonly Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
	const stop = new AbortController();
	const running = new MediaWorker({ connection: worker, epochs: new Map([[1, epochSecret]]) }, false, () => {}).run(
		stop.signal,
	);
	const ids = items.map((one) => one['id']);
	try {
		return await expect
			.poll(() => live.sql(`select id, state from items where id = any($1) and state <> 'received'`, [ids]), {
				timeout: 20_000,
			})
			.toHaveLength(ids.length)
			.then(() => live.sql('select id, state from items where id = any($1)', [ids]));
	} finally {
		stop.abort();
		await running;
	}
}

test('bodies come one after another as they were asked for, to workers only', async () => {
	const items = await packOf('asked', [100, 70_000, 3]);
	const asked = [2, 0, 1].map((i) => items[i] as Record<string, unknown>);
	const body = JSON.stringify({ items: asked.map((one) => one['id']) });
	const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
	const answer = new Uint8Array(await (await worker.send('/v1/work/bodies', sent)).arrayBuffer());
	let at = 0;
	for (const one of asked) {
		const sealed = answer.subarray(at, at + Number(one['size']));
		expect(Buffer.from(platform.sha256(sealed)).toString('hex')).toBe(one['sha256']);
		at += sealed.length;
	}
	expect(at).toBe(answer.length);
	await expect(lead.send('/v1/work/bodies', sent)).rejects.toMatchObject({ code: 'not-found' });
	const many = { items: Array.from({ length: 500 }, () => items[1]?.['id']) };
	expect((await request(live, 'POST', '/v1/work/bodies', { as: worker, json: many })).status).toBe(413);
});

test('one bit of one body in a pack is changed: that item has failed, its neighbours are kept', async () => {
	const items = await packOf('spoilt', [1000, 2000, 3000, 0]);
	const second = items[1] as Record<string, unknown>;
	const object = String(second['object']);
	const path = join(live.folder, 'objects', 'objects', 'o=', `${object.slice(0, 2)}@`, object);
	const file = await openFile(path, 'r+');
	const byte = Buffer.alloc(1);
	const place = Number(second['offset']) + 500;
	await file.read(byte, 0, 1, place);
	await file.write(Buffer.of((byte[0] as number) ^ 1), 0, 1, place);
	await file.close();
	const states = await workUntilAll(items);
	for (const { id, state } of states) expect(state).toBe(id === second['id'] ? 'failed' : 'kept');
});
