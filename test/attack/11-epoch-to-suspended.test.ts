import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { setSuspended } from '../../src/client/people.ts';
import { epochKeeper } from '../../workers/media/epochs.ts';
import { type Live, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 11: the server hides from one worker that another was suspended, so that the epoch's key is sealed to that one.

let live: Live;
let lies: LyingApi;
let folder: string;
let worker: Connection;
let other: Connection;

beforeAll(async () => {
	live = await startLive();
	lies = await startLyingApi(live);
	folder = await mkdtemp(join(tmpdir(), 'custos-epoch-'));
	const enrolled = await live.enrol('worker');
	worker = await live.connect(enrolled.identity, lies.server);
});
afterAll(async () => {
	await lies.close();
	await live.close();
	await rm(folder, { recursive: true });
});

test('nothing is sealed to a worker whose suspension the server holds back', async () => {
	// As after a restart: what it had seen is forgotten.
	const keep = () => epochKeeper(folder, worker, { patienceMs: 0 })();
	expect([...(await keep()).keys()]).toEqual([1]);
	other = await live.enrol('worker');
	await live.notary.sayTime();
	const earlier = await (await worker.send('/v1/people', {})).json();
	await setSuspended(live.steward, other.identity.keys.sign, true);
	const left: string[] = [];
	lies.lie = (path, body) => {
		if (path === '/v1/statements') left.push(JSON.stringify(body));
		return path === '/v1/people' ? (earlier as typeof body) : body;
	};
	await expect(keep()).rejects.toMatchObject({ code: 'outdated' });
	expect(left, 'no statement with a grant went out').toEqual([]);

	lies.lie = undefined;
	expect([...(await keep()).keys()]).toEqual([1, 2]);
});
