import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { openIntake } from '../../src/client/intake.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { hurried } from '../../workers/copies/pace.ts';
import type { Parts } from '../../workers/copies/parts.ts';
import { Rehash } from '../../workers/copies/rehash.ts';
import { type Deposited, deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// One round of the re-hash after another, by a clock of the test's own.

const DAY_MS = 86_400_000;
let live: Live;
let items: Deposited[];
let now = new Date('2030-01-01T00:00:00Z');
/** Objects that were read, and what is the matter with them. */
const read: string[] = [];
const broken = new Set<string>();
const said: string[] = [];
let parts: Parts;

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	const lead = await live.enrol();
	const open = await openCase(lead);
	const intake = await openIntake(lead, open, {});
	items = [];
	for (let i = 0; i < 4; i++) items.push(await deposit(lead, open, intake, platform.randomBytes(1000)));
	const first: BlobStore = {
		...live.store,
		read: (key, range) => {
			read.push(key);
			return broken.has(key) ? Promise.reject(new CustosError('unavailable', 'EIO')) : live.store.read(key, range);
		},
	};
	const testimony = { damaged: async () => {}, restored: async () => {} };
	const { signal } = new AbortController();
	parts = {
		db: live.context.db,
		first,
		second: undefined,
		testimony,
		pin: async () => live.pin,
		log: (line) => said.push(line),
		clock: () => now,
		signal,
	};
});
afterAll(() => live.close());

const keys = (): string[] => items.map(({ body }) => objectKey(body.object));
const rehash = (): Rehash => new Rehash(parts, { days: 4, pace: hurried });
const later = (ms: number): void => {
	now = new Date(now.getTime() + ms);
};

test('a round is spread over its days, goes on where it was after a restart, and begins anew', async () => {
	const waitMs = await rehash().turn();
	expect(read).toEqual(keys().slice(0, 1));
	expect(waitMs).toBe(DAY_MS);
	later(DAY_MS);
	await rehash().turn();
	expect(read).toEqual(keys().slice(0, 2));
	later(2 * DAY_MS);
	await rehash().turn();
	expect(read).toEqual(keys());
	expect(await rehash().turn()).toBe(DAY_MS);
	expect(await live.sql(`select bytes, ended from upkeep where task = 'rehash'`)).toEqual([
		{ bytes: items.reduce((sum, { body }) => sum + body.size, 0), ended: now },
	]);
	later(DAY_MS);
	await rehash().turn();
	expect(read).toEqual([...keys(), ...keys().slice(0, 1)]);
});

test('what cannot be read is tried three times, told, and passed over', async () => {
	const [, second] = keys() as [string, string];
	broken.add(second);
	later(DAY_MS);
	const one = rehash();
	for (let i = 0; i < 2; i++) await expect(one.turn()).rejects.toMatchObject({ code: 'unreadable' });
	expect(said).toEqual([]);
	await one.turn();
	expect(said).toEqual([expect.stringMatching(/^ALARM: the stored body of entry \d+ cannot be read$/)]);
	later(2 * DAY_MS);
	await one.turn();
	expect(read.slice(-2)).toEqual(keys().slice(2));
});
