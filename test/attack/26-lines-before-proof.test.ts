import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CatalogueItem, catalogue, openHere } from '../../src/client/case/catalogue.ts';
import { catalogueAhead, type Openers } from '../../src/client/case/catalogue-ahead.ts';
import { openLines, openProof, type ShownItem } from '../../src/client/case/open-lines.ts';
import { shareItems } from '../../src/client/case/share-item.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { detailContext } from '../../src/client/submit.ts';
import { type Bytes, utf8 } from '../../src/domain/bytes.ts';
import {
	type CatalogueLines,
	type Line,
	PACKED_LINES,
	packDetail,
	packLines,
	parseLines,
	type SealedDetail,
} from '../../src/domain/catalogue-lines.ts';
import { parsePage } from '../../src/domain/catalogue-page.ts';
import { sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { newId } from '../../src/domain/ids.ts';
import type { RawEntry } from '../../src/domain/ledger/batch.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Filed, fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';

// 26, for a table that is shown before it is proven: what is shown so is held to its proof, and none of it passes for proven.

let live: Live;
let [lead, worker] = [] as unknown as [Connection, Connection];
let open: OpenCase;

beforeAll(async () => {
	live = await startLive();
	({ worker } = await enrolWorker(live));
	lead = await live.enrol();
	const other = await openCase(lead, [], 'OTH');
	open = await openCase(lead);
	const file = (path: string): Filed => ({ path, size: 7, modified: '2020-01-01T00:00:00.000Z', summary: {} });
	const files = Array.from({ length: 70 }, (_, i) => file(`part ${i}`));
	await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
	const elsewhere = await fillCase(lead, worker, other, await openIntake(lead, other, {}), [file('shared')]);
	await shareItems(lead, other, open, elsewhere);
	await fillCase(lead, worker, open, await openIntake(lead, open, {}), [{ ...file('the last'), unreadable: true }]);
});
afterAll(() => live.close());

/** On this thread what the room has threads for. */
function openersHere(): Openers {
	const held: CatalogueLines[] = [];
	const { key } = live.steward.archive;
	return {
		page: openHere(open, key),
		async lines(number, answer) {
			const { lines, items } = openLines(answer, open);
			held[number] = lines;
			return items;
		},
		proof: (number, answer) => openProof(answer, held[number] as CatalogueLines, open, key),
	};
}

async function loaded(through: Connection): Promise<{ shown: ShownItem[]; proven: CatalogueItem[]; order: string }> {
	const [shown, proven]: [ShownItem[], CatalogueItem[]] = [[], []];
	let order = '';
	for await (const step of catalogueAhead(through, open, openersHere())) {
		order += 'shown' in step ? 's' : 'p';
		if ('shown' in step) shown.push(...step.shown);
		else proven.push(...step.proven);
	}
	return { shown, proven, order };
}

/** The archive, whose answers of one kind are bent on their way. */
function bent(to: {
	lines?: (lines: { items: Line[]; details: Map<number, SealedDetail> }) => void;
	proof?: (bytes: Bytes) => void;
	next?: string;
}): Connection & { asked: string[] } {
	const asked: string[] = [];
	return {
		...lead,
		asked,
		async send(path, init) {
			asked.push(path);
			const answer = await lead.send(path, init);
			const ofLines = answer.headers.get('content-type') === PACKED_LINES;
			const headers = { 'custos-next': (ofLines ? to.next : undefined) ?? answer.headers.get('custos-next') ?? '' };
			const bytes = await answer.arrayBuffer();
			if (path.includes('sealed=no')) to.proof?.(new Uint8Array(bytes));
			if (!ofLines || to.lines === undefined) return new Response(bytes, { headers });
			const { items, details } = parseLines(bytes);
			const changed = { items: [...items], details: new Map(details) };
			to.lines(changed);
			const packed = [...changed.details].sort(([a], [b]) => a - b).map(([, detail]) => packDetail(detail));
			return new Response(packLines({ items: changed.items, next: null }, ...packed), { headers });
		},
	};
}

const line = (items: readonly Line[], at: number): Line => items.at(at) as Line;
const plain = ({ unproven: _, ...item }: ShownItem) => item;
const untrue = { code: 'bad-proof' };

test('the truth: shown first, each line then proven as it was shown', async () => {
	const through = bent({});
	const { shown, proven, order } = await loaded(through);
	expect(order).toBe('psp');
	expect(proven.map((one) => one.id).sort()).toEqual((await catalogue(lead, open)).map((one) => one.id).sort());
	// The shared one and the one that nobody can read come with the proof alone.
	expect(shown).toHaveLength(50);
	const byId = new Map(proven.map((one) => [one.id, one]));
	for (const one of shown) expect(byId.get(one.id)).toMatchObject({ ...plain(one) });
	expect(proven.filter((one) => one.unreadable).map((one) => one.id)).toEqual([proven.at(-1)?.id]);
	expect(proven.find((one) => one.from !== undefined)).toMatchObject({ path: 'shared' });
	expect(await catalogue(lead, open)).toEqual(proven.toSorted((a, b) => a.index - b.index));
});

test('a page that proves lines has each sealed detail once: it came with the line', async () => {
	const through = bent({
		proof: (bytes) => {
			const { entries } = parsePage(bytes.slice().buffer);
			const sealed = entries.filter((one) => one.sealed !== undefined);
			expect(entries.length).toBeGreaterThan(20);
			expect(sealed).toHaveLength(1); // by which an item of another case was shared
		},
	});
	await loaded(through);
	expect(through.asked.filter((path) => path.includes('sealed=no'))).toHaveLength(1);
});

describe('a lie in the lines ends in a stop', () => {
	test.each<[string, Parameters<typeof bent>[0]]>([
		[
			'another name, sealed to the case by somebody who may not',
			{
				lines: ({ items, details }) => {
					const { received } = line(items, -2);
					const { statement } = details.get(received) as SealedDetail;
					const fields = { path: 'forged', size: 7, modified: '', sha256: '0'.repeat(64) };
					const text = utf8(JSON.stringify({ v: 1, seed: '0'.repeat(64), fields }));
					details.set(received, { statement, sealed: sealTo(open.key.publicKey, detailContext(statement, 1), text) });
				},
			},
		],
		[
			'the entries of another item',
			{
				lines: ({ items }) => {
					const [one, other] = [line(items, -2), line(items, -3)];
					items.splice(-3, 2, { ...one, item: other.item }, { ...other, item: one.item });
				},
			},
		],
		[
			'the examination of another item',
			{
				lines: ({ items }) => {
					const [one, other] = [line(items, -2), line(items, -3)];
					items.splice(
						-3,
						2,
						{ ...other, examined: one.examined as number },
						{ ...one, examined: other.examined as number },
					);
				},
			},
		],
		[
			'an item that there is not',
			{
				lines: ({ items }) => {
					items.push({ ...line(items, -3), item: newId(platform.randomBytes) });
				},
			},
		],
		['a list that turns back', { next: '3' }],
		['a list that does not say whether it goes on', { next: 'perhaps' }],
		[
			'a signature with a bit altered in the last entry',
			{
				proof: (bytes) => {
					const { signature } = parsePage(bytes.buffer).entries.at(-1) as RawEntry;
					signature[5] = (signature[5] as number) ^ 1;
				},
			},
		],
	])('%s', async (_, lie) => {
		await expect(loaded(bent(lie))).rejects.toMatchObject(untrue);
	});

	test('bytes too few, and too many', async () => {
		const one = packLines({ items: [], next: null });
		expect(parseLines(one.buffer).items).toEqual([]);
		for (const bytes of [
			one.slice(0, 4),
			one.slice(0, -1),
			new Uint8Array([...one, 0]),
			new Uint8Array([2, ...one.slice(1)]),
		])
			expect(() => parseLines(bytes.buffer)).toThrowError(expect.objectContaining(untrue));
		const items: Line[] = [{ item: '0'.repeat(32), state: 'received', kept: false, elsewhere: false, received: 3 }];
		const detail = packDetail({ statement: '1'.repeat(32), sealed: utf8('sealed') });
		const two = packLines({ items, next: null }, detail);
		expect(parseLines(two.buffer).details.get(3)).toEqual({ statement: '1'.repeat(32), sealed: utf8('sealed') });
		expect(() => parseLines(two.slice(0, -1).buffer)).toThrowError(expect.objectContaining(untrue));
	});
});

test.each<[string, Parameters<typeof bent>[0]]>([
	[
		'a detail left out',
		{
			lines: ({ items, details }) => {
				const { received } = line(items, -2);
				details.set(received, { statement: '0'.repeat(32), sealed: undefined });
			},
		},
	],
	[
		'an item that was examined only after',
		{
			lines: ({ items, details }) => {
				const { examined, ...rest } = line(items, -2);
				details.delete(examined as number);
				items.splice(-2, 1, { ...rest, state: 'kept' });
			},
		},
	],
])('%s comes with the whole page', async (_, lie) => {
	const through = bent(lie);
	const { proven } = await loaded(through);
	expect(proven.toSorted((a, b) => a.index - b.index)).toEqual(await catalogue(lead, open));
	expect(through.asked.filter((path) => !path.includes('sealed=no'))).toHaveLength(3);
});

test('a line left out is there with the proof', async () => {
	const { shown, proven } = await loaded(
		bent({
			lines: ({ items, details }) => {
				const [{ received, examined }] = items.splice(-2, 1) as [Line];
				details.delete(received);
				details.delete(examined as number);
			},
		}),
	);
	expect(shown).toHaveLength(49);
	expect(proven).toHaveLength(72);
});
