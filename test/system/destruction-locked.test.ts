import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import type { Context } from '../../src/cli/context.ts';
import { messagesIn } from '../../src/cli/messages.ts';
import { sayRemains } from '../../src/cli/remains-table.ts';
import { type ExpungedItem, expungedItems, type FoundExpunged, findExpunged } from '../../src/client/case/expunged.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { approveExpunging, expunge, expungeProposals, proposeExpunging } from '../../src/client/expunge.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { submit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { backup } from '../../workers/backup/backup.ts';
import { leftBehind } from '../../workers/backup/drop-expunged.ts';
import { type Manifest, readManifest } from '../../workers/backup/manifest.ts';
import { readWhole } from '../../workers/backup/read-whole.ts';
import { destroyExpunged } from '../../workers/copies/expunge.ts';
import { pack, sealFor } from './archive/sealing.ts';
import { type Deposited, putObject, receivedDraft } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { type LockedStore, lockedStore } from './locked-store.ts';
import { databaseUrl } from './postgres-url.ts';

// Where a retention holds the bytes of what was expunged: its keys are destroyed at once, it is said until when the ciphertext
// stays, and on that day it goes.

const DAY = 86_400_000;
let [live, lead, second, open, intake]: [Live, Connection, Connection, OpenCase, OpenIntake] = [] as never;
let ms = 0;
const clock = (): Date => new Date(Date.now() + ms);
/** So long after now. */
const after = (days: number): Date => new Date(clock().getTime() + days * DAY);
const pass = (until: Date, more = 0): void => {
	ms += until.getTime() + more - clock().getTime();
};

beforeAll(async () => {
	live = await startLive({ clock });
	await enrolWorker(live);
	[lead, second] = [await live.enrol(), await live.enrol('steward')];
	open = await openCase(lead);
	intake = await openIntake(lead, open, {});
});
afterAll(() => live?.close());

/** Items that lie in one object. */
async function together(...words: string[]): Promise<Deposited[]> {
	const secrets = { member: intake.memberSecret, notary: intake.notarySecret };
	const sealed = words.map((word) =>
		sealFor(secrets, newId(platform.randomBytes), 'original', utf8(word), intake.recovery),
	);
	const object = newId(platform.randomBytes);
	const { bytes, places } = pack(object, sealed);
	await putObject(lead, object, open.id, bytes);
	const items = sealed.map(({ item: id, prefix }, i) => {
		return { id, prefix, body: places[i] as Deposited['body'], plaintext: utf8(words[i] as string) };
	});
	await submit(
		lead,
		items.map((item) => receivedDraft(open, intake, item)),
	);
	return items;
}

async function expungeNow({ id }: Deposited): Promise<void> {
	const proposal = await proposeExpunging(live.steward, id, 'law');
	const one = (await expungeProposals(second)).find((each) => each.id === proposal);
	await approveExpunging(second, one as NonNullable<typeof one>);
	await expunge(second, proposal, (one as NonNullable<typeof one>).act);
}

function destroy(first: LockedStore, copy?: LockedStore): Promise<void> {
	const { signal } = new AbortController();
	const testimony = { damaged: async () => {}, restored: async () => {} };
	const pin = async () => live.pin;
	const stores = { first: first.store, second: copy?.store };
	return destroyExpunged({ db: live.context.db, ...stores, testimony, pin, log: () => {}, clock, signal });
}

async function row({ id }: Deposited): Promise<{ until: Date | null; checked: Date | null }> {
	const [found] = await live.sql('select until, checked from destruction where item = $1', [id]);
	return found as Awaited<ReturnType<typeof row>>;
}
const prefixes = async ({ id }: Deposited): Promise<number> =>
	(await live.sql('select id from ledger.prefixes where item = $1', [id])).length;
async function told({ id }: Deposited): Promise<ExpungedItem> {
	return (await expungedItems(lead, open.id)).find((one) => one.id === id) as ExpungedItem;
}

/** What `custos history` says of it. */
async function history({ id }: Deposited, lang: 'en' | 'ru'): Promise<{ out: string; result: object }> {
	let [out, result] = ['', {}];
	const context = {
		lang,
		t: messagesIn(lang),
		out: (line = '') => {
			out += `${line}\n`;
		},
		result: (value: object) => {
			result = value;
		},
	} as unknown as Context;
	await sayRemains(context, lead, (await findExpunged(lead, id)) as FoundExpunged);
	return { out, result };
}

/** Of these bytes, those of the item: whether they are in there. */
const holds = (kept: readonly Uint8Array[], bytes: Uint8Array): boolean =>
	kept.some((one) => Buffer.from(one).includes(Buffer.from(bytes)));

describe.each([
	['an object of its own', ['alone']],
	['a pack with another', ['one', 'neighbour']],
])('%s', (_, words) => {
	let [item, other]: Deposited[] = [];
	let [key, body, day]: [string, Uint8Array, Date] = [] as never;
	let locked: LockedStore;

	beforeAll(async () => {
		[item, other] = await together(...words);
		const { object, offset, size } = (item as Deposited).body;
		key = objectKey(object);
		body = (await readWhole(live.store, key)).slice(offset, offset + size);
		day = after(30);
		locked = lockedStore(live.store, { first: day, lockMs: 30 * DAY, clock });
		await expungeNow(item as Deposited);
	});

	test('the key is destroyed at once, and it is said until when the ciphertext stays', async () => {
		const gone = item as Deposited;
		expect(await prefixes(gone)).toBeGreaterThan(0);
		await destroy(locked);
		expect(await prefixes(gone)).toBe(0);
		expect(holds(locked.kept(key), body)).toBe(true);
		expect((await row(gone)).until).toEqual(day);
		expect(await told(gone)).toMatchObject({ keptUntil: day.toISOString() });
		const said = `${day.toISOString().slice(0, 10)} ${day.toISOString().slice(11, 19)} UTC`;
		const { out, result } = await history(gone, 'en');
		expect(out).toContain(`\nkey destroyed, ciphertext until ${said}\n`);
		expect(result).toMatchObject({ expunged: { keptUntil: day.toISOString() } });
		expect((await history(gone, 'ru')).out).toContain(`\nключ уничтожен, шифртекст до ${said}\n`);
	});

	test('it is looked for once more, and then not before that day, which stays the same', async () => {
		const gone = item as Deposited;
		ms += 120_000;
		await destroy(locked);
		expect((await row(gone)).until).toEqual(day);
		const before = { tried: locked.erased.length, row: await row(gone) };
		for (const more of [-29 * DAY, -DAY, -1000]) {
			pass(day, more);
			await destroy(locked);
		}
		expect({ tried: locked.erased.length, row: await row(gone) }).toEqual(before);
		expect(holds(locked.kept(key), body)).toBe(true);
	});

	test('on that day it goes, and nothing says any more that it is there', async () => {
		const gone = item as Deposited;
		pass(day, 1000);
		await destroy(locked);
		expect(locked.kept(key).length).toBe(0);
		expect((await row(gone)).until).toBeNull();
		expect((await told(gone)).keptUntil).toBeUndefined();
		expect((await history(gone, 'en')).out).not.toContain('ciphertext until');
		const tried = locked.erased.length;
		pass(day, 60 * DAY);
		await destroy(locked);
		expect(locked.erased).toHaveLength(tried);
		if (other === undefined) return;
		const { offset, size, sha256 } = other.body;
		const left = await readWhole(live.store, key);
		expect(toHex(platform.sha256(left.slice(offset, offset + size)))).toBe(sha256);
		expect(left.subarray(0, offset).every((byte) => byte === 0)).toBe(true);
	});
});

test('a second copy that holds it longer: until the later day', async () => {
	const [item, other] = (await together('copied', 'copied too')) as [Deposited, Deposited];
	const key = objectKey(item.body.object);
	const copy = await createFilesStore({ root: join(live.folder, 'second') });
	const bytes = await readWhole(live.store, key);
	await copy.put(key, bytes, { size: bytes.length });
	const [soon, late] = [after(10), after(40)];
	const locked = lockedStore(live.store, { first: soon, lockMs: 10 * DAY, clock });
	const held = lockedStore(copy, { first: late, lockMs: 40 * DAY, clock });
	await expungeNow(item);
	await destroy(locked, held);
	ms += 120_000;
	await destroy(locked, held);
	expect((await told(item)).keptUntil).toBe(late.toISOString());
	pass(late, -1000);
	await destroy(locked, held);
	expect([held.kept(key).length, (await row(item)).until]).toEqual([1, late]);
	pass(late, 1000);
	await destroy(locked, held);
	expect([locked.kept(key).length, held.kept(key).length, (await row(item)).until]).toEqual([0, 0, null]);
	expect(await readWhole(copy, key)).toHaveLength(bytes.length);
	expect((await live.sql('select id from items where id = $1', [other.id])).length).toBe(1);
});

describe('a backup that a retention holds', () => {
	let [item, target, day]: [Deposited, LockedStore, Date] = [] as never;
	beforeEach(() => {
		ms = 0;
	});
	const run = () =>
		backup({
			databaseUrl: databaseUrl({ ...live.database.connection, user: 'custos_auditor' }),
			store: live.store,
			notaryHome: join(live.folder, 'notary'),
			recovery: toHex(platform.x25519Public(live.recovery)),
			target: target.store,
		});

	test('says until when it has the ciphertext, and drops it on that day', async () => {
		[item] = (await together('saved')) as [Deposited];
		const key = objectKey(item.body.object);
		day = after(30);
		target = lockedStore(await createFilesStore({ root: join(live.folder, 'backup') }), {
			first: day,
			lockMs: 30 * DAY,
			clock: () => new Date(),
		});
		await run();
		const body = await readWhole(target.store, key);
		await expungeNow(item);
		await destroy(lockedStore(live.store, { first: clock(), lockMs: 0, clock }));
		const about = { item: item.id, until: day.toISOString() };
		const dropped = await run();
		expect(dropped.expunged).toContainEqual(about);
		// All of this place is held, also what must not be: it is said so.
		const tables = target.erased.filter((one) => one.startsWith('tables/'));
		expect(holds(tables.flatMap(target.kept), item.prefix)).toBe(true);
		expect(dropped).toMatchObject({ earlier: day.toISOString(), earlierKnown: false });
		expect((await readManifest(target.store))?.manifest.expunged).toContainEqual(about);
		expect(holds(target.kept(key), body)).toBe(true);
		const tried = target.erased.filter((one) => one === key).length;
		const again = await run();
		expect(again).toMatchObject({ earlier: day.toISOString(), earlierKnown: true });
		expect(again.expunged).toContainEqual(about);
		expect(target.erased.filter((one) => one === key)).toHaveLength(tried);

		onTestFinished(() => void vi.useRealTimers());
		vi.useFakeTimers({ toFake: ['Date'], now: day.getTime() + 1000 });
		const free = await run();
		expect(free.expunged).toContainEqual({ item: item.id, until: null });
		expect(target.kept(key).length).toBe(0);
		// On that day the earlier backups went too, with the prefixes in them.
		expect(free.earlier).toBeNull();
		expect(tables.flatMap(target.kept)).toEqual([]);
		expect((await run()).earlier).toBeNull();
	});

	test('what a manifest leaves to be taken out is neither a part of the next backup nor anything else that lies there', () => {
		const part = (key: string) => ({ key, size: 1, sha256: '00'.repeat(32) });
		const earlier = ['tables/old', 'tables/now', 'by-hand/now', 'objects/one', 'manifest/00000001'];
		const last = { earlier: earlier.map((key) => ({ key, until: null })) } as unknown as Manifest;
		const parts = { chunks: [{ ...part('tables/now'), table: 't', rows: 1 }], byHand: [part('by-hand/now')] };
		expect(leftBehind(last, parts)).toEqual([{ key: 'tables/old', until: null }]);
	});
});
