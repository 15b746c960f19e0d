import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	type CatalogueItem,
	catalogue,
	cataloguePages,
	countedCatalogue,
	mergeItems,
} from '../../src/client/case/catalogue.ts';
import { shareItems } from '../../src/client/case/share-item.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { type Filed, fillCase } from './live/fill-case.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// Items that were received and items that were shared, page by page in one order: none twice, none left out.

let live: Live;
let [lead, worker] = [] as unknown as [Connection, Connection];
let [first, second] = [] as unknown as [OpenCase, OpenCase];
/** In the order in which they came into the second case. */
const expected: string[] = [];

beforeAll(async () => {
	live = await startLive();
	({ worker } = await enrolWorker(live));
	lead = await live.enrol();
	[first, second] = [await openCase(lead, [], 'GUL'), await openCase(lead, [], 'YRD')];
	const [from, into] = [await openIntake(lead, first, {}), await openIntake(lead, second, {})];
	const files = (name: string, count: number): Filed[] =>
		Array.from({ length: count }, (_, i) => ({
			path: `${name} ${i}`,
			size: i,
			modified: '2021-06-01T00:00:00.000Z',
			summary: { kind: 'document' },
		}));
	const source = await fillCase(lead, worker, first, from, files('of the first', 215));
	for (const [at, count] of [
		[0, 90],
		[90, 125],
	] as const) {
		expected.push(...(await fillCase(lead, worker, second, into, files('of the second', 20))));
		const { done } = await shareItems(lead, first, second, source.slice(at, at + count));
		expected.push(...done);
	}
	expected.push(...(await fillCase(lead, worker, second, into, files('at last', 5))));
});
afterAll(() => live.close());

test('every page follows the one before', async () => {
	const { all: found, counted } = await countedCatalogue(lead, second);
	expect(counted?.events).toBe(expected.length);
	expect(found.map((one) => one.id)).toEqual(expected);
	expect(found.filter((one) => one.unreadable)).toEqual([]);
	expect(found.filter((one) => one.from !== undefined)).toHaveLength(215);
	const indices = found.map((one) => one.index);
	expect(indices).toEqual([...indices].sort((a, b) => a - b));
});

test('what was shared since an index is what is new; the first case hears that its items are elsewhere', async () => {
	const whole = await catalogue(lead, second);
	const since = (whole[100] as CatalogueItem).index;
	const newer: CatalogueItem[] = [];
	for await (const page of cataloguePages(lead, second, since)) newer.push(...page);
	expect(newer.length).toBeLessThan(whole.length);
	expect(mergeItems(whole.slice(0, 101), newer).map((one) => one.id)).toEqual(expected);

	const ours: CatalogueItem[] = [];
	for await (const page of cataloguePages(lead, first, since)) ours.push(...page);
	expect(ours.length).toBeGreaterThan(100);
	expect(ours.every((one) => one.elsewhere)).toBe(true);
});
