import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { z } from 'zod';
import { catalogue } from '../../src/client/case/catalogue.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { fromBase64, toBase64 } from '../../src/domain/bytes.ts';
import { PACKED_PAGE } from '../../src/domain/catalogue-page.ts';
import { openCheckpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import type { answers } from '../../src/domain/wire.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 26, for a page of a catalogue: one proof holds all of its entries, and no less than a proof for each.

type Page = z.infer<typeof answers.items>;
type Shown = Page['items'][number];

let live: Live;
let lies: LyingApi;
let through: Connection;
let open: OpenCase;

beforeAll(async () => {
	live = await startLive();
	lies = await startLyingApi(live);
	const { worker } = await enrolWorker(live);
	open = await openCase(live.steward);
	const file = { size: 1, modified: '2020-01-01T00:00:00.000Z', summary: {} };
	await fillCase(live.steward, worker, open, await openIntake(live.steward, open, {}), [
		{ ...file, path: 'a' },
		{ ...file, path: 'b' },
		{ ...file, path: 'c' },
	]);
	through = await live.connect(live.steward.identity, lies.server);
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await live.close();
});

const show = (bend: (page: Page) => Page): void => {
	lies.lie = (path, body: Page) => (path.endsWith('/items') ? bend(body) : body);
};
const first = (bend: (shown: Shown, second: Shown) => Shown): ((page: Page) => Page) => {
	return (page) => ({ ...page, items: page.items.with(0, bend(page.items[0] as Shown, page.items[1] as Shown)) });
};
const proof = (bend: (hashes: Uint8Array) => Uint8Array): ((page: Page) => Page) => {
	return (page) =>
		page.proof === null
			? page
			: { ...page, proof: { ...page.proof, hashes: toBase64(bend(fromBase64(page.proof.hashes))) } };
};

test('the truth passes', async () => {
	expect((await catalogue(through, open)).map((one) => (one.unreadable ? '' : one.path))).toEqual(['a', 'b', 'c']);
});

test.each<[string, (page: Page) => Page]>([
	['no proof', (page) => ({ ...page, proof: null })],
	['an altered hash', proof((hashes) => hashes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)))],
	['a hash too few', proof((hashes) => hashes.slice(32))],
	['a hash too many', proof((hashes) => new Uint8Array([...hashes, ...hashes.slice(0, 32)]))],
	['half a hash', proof((hashes) => hashes.slice(16))],
	['one item in the place of another', first((one, other) => ({ ...other, item: one.item }))],
	['an entry of one as that of another', first((one, other) => ({ ...one, received: other.received }))],
	['the examination of another', first((one, { examined }) => ({ ...one, ...(examined && { examined }) }))],
	['another index', first((one) => ({ ...one, received: { ...one.received, index: one.received.index - 1 } }))],
	[
		'a denied entry as accepted',
		first((one) => ({
			...one,
			received: { ...one.received, skeleton: one.received.skeleton.replace('accepted', 'denied:denied') },
		})),
	],
	[
		'the signature of another',
		first((one, other) => ({ ...one, received: { ...one.received, signature: other.received.signature } })),
	],
])('%s', async (_, bend) => {
	show(bend);
	await expect(catalogue(through, open)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('a checkpoint signed by another key', async () => {
	show((page) => {
		if (page.proof === null) return page;
		const real = openCheckpoint(page.proof.checkpoint, live.steward.archive.key);
		return { ...page, proof: { ...page.proof, checkpoint: signCheckpoint(real, new Uint8Array(32).fill(3)) } };
	});
	await expect(catalogue(through, open)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('a sealed detail that is another’s is nobody’s name', async () => {
	show(first((one, other) => ({ ...one, received: { ...one.received, sealed: other.received.sealed } })));
	expect((await catalogue(through, open))[0]).toMatchObject({ unreadable: true });
});

test('an answer that does not say whether it goes on', async () => {
	const silent: Connection = {
		...through,
		send: async (path, init) => {
			const answer = await through.send(path, init);
			return path.includes('/items?') ? new Response(await answer.arrayBuffer()) : answer;
		},
	};
	await expect(catalogue(silent, open)).rejects.toMatchObject({ code: 'bad-proof' });
});

const bent = (bend: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): Connection => ({
	...live.steward,
	send: async (path, init) => {
		const answer = await live.steward.send(path, init);
		const bytes = new Uint8Array(await answer.arrayBuffer());
		expect(bytes[0]).toBe(1); // as it travels by itself: packed
		return new Response(bend(bytes), { headers: { 'custos-next': answer.headers.get('custos-next') ?? '' } });
	},
});

test.each<[string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>]>([
	['cut off', (bytes) => bytes.slice(0, -1)],
	['with something behind it', (bytes) => new Uint8Array([...bytes, 0])],
	['of another version', (bytes) => bytes.with(0, 2)],
	['with a head longer than all of it', (bytes) => bytes.with(1, 0xff)],
	['with nothing but its version', (bytes) => bytes.slice(0, 1)],
	['empty', () => new Uint8Array()],
	['with the salt of its first entry altered', altered],
])('a packed page %s', async (_, bend) => {
	await expect(catalogue(bent(bend), open)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('packed, with a bit of its first entry altered, in forty places', async () => {
	const { length } = new Uint8Array(await (await packed()).arrayBuffer());
	for (let at = 0; at < 40; at++) {
		// The fixed part and the beginning of the statement of the first entry.
		const bend = (bytes: Uint8Array<ArrayBuffer>) => {
			const place = startOf(bytes) + 7 * at;
			expect(place).toBeLessThan(length);
			return bytes.with(place, (bytes[place] as number) ^ (1 << (at % 8)));
		};
		await expect(catalogue(bent(bend), open)).rejects.toMatchObject({ code: expect.stringMatching(/^(bad-|too-)/) });
	}
});

const packed = () => live.steward.send(`/v1/cases/${open.id}/items?after=-1`, { headers: { accept: PACKED_PAGE } });

/** Where the entries begin. */
function startOf(bytes: Uint8Array<ArrayBuffer>): number {
	return 5 + new DataView(bytes.buffer).getUint32(1);
}

function altered(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
	const salt = startOf(bytes) + 4 + 2 + 4 + 64;
	return bytes.with(salt, (bytes[salt] as number) ^ 1);
}
