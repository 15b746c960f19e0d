import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CatalogueItem, catalogue } from '../../src/client/case/catalogue.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { itemFacts } from '../../src/client/case/item-facts.ts';
import { shareItem } from '../../src/client/case/share-item.ts';
import { grantContext, grantedShare, type Sharing } from '../../src/client/case/sharing.ts';
import { addMember, type OpenCase, openCases, removeMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { type ItemEntries, itemEntries, memberShare, openBody } from '../../src/client/open-item.ts';
import { findPerson, setSuspended } from '../../src/client/people.ts';
import { openPlayable } from '../../src/client/play/open-playable.ts';
import { type Draft, submit, trySubmit } from '../../src/client/submit.ts';
import { concat, toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import type { Json } from '../../src/domain/canonical.ts';
import { sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { deposit } from '../system/live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 14, 8: an item in a second case opens that item to its members, and nothing else of the first.

let live: Live;
let worker: Connection;
/** Of the first case: its lead, who may deposit in the second, one who is not in it, and an editor who leads it. */
let [both, stranger, editor] = [] as unknown as [Connection, Connection, Connection];
/** Of the second case alone. */
let member: Connection;
let [first, second] = [] as unknown as [OpenCase, OpenCase];
let [shared, other] = [] as unknown as [string, string];

beforeAll(async () => {
	live = await startLive();
	({ worker } = await enrolWorker(live));
	[both, stranger, editor, member] = (await Promise.all(Array.from({ length: 4 }, () => live.enrol()))) as [
		Connection,
		Connection,
		Connection,
		Connection,
	];
	first = await openCase(
		both,
		[
			[stranger, 'lead'],
			[editor, 'editor'],
		],
		'GUL',
	);
	second = await openCase(
		editor,
		[
			[both, 'editor'],
			[member, 'editor'],
		],
		'OTH',
	);
	[shared, other] = [await newItem(), await newItem()];
	await shareItem(both, first, await caseOf(both, second.id), await itemEntries(both, shared));
});
afterAll(() => live.close());

/** A kept and examined item of the first case; all of one intake. */
let intake: Awaited<ReturnType<typeof openIntake>> | undefined;
async function newItem(): Promise<string> {
	intake ??= await openIntake(both, first, { received: 'by hand' });
	const { id: item, prefix, body } = await deposit(both, first, intake, utf8('a film'));
	const about = { case: first.id, generation: 1, item };
	const kept = { ...about, prefix: toHex(platform.sha256(prefix)), sha256: body.sha256 };
	const detail = { to: first.key, fields: { summary: { kind: 'document' } } };
	await submit(worker, [
		{ type: 'item.kept', fields: kept },
		{ type: 'item.examined', fields: about, detail },
	]);
	return item;
}
const caseOf = async (who: Connection, id: string): Promise<OpenCase> =>
	(await openCases(who)).find((one) => one.id === id) as OpenCase;
function draft(item: string, to: { id: string; key: OpenCase['key'] }, more: Partial<Draft['fields']> = {}): Draft {
	const fields = {
		case: first.id,
		generation: 1,
		item,
		to: to.id,
		toGeneration: 1,
		grant: 'AAAA',
		version: 1,
		...more,
	};
	return { type: 'item.shared', fields, detail: { to: to.key, fields: {} } } as Draft;
}
const resultOf = async (who: Connection, one: Draft): Promise<string> =>
	((await trySubmit(who, [one]))[0] as { skeleton: { result: string } }).skeleton.result;
const failure = (work: Promise<unknown>): Promise<{ code?: string; message?: string }> =>
	work.then(
		() => ({}),
		(error: { code?: string }) => error,
	);

test('who is not in the other case is told the same as if there were none', async () => {
	const item = await newItem();
	const nowhere = { id: newId(platform.randomBytes), key: second.key };
	expect(await resultOf(stranger, draft(item, second))).toBe('denied:not-found');
	expect(await resultOf(stranger, draft(item, nowhere))).toBe('denied:not-found');
});

test('leads of the first case alone, and only where they may deposit', async () => {
	const item = await newItem();
	expect(await resultOf(editor, draft(item, second))).toBe('denied:denied');
	// The second case cannot take what is not there, and nobody outside the first hears that it is.
	expect(await resultOf(member, draft(item, second))).toBe('denied:not-found');
	expect(await resultOf(member, draft(item, second, { case: second.id }))).toBe('denied:not-found');
	const third = await openCase(editor, [[both, 'reader']], 'THR');
	expect(await resultOf(both, draft(item, third))).toBe('denied:denied');
	expect(await resultOf(both, draft(item, { ...second, id: first.id }))).toBe('denied:conflict');
	expect(await resultOf(both, draft(item, second, { toGeneration: 2 }))).toBe('denied:stale');
	expect(await resultOf(both, draft(item, second, { version: 2 }))).toBe('denied:conflict');
	const early = await deposit(both, first, intake as NonNullable<typeof intake>, utf8('not yet'));
	expect(await resultOf(both, draft(early.id, second))).toBe('denied:conflict');
});

test('the grant opens that one item: no other of its intake, and nothing of the first case', async () => {
	const open = await caseOf(member, second.id);
	const item = await itemEntries(member, shared);
	expect((await openBody(member, open, item, 'original', 'to look')).secret).toHaveLength(32);
	const opened = (id: string, of: OpenCase): Draft => ({
		type: 'item.opened',
		fields: { case: of.id, generation: 1, item: id, class: 'original' },
	});
	expect(await resultOf(member, opened(other, open))).toBe('denied:not-found');
	expect(await resultOf(member, opened(other, first))).toBe('denied:not-found');
	expect(await resultOf(member, opened(shared, first))).toBe('denied:not-found');
	const paths = ['', '/history', '/sealed/original'].map((end) => `/v1/items/${other}${end}`);
	for (const path of [
		...paths,
		...['', '/items', '/history', '/marks', '/members'].map((end) => `/v1/cases/${first.id}${end}`),
	])
		expect((await failure(member.send(path, {}))).code).toBe('not-found');
	// Both shares are of this item; neither is the secret that they were made from.
	const sharing = item.shared[0] as Sharing;
	const theirs = await itemEntries(both, other);
	for (const cls of ['original', 'working'] as const) {
		const own = grantedShare(open, sharing, cls);
		expect(toHex(own)).toBe(toHex(memberShare(first, await itemEntries(both, shared), cls)));
		expect(toHex(own)).not.toBe(toHex(memberShare(first, theirs, cls)));
	}
	expect(await failure(Promise.resolve().then(() => memberShare(open, theirs, 'original')))).toMatchObject({
		code: 'not-found',
	});
});

test('nothing sealed to the first case is read in the second', async () => {
	const open = await caseOf(member, second.id);
	const events = await eventsOf(member, open, 'item', shared);
	const known = events.flatMap((one) => Object.keys(one.fields));
	expect(new Set(known)).toEqual(
		new Set(['path', 'size', 'sha256', 'modified', 'summary', 'purpose', 'received', 'examined']),
	);
	expect(JSON.stringify(await catalogue(member, open))).not.toContain('a case');
});

test('a grant of another item is noticed by whoever opens, breaks nothing else, and is mended by sharing again', async () => {
	const item = await newItem();
	const to = await caseOf(both, second.id);
	const [wrong, right] = [await itemEntries(both, other), await itemEntries(both, item)];
	const about = { item, case: first.id, to: to.id, toGeneration: 1 };
	const forged = (from: ItemEntries): string => {
		const shares = concat(memberShare(first, from, 'original'), memberShare(first, from, 'working'));
		return toBase64(sealTo(to.key.publicKey, grantContext(about), shares));
	};
	await submit(both, [draft(item, to, { grant: forged(wrong) } as Partial<Draft['fields']>)]);
	const open = await caseOf(member, second.id);
	const told = await failure(openBody(member, open, await itemEntries(member, item), 'original', 'to look'));
	expect(told).toMatchObject({ code: 'damaged', message: expect.stringContaining('shared again') });
	const unreadable = (all: CatalogueItem[]) => all.filter((one) => one.unreadable).map((one) => one.id);
	expect(unreadable(await catalogue(member, open))).toEqual([item]);

	await submit(both, [draft(item, to, { version: 2, grant: 'AAAA' } as Partial<Draft['fields']>)]);
	const again = await failure(openBody(member, open, await itemEntries(member, item), 'original', 'to look'));
	expect(again).toMatchObject({ code: 'damaged', message: expect.stringContaining('shared again') });

	await shareItem(both, first, to, await itemEntries(both, right.id), { again: true });
	// Shared anew with keys that are not its own, it is opened by the key that came before.
	for (const [version, grant] of [forged(wrong), 'AAAA', ...Array(5).fill(forged(wrong)), 'AAAA'].entries())
		await submit(both, [draft(item, to, { version: version + 4, grant } as Partial<Draft['fields']>)]);
	const entries = await itemEntries(member, item);
	expect(entries.shared.map((one) => one.statement.version)).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10, 11]);
	const opened = await openBody(member, open, entries, 'original', 'to look');
	expect(opened.passedOver).toEqual(
		entries.shared
			.slice(3)
			.map((one) => one.index)
			.reverse(),
	);
	const playing = await openPlayable(member, open, entries, 'original', 'to look');
	expect(playing.passedOver).toEqual(opened.passedOver);
	playing.close();
	for await (const piece of opened.plain()) expect(piece.length).toBeGreaterThan(0);
	expect(itemFacts(open, entries)).toBeDefined();

	await shareItem(both, first, to, await itemEntries(both, right.id), { again: true });
	expect((await openBody(member, open, await itemEntries(member, item), 'original', 'to look')).secret).toHaveLength(
		32,
	);
	expect(unreadable(await catalogue(member, open))).toEqual([]);
});

test('whoever shares cannot put words into the depositor’s mouth', async () => {
	const item = await newItem();
	const to = await caseOf(both, second.id);
	const salt = 'ab'.repeat(32);
	const lie = { v: 1, fields: [{ name: 'path', value: 'another name', salt }] } as unknown as Json;
	const one = draft(item, to);
	await submit(both, [{ ...one, detail: { to: to.key, fields: { received: lie } } } as Draft]);
	const open = await caseOf(member, second.id);
	expect((await catalogue(member, open)).find((found) => found.id === item)).toMatchObject({ unreadable: true });
	expect(itemFacts(open, await itemEntries(member, item))).toBeUndefined();
});

test('the archive cannot show one item’s sharing for another’s, or put an item into a case', async () => {
	const lying: LyingApi = await startLyingApi(live);
	try {
		const as = await live.connect(member.identity, lying.server);
		const open = await caseOf(as, second.id);
		expect((await catalogue(as, open)).length).toBeGreaterThan(0);
		const [genuine] = (await as.ask(answers.item, `/v1/items/${shared}`)).shared;
		// Of the same case, and signed by the same lead: another item's all the same.
		const item = await newItem();
		await shareItem(both, first, await caseOf(both, second.id), await itemEntries(both, item));
		lying.lie = (path, body: object) => (path === `/v1/items/${item}` ? { ...body, shared: [genuine] } : body);
		expect((await failure(itemEntries(as, item))).code).toBe('bad-proof');
		lying.lie = (path, body: { items: { item: string; shared?: unknown }[] }) => {
			if (!path.endsWith('/items')) return body;
			const [one] = body.items;
			return { ...body, items: body.items.map((listed) => ({ ...listed, shared: one?.shared })) };
		};
		expect((await failure(catalogue(as, open))).code).toBe('bad-proof');
		lying.lie = (path, body: { items: { shared?: unknown }[] }) => {
			if (!path.endsWith('/items')) return body;
			return { ...body, items: body.items.map(({ shared: _, ...one }) => one) };
		};
		expect((await failure(catalogue(as, open))).code).toBe('bad-proof');
	} finally {
		await lying.close();
	}
});

test('suspended or removed: not shared, not opened, not seen', async () => {
	const item = await newItem();
	const left = await live.enrol();
	await addMember(editor, await caseOf(editor, second.id), await findPerson(editor, left.identity.keys.sign), 'reader');
	expect((await itemEntries(left, shared)).id).toBe(shared);
	await removeMember(editor, await caseOf(editor, second.id), left.identity.keys.sign);
	expect((await failure(itemEntries(left, shared))).code).toBe('not-found');

	const to = await caseOf(both, second.id);
	const [entries, theirs] = [await itemEntries(both, item), await itemEntries(member, shared)];
	const open = await caseOf(member, second.id);
	for (const who of [both, member]) await setSuspended(live.steward, who.identity.keys.sign, true);
	expect(await failure(shareItem(both, first, to, entries))).toMatchObject({
		code: expect.stringMatching(/suspended|unauthenticated|denied/),
	});
	expect(await failure(openBody(member, open, theirs, 'original', 'to look'))).toMatchObject({
		code: expect.stringMatching(/suspended|unauthenticated|denied/),
	});
	const rows = await live.sql('select case_id from shared where item = $1', [item]);
	expect(rows).toEqual([]);
});
