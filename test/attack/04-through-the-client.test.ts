import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { addMember, type OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { formatInvite } from '../../src/client/invite.ts';
import { depositFacts, itemEntries, openBody, original } from '../../src/client/open-item.ts';
import { approve, findPerson, invite, type JoinRequest, joinRequests } from '../../src/client/people.ts';
import { openPlayable } from '../../src/client/play/open-playable.ts';
import { concat, toBase64 } from '../../src/domain/bytes.ts';
import { sealChunks } from '../../src/domain/envelope/body.ts';
import { paddedSize } from '../../src/domain/envelope/padding.ts';
import { openPrefix, sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { custosAs } from '../system/live/custos.ts';
import { type Deposited, deposit } from '../system/live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';
import { flip } from './sealed-item.ts';

// 1, 4, 4b through the client as it is shipped: the server hands whoever opens an item what belongs to another, or bytes that
// were bent. Nothing of it is shown, and the command line leaves no file.

let live: Live;
let lies: LyingApi;
let folder: string;
let [lead, through]: [Connection, Connection] = [] as never;
let open: OpenCase;
let [one, other]: [Deposited, Deposited] = [] as never;
const SIZE = 200_000;

beforeAll(async () => {
	[live, folder] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-spliced-'))];
	lies = await startLyingApi(live);
	await enrolWorker(live);
	lead = await live.enrol();
	through = await live.connect(lead.identity, lies.server);
	open = await openCase(lead);
	const intake = await openIntake(lead, open, {});
	const newItem = () => deposit(lead, open, intake, platform.randomBytes(SIZE));
	[one, other] = [await newItem(), await newItem()];
	await enrolReader();
});
beforeEach(() => {
	[lies.lie, lies.instead] = [undefined, undefined];
});
afterAll(async () => {
	await lies.close();
	await live.close();
	await rm(folder, { recursive: true });
});

const custos = (...args: string[]) => custosAs(folder, 'anna', ...args);

/** Somebody at a command line whose archive is at the liar's address. */
async function enrolReader(): Promise<void> {
	const letter = await invite(live.steward, 'member');
	const line = formatInvite({ ...letter, pin: { ...letter.pin, server: lies.server } });
	expect(await custos('join', line, '--name', 'anna')).toMatchObject({ code: 0 });
	const [request] = (await joinRequests(live.steward, [letter])).filter(({ genuine }) => genuine);
	const anna = request as JoinRequest;
	await approve(live.steward, anna, 'member');
	await addMember(lead, open, await findPerson(lead, anna.join.person.sign), 'editor');
}

const sealed = (item: Deposited, part = ''): string => `/v1/items/${item.id}/sealed/original${part}`;

/** Answers for `one` with what belongs to `other`. */
function exchange(...parts: string[]): void {
	lies.instead = (path) => {
		const part = parts.find((name) => path === sealed(one, name));
		return part === undefined ? path : sealed(other, part);
	};
}

/** Opens `one` to its end. `released`: what came out before that. */
async function readOne(released: Uint8Array[] = []): Promise<Uint8Array> {
	const entries = await itemEntries(through, one.id);
	const body = await openBody(through, open, entries, 'original', 'to see it');
	for await (const piece of original(body, depositFacts(open, entries))) released.push(piece);
	return concat(...released);
}

/** What `readOne` is refused with; not a byte may have come out. */
async function refusal(): Promise<unknown> {
	const released: Uint8Array[] = [];
	const refused = await readOne(released).catch((error: unknown) => error);
	expect(released).toEqual([]);
	return refused;
}

async function play(): Promise<void> {
	const entries = await itemEntries(through, one.id);
	const player = await openPlayable(through, open, entries, 'original', 'to see it');
	player.close();
}

/** Puts other bytes where those of `one` lie in the store, while `run` runs. */
async function withBody(bytes: Uint8Array, run: () => Promise<void>): Promise<void> {
	const key = objectKey(one.body.object);
	const pieces: Uint8Array[] = [];
	for await (const piece of await live.store.read(key)) pieces.push(piece);
	const replace = async (content: Uint8Array): Promise<void> => {
		await live.store.delete(key);
		await live.store.put(key, content, { size: content.length });
	};
	await replace(bytes);
	await run().finally(() => replace(concat(...pieces)));
}

async function storedBody(): Promise<Uint8Array> {
	return new Uint8Array(await (await lead.send(sealed(one, '/body'), {})).arrayBuffer());
}

/** `custos get`, into a folder of its own: how it ended, and what it left there. */
async function get(name: string): Promise<{ code: number; err: string; left: string[] }> {
	const out = join(folder, name);
	await mkdir(out);
	const { code, err } = await custos('get', one.id, '--purpose', 'to see it', '--out', join(out, 'film.mp4'));
	return { code, err, left: await readdir(out) };
}

describe('what belongs to another item of the same intake', () => {
	test('told the truth, it opens: to the client and to the command line', async () => {
		expect(await readOne()).toEqual(one.plaintext);
		await play();
		expect(await get('truth')).toMatchObject({ code: 0, left: ['film.mp4'] });
		expect(new Uint8Array(await readFile(join(folder, 'truth/film.mp4')))).toEqual(one.plaintext);
	});

	test.each([
		['its prefix', ['']],
		['its prefix and its body', ['', '/body']],
	])('%s', async (name, parts) => {
		exchange(...parts);
		expect(await refusal()).toMatchObject({ code: 'hash-mismatch' });
		await expect(play()).rejects.toMatchObject({ code: 'hash-mismatch' });
		expect(await get(name)).toMatchObject({ code: 1, left: [] });
	});

	test('its body', async () => {
		exchange('/body');
		expect(await refusal()).toMatchObject({ code: 'damaged' });
		await expect(play()).rejects.toMatchObject({ code: 'damaged' });
		expect(await get('its body')).toMatchObject({ code: 1, left: [] });
	});

	test('its entries', async () => {
		lies.instead = (path) => (path === `/v1/items/${one.id}` ? `/v1/items/${other.id}` : path);
		expect(await refusal()).toMatchObject({ code: 'bad-proof' });
		expect(await get('its entries')).toMatchObject({ code: 1, left: [] });
	});
});

test('4b: a prefix and a body made anew for the item’s own key would open, and are refused', async () => {
	const { secret } = await openBody(lead, open, await itemEntries(lead, one.id), 'original', 'to know its key');
	const recipients = [platform.x25519Public(secret), platform.x25519Public(live.recovery)];
	const made = sealPrefix({ fileKey: platform.randomBytes(16), recipients });
	expect(openPrefix(made.prefix, secret).payloadKey).toEqual(made.payloadKey);
	const body = sealChunks(made.payloadKey, platform.randomBytes(paddedSize('original', SIZE)), 0, true);
	expect(body.length).toBe(one.body.size);
	lies.lie = (path, truth: object) => (path === sealed(one) ? { ...truth, prefix: toBase64(made.prefix) } : truth);
	await withBody(body, async () => {
		expect(await refusal()).toMatchObject({ code: 'hash-mismatch' });
		await expect(play()).rejects.toMatchObject({ code: 'hash-mismatch' });
		expect(await get('made anew')).toMatchObject({ code: 1, left: [] });
	});
});

test.each([
	['in its first chunk', 100],
	['in its second, when the first is written already', 70_000],
	['in its last byte', -1],
])('custos get of an object bent %s: an error, no file, and no part of one', async (where, at) => {
	const bytes = await storedBody();
	await withBody(flip(bytes, at < 0 ? bytes.length + at : at), async () => {
		const got = await get(where);
		expect(got).toMatchObject({ code: 1, left: [] });
		expect(got.err).toMatch(
			/(do not authenticate|is not the one that was received).*read its stored copy again at once/s,
		);
	});
	expect(await storedBody()).toEqual(bytes);
});

test('custos get of an object that is cut short, or gone: the same', async () => {
	await withBody((await storedBody()).subarray(0, 100_000), async () => {
		expect(await get('cut short')).toMatchObject({ code: 1, left: [] });
	});
	await withBody(await storedBody(), async () => {
		await live.store.delete(objectKey(one.body.object));
		expect(await get('gone')).toMatchObject({ code: 1, left: [] });
	});
	expect(await get('whole again')).toMatchObject({ code: 0, left: ['film.mp4'] });
});
