import { afterAll, beforeAll, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { countedCatalogue } from '../../src/client/case/catalogue.ts';
import { expungedItems, findExpunged } from '../../src/client/case/expunged.ts';
import { findItem } from '../../src/client/case/find-item.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { approveExpunging, expunge, expungeProposals, proposeExpunging } from '../../src/client/expunge.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { bring, roster } from '../../src/client/people.ts';
import { signedCount } from '../../src/client/signed-count.ts';
import { trySubmit } from '../../src/client/submit.ts';
import { newId } from '../../src/domain/ids.ts';
import { ExpungeReason } from '../../src/domain/ledger/expunge-reason.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { fillCase } from './live/fill-case.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// What stewards do and what people are told, through the API.

let [live, lead, second, outsider, open]: [Live, Connection, Connection, Connection, OpenCase] = [] as never;
let items: string[];

beforeAll(async () => {
	live = await startLive();
	const { worker } = await enrolWorker(live);
	[lead, outsider] = [await live.enrol(), await live.enrol()];
	open = await openCase(lead);
	const intake = await openIntake(lead, open, {});
	const file = (path: string) => ({ path, size: 1, modified: '2020-01-01T00:00:00.000Z', summary: {} });
	items = await fillCase(lead, worker, open, intake, [file('one'), file('two')]);
	for (const item of items) await addExhibit(lead, open, { item }, 'an exhibit');
});
afterAll(() => live?.close());

test('the only steward there is proposes to nobody', async () => {
	const [item] = items as [string];
	await expect(proposeExpunging(live.steward, item, 'law')).rejects.toMatchObject({ code: 'unapproved' });
	second = await live.enrol('steward');
});

test('proposed by one, who can do no more; carried out by another, who is in no case', async () => {
	const [item] = items as [string, string];
	await expect(proposeExpunging(live.steward, 'ab'.repeat(16), 'law')).rejects.toMatchObject({ code: 'not-found' });
	await expect(proposeExpunging(lead, item, 'law')).rejects.toMatchObject({ code: 'not-found' });
	const proposal = await proposeExpunging(live.steward, item, 'source-safety');
	const proposals = await expungeProposals(second);
	expect(proposals).toMatchObject([{ id: proposal, needed: 2, act: { item }, reason: 'source-safety' }]);
	const [one] = proposals as [(typeof proposals)[0]];
	await approveExpunging(live.steward, one);
	await expect(expunge(live.steward, proposal, one.act)).rejects.toMatchObject({ code: 'unapproved' });
	expect(await expungedItems(lead, open.id)).toEqual([]);
	await approveExpunging(second, one);
	expect(await expungeProposals(second)).toHaveLength(1);
	expect(await expunge(second, proposal, one.act)).toBeGreaterThan(0);
	await expect(expunge(second, proposal, one.act)).rejects.toMatchObject({ code: 'not-found' });
	expect(await expungeProposals(second)).toEqual([]);
});

test('why is for the stewards who were asked: nobody else reads it, also not from a copy of every table', async () => {
	const [, item] = items as [string, string];
	const length = new Set<number>();
	for (const reason of ExpungeReason.options) {
		const id = await proposeExpunging(second, item, reason);
		const found = (await expungeProposals(live.steward)).find((one) => one.id === id);
		expect(found?.reason).toBe(reason);
		for (const { sealed } of found?.reasons ?? []) length.add(sealed.length);
	}
	expect(length.size).toBe(1);
	const tables = await live.sql(
		`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'ledger')`,
	);
	expect(tables.length).toBeGreaterThan(20);
	// As bytes stand in them, and as they are written of them.
	const needles = ExpungeReason.options
		.filter((one) => one.includes('-'))
		.flatMap((one) => [one, Buffer.from(one).toString('hex'), Buffer.from(one).toString('base64').slice(1, -3)]);
	for (const { name } of tables) {
		const rows = await live.sql(`select to_jsonb(x) as row from ${String(name)} x`);
		const text = JSON.stringify(rows);
		expect([name, needles.filter((needle) => text.includes(needle))]).toEqual([name, []]);
	}
	for (const reason of ExpungeReason.options)
		expect([reason, live.log.filter((line) => line.includes(reason))]).toEqual([reason, []]);
	for (const one of await expungeProposals(lead)) expect(one.reason).toBeUndefined();
});

test('who became a steward later cannot agree to what they cannot read, nor to what another reason was put to', async () => {
	const third = await live.enrol('steward');
	const [unread] = await expungeProposals(third);
	expect(unread?.reason).toBeUndefined();
	await expect(approveExpunging(third, unread as NonNullable<typeof unread>)).rejects.toMatchObject({
		code: 'unapproved',
	});
	const { proposals } = await roster(second);
	const [one, other] = proposals.filter(({ act }) => act.type === 'item.expunged').slice(-2);
	const swapped = { ...one?.act, ...(other?.act.type === 'item.expunged' && { why: other.act.why }) };
	const proposal = newId(platform.randomBytes);
	const fields = { proposal, act: swapped as never, reasons: [...(one?.reasons ?? [])] };
	const [made] = await trySubmit(second, [{ type: 'act.proposed', fields }]);
	expect(made?.skeleton.result).toBe('accepted');
	expect((await expungeProposals(live.steward)).find(({ id }) => id === proposal)).toMatchObject({
		reason: undefined,
	});
});

test('a reason goes to stewards alone, and to no other act', async () => {
	const [, item] = items as [string, string];
	const person = second.identity.keys.sign;
	const act = { type: 'item.expunged' as const, item, why: '0d'.repeat(32) };
	const said = async (reasons?: { person: string; sealed: string }[], what: object = act): Promise<string> => {
		const fields = { proposal: newId(platform.randomBytes), act: what as never, ...(reasons && { reasons }) };
		const [made] = await trySubmit(second, [{ type: 'act.proposed', fields }]);
		return made?.skeleton.result ?? '';
	};
	const mine = { person, sealed: 'AAAA' };
	expect(await said()).toBe('denied:bad-request');
	expect(await said([{ ...mine, person: live.steward.identity.keys.sign }])).toBe('denied:bad-request');
	expect(await said([mine, mine])).toBe('denied:bad-request');
	expect(await said([mine, { ...mine, person: lead.identity.keys.sign }])).toBe('denied:not-found');
	expect(await said([mine, { ...mine, person: '0f'.repeat(32) }])).toBe('denied:not-found');
	expect(await said([mine], { type: 'threshold.changed', threshold: 2 })).toBe('denied:bad-request');
	expect(await said([mine])).toBe('accepted');
	await bring(second, { type: 'person.suspended', person: live.steward.identity.keys.sign });
	expect(await said([mine, { ...mine, person: live.steward.identity.keys.sign }])).toBe('denied:not-found');
	expect(await expungeProposals(second)).toEqual([]);
});

test('members are told that it was expunged and when; whoever was in no case of it, nothing', async () => {
	const [item, other] = items as [string, string];
	for (const ask of [() => itemEntries(lead, item), () => eventsOf(lead, open, 'item', item)])
		await expect(ask()).rejects.toMatchObject({ code: 'expunged' });
	for (const person of [outsider, second])
		await expect(itemEntries(person, item)).rejects.toMatchObject({ code: 'not-found' });
	expect(await expungedItems(lead, open.id)).toMatchObject([{ id: item, exhibit: 1, keptUntil: undefined }]);
	expect(await findItem(lead, item.slice(0, 8))).toBe('no-item');
	for (const name of [item.slice(0, 8), 'GUL-0001', `${open.prefix || 'EX'}-0001`])
		expect([item, undefined]).toContain((await findExpunged(lead, name))?.id);
	expect((await findExpunged(lead, `${open.prefix || 'EX'}-0001`))?.id).toBe(item);
	const { all, counted } = await countedCatalogue(lead, open);
	expect(all.map((one) => one.id)).toEqual([other]);
	expect(counted?.events).toBe(1);
	await expect(expungedItems(outsider, open.id)).rejects.toMatchObject({ code: 'not-found' });
});

test('how many were expunged is signed by the notary: one that is held back is noticed, and a count of none is told of none', async () => {
	const hiding = (path: RegExp, change: (answer: { entries: unknown[]; count?: null }) => object): Connection => {
		const ask = (async (schema: never, at: string, request: never) => {
			const answer = (await lead.ask(schema, at, request)) as { entries: unknown[] };
			return path.test(at) ? change(answer) : answer;
		}) as Connection['ask'];
		return { ...lead, ask };
	};
	const listed = /\/expunged\?/;
	await expect(
		expungedItems(
			hiding(listed, (answer) => ({ ...answer, entries: [] })),
			open.id,
		),
	).rejects.toMatchObject({ code: 'outdated', message: expect.stringContaining('1 items of this case were expunged') });
	const quiet = hiding(/\/v1\/counts$/, () => ({ count: null }));
	expect(await expungedItems(quiet, open.id)).toHaveLength(1);
	const count = await signedCount(lead, [{ kind: 'case-expunged', id: open.id }]);
	expect(count?.events).toEqual([1]);
	const other = await openCase(lead, [], 'YRD');
	expect((await signedCount(lead, [{ kind: 'case-expunged', id: other.id }]))?.events).toEqual([0]);
	await expect(signedCount(outsider, [{ kind: 'case-expunged', id: open.id }])).rejects.toMatchObject({
		code: 'not-found',
	});
});
