import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CatalogueItem, catalogue, cataloguePages, mergeItems } from '../../src/client/case/catalogue.ts';
import { openIntake } from '../../src/client/intake.ts';
import { submit } from '../../src/client/submit.ts';
import { type Filed, fillCase } from './live/fill-case.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

let live: Live;
beforeAll(async () => {
	live = await startLive();
});
afterAll(() => live?.close());

const file = (path: string): Filed => ({ path, size: 1, modified: '2020-01-01T00:00:00.000Z' });

test('what may have changed since an index, put to what was known, is the whole catalogue', async () => {
	const { worker } = await enrolWorker(live);
	const { steward: lead } = live;
	const open = await openCase(lead);
	const intake = await openIntake(lead, open, {});
	const done = { ...file('examined'), summary: {} };
	const [first, waits, failed] = await fillCase(lead, worker, open, intake, [
		done,
		file('kept'),
		{ ...file('failed'), failed: true },
	]);
	const known = await catalogue(lead, open);
	const since = (await lead.seen()).size - 1;
	const [later] = await fillCase(lead, worker, open, intake, [{ ...done, path: 'later' }]);
	const about = { case: open.id, generation: open.key.generation };
	const summary = { kind: 'image', audioCodecs: [] };
	await submit(worker, [
		{
			type: 'item.examined',
			fields: { ...about, item: waits as string },
			detail: { to: open.key, fields: { summary } },
		},
	]);
	await submit(lead, [{ type: 'item.retried', fields: { ...about, item: failed as string } }]);

	const newer: CatalogueItem[] = [];
	for await (const page of cataloguePages(lead, open, since)) newer.push(...page);
	expect(newer.map((one) => [one.id, one.state])).toEqual([
		[waits, 'examined'],
		[failed, 'received'],
		[later, 'examined'],
	]);
	const merged = mergeItems(known, newer);
	expect(merged).toEqual(await catalogue(lead, open));
	expect(merged.map((one) => one.id)).toEqual([first, waits, failed, later]);
});
