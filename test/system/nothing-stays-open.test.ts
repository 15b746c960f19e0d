import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { submit } from '../../src/client/submit.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { copyObject } from '../../workers/backup/copy-object.ts';
import { type Deposited, deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// An object that nobody reads any more is closed at once, not when memory is tidied up: by then no file may be left to open.

const OFTEN = 20;
let [live, lead, open, item] = [] as unknown as [Live, Connection, OpenCase, Deposited];

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead);
	item = await deposit(lead, open, await openIntake(lead, open, {}), platform.randomBytes(5_000_000));
	await submit(lead, [
		{ type: 'item.opened', fields: { case: open.id, generation: 1, item: item.id, class: 'original' } },
	]);
});
afterAll(() => live.close());

/** Objects of this archive that this process holds open. */
async function held(): Promise<number> {
	const links = await Promise.all(
		(await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
	);
	return links.filter((path) => path.startsWith(join(live.folder, 'objects', ''))).length;
}

const body = async (init: RequestInit = {}): Promise<Response> =>
	fetch(new URL(`/v1/items/${item.id}/sealed/original/body`, live.server), {
		...init,
		headers: { authorization: `Bearer ${await lead.bearer()}` },
	});

test('a body that is read to its end, or of which only the size is asked', async () => {
	const read = await body();
	expect((await read.arrayBuffer()).byteLength).toBe(item.body.size);
	for (let i = 0; i < OFTEN; i++) {
		const asked = await body({ method: 'HEAD' });
		expect([asked.status, asked.headers.get('content-length')]).toEqual([200, `${item.body.size}`]);
	}
	expect(await held()).toBe(0);
});

test('a body whose reader goes away', async () => {
	for (let i = 0; i < OFTEN; i++) {
		const gone = new AbortController();
		const { status } = await body({ signal: gone.signal });
		expect(status).toBe(200);
		gone.abort();
	}
	await vi.waitUntil(async () => (await held()) === 0, { timeout: 20_000 });
});

test('a copy that its target refuses before it reads', async () => {
	const refusing = { ...live.store, put: () => Promise.reject(new CustosError('exists', 'there is one')) };
	for (let i = 0; i < OFTEN; i++)
		await expect(copyObject(live.store, refusing, objectKey(item.body.object), item.body.size)).rejects.toThrow(
			'there is one',
		);
	expect(await held()).toBe(0);
});
