import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { put } from '../../src/client/put/put.ts';
import type { PutSummary } from '../../src/client/put/put-options.ts';
import { sameBefore } from '../../src/client/put/same-before.ts';
import { putInHand } from './live/put-in-hand.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

let live: Live;
let folder: string;
let lead: Connection;
let open: OpenCase;
beforeAll(async () => {
	[live, folder] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-same-'))];
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead);
});
afterAll(async () => {
	await live?.close();
	await rm(folder, { recursive: true });
});

test('what came another way before is found; what came later is not, and no more is read than was said', async () => {
	const puts: PutSummary[] = [];
	for (const [name, content] of Object.entries({ a: 'letter', b: 'photo', c: 'letter', d: 'photo' })) {
		await writeFile(join(folder, name), content);
		puts.push(await put(putInHand(lead, open, [join(folder, name)])));
	}
	const [first, second, third, fourth] = puts as [PutSummary, PutSummary, PutSummary, PutSummary];
	expect(await sameBefore(lead, open, first)).toEqual({ same: [], whole: true });
	expect(await sameBefore(lead, open, third)).toEqual({
		same: [{ path: 'c', as: 'a', item: first.items[0]?.item }],
		whole: true,
	});
	const found = { same: [{ path: 'd', as: 'b', item: second.items[0]?.item }], whole: true };
	expect(await sameBefore(lead, open, fourth, 2)).toEqual(found);
	expect(await sameBefore(lead, open, fourth, 1)).toEqual({ same: [], whole: false });
});
