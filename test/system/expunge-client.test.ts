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
import { fillCase } from './live/fill-case.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// What stewards do and what people are told, through the API.

let [live, lead, second, outsider, open]: [Live, Connection, Connection, Connection, OpenCase] = [] as never;
let items: string[];

beforeAll(async () => {
	live = await startLive();
	const { worker } = await enrolWorker(live);
	[lead, second, outsider] = [await live.enrol(), await live.enrol('steward'), await live.enrol()];
	open = await openCase(lead);
	const intake = await openIntake(lead, open, {});
	const file = (path: string) => ({ path, size: 1, modified: '2020-01-01T00:00:00.000Z', summary: {} });
	items = await fillCase(lead, worker, open, intake, [file('one'), file('two')]);
	for (const item of items) await addExhibit(lead, open, { item }, 'an exhibit');
});
afterAll(() => live?.close());

test('proposed by one, who can do no more; carried out by another, who is in no case', async () => {
	const [item] = items as [string, string];
	await expect(proposeExpunging(live.steward, 'ab'.repeat(16), 'law')).rejects.toMatchObject({ code: 'not-found' });
	await expect(proposeExpunging(lead, item, 'law')).rejects.toMatchObject({ code: 'not-found' });
	const proposal = await proposeExpunging(live.steward, item, 'law');
	const { needed, proposals } = await expungeProposals(second, new Date());
	expect({ needed, proposals }).toMatchObject({ needed: 2, proposals: [{ proposal, act: { item, reason: 'law' } }] });
	const [one] = proposals as [(typeof proposals)[0]];
	await approveExpunging(live.steward, one);
	await expect(expunge(live.steward, proposal, one.act)).rejects.toMatchObject({ code: 'unapproved' });
	expect(await expungedItems(lead, open.id)).toEqual([]);
	await approveExpunging(second, one);
	expect(await expunge(second, proposal, one.act)).toBeGreaterThan(0);
	await expect(expunge(second, proposal, one.act)).rejects.toMatchObject({ code: 'not-found' });
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
