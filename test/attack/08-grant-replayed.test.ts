import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { secretAt } from '../../src/client/case-keys.ts';
import { createCase, type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { intakeContext, type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { fetchBody, itemEntries, openBody } from '../../src/client/open-item.ts';
import { submit, trySubmit } from '../../src/client/submit.ts';
import { fromBase64, fromHex, toBase64, utf8 } from '../../src/domain/bytes.ts';
import { itemKey, share } from '../../src/domain/envelope/item-key.ts';
import { openSealed, sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { askShare, type Deposited, deposit, openedDraft, receivedDraft, store } from '../system/live/deposit.ts';
import { entryCount } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 8: what was granted for one item or case is used for another.

let live: Live;
let lies: LyingApi;
let lead: Connection;
let thief: Connection;
let ours: OpenCase;
let theirs: OpenCase;
let intake: OpenIntake;
let [one, other] = [] as unknown as [Deposited, Deposited];

beforeAll(async () => {
	live = await startLive();
	lies = await startLyingApi(live);
	await enrolWorker(live);
	[lead, thief] = [await live.enrol(), await live.enrol()];
	[ours, theirs] = [await openCase(lead), await openCase(thief)];
	intake = await openIntake(lead, ours, { received: 'by hand' });
	[one, other] = [
		await deposit(lead, ours, intake, utf8('the gate')),
		await deposit(lead, ours, intake, utf8('the yard')),
	];
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await live.close();
});

const resultOf = async (person: Connection, draft: Parameters<typeof trySubmit>[1][number]): Promise<string> =>
	((await trySubmit(person, [draft]))[0] as { skeleton: { result: string } }).skeleton.result;

test('a share of one item does not open another, nor another class', async () => {
	const { opened, boxed } = await askShare(lead, ours, one.id);
	const context = { what: `entry ${opened.id}`, purpose: 'notary-share/original', generation: 1 };
	const notaryShare = openSealed(lead.identity.box, fromBase64(boxed), context);
	const entries = await itemEntries(lead, other.id);
	for (const member of [
		share(intake.memberSecret, other.id, 'original'),
		share(intake.memberSecret, one.id, 'original'),
	]) {
		for (const id of [one.id, other.id]) {
			const { secret } = itemKey(member, notaryShare, id, 'original');
			const opening = fetchBody(lead, other.id, 'original', entries.received.statement, secret);
			await expect(opening).rejects.toMatchObject({ code: 'wrong-key' });
		}
	}
	expect(() =>
		openSealed(lead.identity.box, fromBase64(boxed), { ...context, purpose: 'notary-share/working' }),
	).toThrow();
	expect(() => openSealed(thief.identity.box, fromBase64(boxed), context)).toThrow(
		expect.objectContaining({ code: 'wrong-key' }),
	);
});

test('a receipt, or its share, given for another opening is refused by the client', async () => {
	const earlier = await askShare(lead, ours, one.id);
	const through = await live.connect(lead.identity, lies.server);
	const item = await itemEntries(through, other.id);
	lies.lie = (path, body: { outcomes: { receipt: object }[] }) =>
		path !== '/v1/statements'
			? body
			: { outcomes: body.outcomes.map(({ receipt }) => ({ receipt: { ...receipt, share: earlier.boxed } })) };
	await expect(openBody(through, ours, item, 'original', 'to see it')).rejects.toMatchObject({ code: 'damaged' });
	lies.lie = (path, body) => (path === '/v1/statements' ? { outcomes: [{ receipt: earlier.opened.receipt }] } : body);
	await expect(openBody(through, ours, item, 'original', 'to see it')).rejects.toMatchObject({ code: 'bad-proof' });
});

test('an item is not opened, examined or marked in the name of another case', async () => {
	const about = { case: theirs.id, generation: 1, item: one.id };
	expect(await resultOf(thief, openedDraft(theirs, one.id))).toBe('denied:not-found');
	expect(await resultOf(thief, openedDraft(ours, one.id))).toBe('denied:not-found');
	expect(await resultOf(thief, { type: 'item.retried', fields: about })).toBe('denied:not-found');
	expect(
		await resultOf(thief, { type: 'exhibit.added', fields: { ...about, exhibit: newId(platform.randomBytes) } }),
	).toBe('denied:not-found');
});

test('an intake’s notary secret, copied into an intake of one’s own case, is refused and leaves no entry', async () => {
	const stolen = (await itemEntries(lead, one.id)).intake.statement;
	const fields = (id: string) => ({
		case: theirs.id,
		generation: 1,
		intake: id,
		epoch: 1,
		forEpoch: stolen.forEpoch,
		forNotary: stolen.forNotary,
		forCase: toBase64(sealTo(theirs.key.publicKey, intakeContext.forCase(id, 1), platform.randomBytes(32))),
	});
	const before = await entryCount(live);
	const copied = submit(thief, [{ type: 'intake.opened', fields: fields(newId(platform.randomBytes)) }]);
	await expect(copied).rejects.toMatchObject({ code: 'damaged' });
	expect(await entryCount(live)).toBe(before);
	expect(await resultOf(thief, { type: 'intake.opened', fields: fields(stolen.intake) })).toBe('denied:conflict');
	expect(live.notary.failure()).toBeUndefined();
});

test('items are not taken into another case’s intake, nor another case’s objects into items', async () => {
	const own = await openIntake(thief, theirs, {});
	const item = await store(thief, theirs, own, utf8('a letter'));
	expect(await resultOf(thief, receivedDraft(theirs, { ...own, id: intake.id }, item))).toBe('denied:not-found');
	const taken = { ...item, body: one.body, prefix: one.prefix };
	await expect(submit(thief, [receivedDraft(theirs, own, taken)])).rejects.toMatchObject({ code: 'not-found' });
	await expect(submit(thief, [receivedDraft(theirs, own, { ...item, id: one.id })])).rejects.toMatchObject({
		code: 'denied',
	});
});

test('a case’s grant, shown for another case, is refused', async () => {
	const second = await createCase(lead, { title: 'second', prefix: 'SEC' });
	type Listed = { case: string; created: unknown; joined: unknown };
	const through = await live.connect(lead.identity, lies.server);
	const swap = (keep: 'created' | 'joined') => (path: string, body: { cases: Listed[] }) => {
		if (path !== '/v1/cases') return body;
		const source = body.cases.find((each) => each.case === ours.id) as Listed;
		return {
			...body,
			cases: body.cases.filter((each) => each.case === second.id).map((each) => ({ ...each, [keep]: source[keep] })),
		};
	};
	for (const part of ['created', 'joined'] as const) {
		lies.lie = swap(part);
		await expect(openCases(through)).rejects.toMatchObject({ code: 'bad-proof' });
	}
	const grant = sealTo(
		fromHex(lead.identity.keys.box),
		{ what: `case ${ours.id}`, purpose: 'case-secret', generation: 1 },
		secretAt(ours, 1),
	);
	const other = { what: `case ${second.id}`, purpose: 'case-secret', generation: 1 };
	expect(() => openSealed(lead.identity.box, grant, other)).toThrow(expect.objectContaining({ code: 'damaged' }));
});
