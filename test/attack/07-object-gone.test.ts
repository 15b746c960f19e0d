import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { wholeHistory } from '../../src/client/case/history.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { Doubted } from '../../src/client/doubt.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { itemEntries, openBody } from '../../src/client/open-item.ts';
import { openPlayable } from '../../src/client/play/open-playable.ts';
import { concat, toHex } from '../../src/domain/bytes.ts';
import { encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import type { StatementOf } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { prefixKey } from '../../workers/copies/prefixes.ts';
import { type LiveWithSecond, startWithSecond } from '../system/live/copies.ts';
import { type Deposited, deposit } from '../system/live/deposit.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { needs, onPath } from '../system/needs.ts';
import type { Program } from './program.ts';
import { flip } from './sealed-item.ts';

// 7: objects deleted and bent in the store. It is noticed, served from the second copy, put back, and told in the ledger.

let live: LiveWithSecond;
let [lead, worker]: [Connection, Connection] = [] as never;
let open: OpenCase;
let intake: OpenIntake;
let running: Program | undefined;

beforeAll(async () => {
	live = await startWithSecond();
	({ worker } = await enrolWorker(live));
	lead = await live.enrol();
	open = await openCase(lead);
	intake = await openIntake(lead, open, {});
});
afterEach(() => stop());
afterAll(() => live.close());

async function start(env?: { [name: string]: string }): Promise<void> {
	running = await live.lookAfter(worker, env);
}

async function stop(): Promise<void> {
	await running?.stop();
	running = undefined;
}

const newItem = (size = 200_000): Promise<Deposited> => deposit(lead, open, intake, platform.randomBytes(size));

async function bytesOf(store: BlobStore, key: string): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	for await (const piece of await store.read(key)) pieces.push(piece);
	return concat(...pieces);
}

const isWell = async (store: BlobStore, { body }: Deposited): Promise<boolean> =>
	(await store.head(objectKey(body.object))) !== undefined &&
	toHex(platform.sha256(await bytesOf(store, objectKey(body.object)))) === body.sha256;

async function bend(store: BlobStore, { body }: Deposited): Promise<Uint8Array> {
	const key = objectKey(body.object);
	const bent = flip(await bytesOf(store, key), 70_000);
	await store.delete(key);
	await store.put(key, bent, { size: bent.length });
	return bent;
}

/** What was said of the body of an item, in order. */
async function told({ id }: Deposited): Promise<string[]> {
	const { events } = await wholeHistory(lead, open, 'item', id);
	return events.flatMap(({ entry: { statement: s, skeleton } }) => {
		if (s.type !== 'item.damaged' && s.type !== 'item.restored') return [];
		const { found, by } = s as Partial<StatementOf<'item.damaged'> & StatementOf<'item.restored'>>;
		return [`${found ?? by}: ${skeleton.result}`];
	});
}

const read = ({ id }: Deposited): Promise<Response> => lead.send(`/v1/items/${id}/sealed/original/body`, {});

async function eventually(what: string, is: () => Promise<boolean>): Promise<void> {
	await expect.poll(is, { timeout: 90_000, message: what }).toBe(true);
}

test('a deleted object is served from the second copy at once, put back, and told of in its history', async () => {
	const item = await newItem();
	await start();
	await eventually('copied', () => isWell(live.second, item));
	await stop();
	await live.first.delete(objectKey(item.body.object));

	const served = new Uint8Array(await (await read(item)).arrayBuffer());
	expect(toHex(platform.sha256(served))).toBe(item.body.sha256);
	expect(await live.sql('select object from not_found')).toEqual([{ object: item.body.object }]);

	// A round that would take years: it is the reader's asking that brings it here.
	await start({ REHASH_DAYS: '3000' });
	await eventually('put back', () => isWell(live.first, item));
	await eventually('told', async () => (await told(item)).length === 2);
	expect(await told(item)).toEqual(['missing: accepted', 'second: accepted']);
	expect(running?.said()).toContain('ALARM: the stored body of entry');
});

test('without a second copy it is noticed too, and told to be whole again once it is', async () => {
	const item = await newItem();
	const key = objectKey(item.body.object);
	const bytes = await bytesOf(live.first, key);
	await live.first.delete(key);
	await expect(read(item)).rejects.toMatchObject({ code: 'not-found' });
	await start({ SECOND_OBJECTS: join(live.folder, 'not-there') });
	await eventually('told', async () => (await told(item)).length === 1);
	await stop();
	await live.first.put(key, bytes, { size: bytes.length });
	await start({ SECOND_OBJECTS: join(live.folder, 'not-there') });
	await eventually('told', async () => (await told(item)).length === 2);
	expect(await told(item)).toEqual(['missing: accepted', 'others: accepted']);
});

test('a bent object is found by the re-hash, laid aside, and replaced by a copy that was hashed', async () => {
	const item = await newItem();
	await start();
	await eventually('copied', () => isWell(live.second, item));
	await stop();
	const bent = await bend(live.first, item);
	await start();
	await eventually('put back', () => isWell(live.first, item));
	await eventually('told', async () => (await told(item)).length === 2);
	expect(await told(item)).toEqual(['differs: accepted', 'second: accepted']);
	expect(await bytesOf(live.first, `damaged/${item.body.object}.1`)).toEqual(bent);
});

test('what a reader finds altered is refused, looked at at once, put back, and told of', async () => {
	const item = await newItem();
	await start();
	await eventually('copied', () => isWell(live.second, item));
	await stop();
	const before = await live.sql('select object from not_found');
	await bend(live.first, item);
	const entries = await itemEntries(lead, item.id);
	const body = await openBody(lead, open, entries, 'original', 'a test');
	const all = async (): Promise<void> => {
		for await (const _ of body.plain());
	};
	await expect(all()).rejects.toThrow(Doubted);
	await expect(all()).rejects.toMatchObject({ code: 'damaged' });
	const player = await openPlayable(lead, open, entries, 'original', 'a test');
	await expect(player.read(0, player.size)).rejects.toThrow(Doubted);
	player.close();
	expect(before).toEqual([]);
	expect(await live.sql('select object from not_found')).toEqual([{ object: item.body.object }]);
	await start({ REHASH_DAYS: '3000' });
	await eventually('put back', () => isWell(live.first, item));
	await eventually('told', async () => (await told(item)).length === 2);
	expect(await told(item)).toEqual(['differs: accepted', 'second: accepted']);
	await all();
});

test('a bent second copy replaces nothing, and is made anew', async () => {
	const item = await newItem();
	await start();
	await eventually('copied', () => isWell(live.second, item));
	await stop();
	await bend(live.second, item);
	await start();
	await eventually('copied anew', () => isWell(live.second, item));
	await stop();
	expect(await told(item)).toEqual([]);
	await bend(live.second, item);
	await bend(live.first, item);
	await start({ REHASH_SHARE: '50' });
	await eventually('told', async () => (await told(item)).length === 1);
	const round = async () => String((await live.sql(`select ended from upkeep where task = 'rehash'`))[0]?.['ended']);
	const before = await round();
	await eventually('another round', async () => (await round()) !== before);
	expect(await told(item)).toEqual(['differs: accepted']);
	expect(await live.first.head(objectKey(item.body.object))).toBeDefined();
});

test('killed again and again while everything is being put back: each damage is told once, and all is whole', async () => {
	const items: Deposited[] = [];
	for (let i = 0; i < 8; i++) items.push(await newItem(2_000_000));
	await start();
	for (const item of items) await eventually('copied', () => isWell(live.second, item));
	await stop();
	for (const [i, item] of items.entries()) {
		if (i % 2 === 0) await live.first.delete(objectKey(item.body.object));
		else await bend(live.first, item);
	}
	for (let kills = 0; kills < 4; kills++) {
		const before = (await live.sql('select count(*)::int as n from damages'))[0];
		await start();
		await eventually('it goes on', async () => {
			const now = (await live.sql('select count(*)::int as n, count(restored)::int as r from damages'))[0];
			return now?.['n'] !== before?.['n'] || now?.['r'] === now?.['n'];
		});
		await stop();
	}
	await start();
	// A statement that was on its way when its process died may come in beside the next one's: it is refused.
	const accepted = async (item: Deposited) => (await told(item)).filter((one) => one.endsWith('accepted'));
	for (const item of items) {
		await eventually('put back', () => isWell(live.first, item));
		await eventually('told', async () => (await accepted(item)).length === 2);
	}
	for (const [i, item] of items.entries())
		expect((await accepted(item))[0], String(i)).toBe(i % 2 === 0 ? 'missing: accepted' : 'differs: accepted');
}, 400_000);

test('the second copy and the recovery key open an item with the stock age, and nothing else', async ({ skip }) => {
	needs(onPath('age'), 'age', skip);
	const item = await newItem(100_000);
	await start();
	// The prefix goes after its body.
	await eventually('copied', async () => (await live.second.head(prefixKey(item.id))) !== undefined);
	const prefix = await bytesOf(live.second, prefixKey(item.id));
	const file = join(live.folder, 'one.age');
	await writeFile(file, concat(prefix, await bytesOf(live.second, objectKey(item.body.object))));
	await writeFile(join(live.folder, 'recovery.key'), encodeSecretKey(live.recovery));
	const { stdout } = await promisify(execFile)('age', ['-d', '-i', join(live.folder, 'recovery.key'), file], {
		encoding: 'buffer',
		maxBuffer: 2 ** 24,
	});
	expect(new Uint8Array(stdout.subarray(0, item.plaintext.length))).toEqual(item.plaintext);
});
