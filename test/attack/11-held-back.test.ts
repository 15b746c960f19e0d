import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { catalogue, countedCatalogue } from '../../src/client/case/catalogue.ts';
import type { Exhibit } from '../../src/client/case/exhibits.ts';
import { wholeHistory } from '../../src/client/case/history.ts';
import { withdrawExhibit } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { membersAsOf } from '../../src/client/case/members.ts';
import { addMember, changeRole, type OpenCase, removeMember, renewMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { findPerson } from '../../src/client/people.ts';
import { signedCount } from '../../src/client/signed-count.ts';
import { trySubmit } from '../../src/client/submit.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { type Id, newId } from '../../src/domain/ids.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { deposit } from '../system/live/deposit.ts';
import { entryCount } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 11: the server shows the events of a case or an item up to a point, and holds back what came after; or leaves an item or a
// mark out of the lists of a case.

let live: Live;
let lies: LyingApi;
let [lead, member, other] = [] as unknown as [Connection, Connection, Connection];
let open: OpenCase;
let item: Id;
/** The lead, with the lying server in between. */
let through: Connection;

beforeAll(async () => {
	live = await startLive();
	lies = await startLyingApi(live);
	await enrolWorker(live);
	[lead, member, other] = [await live.enrol(), await live.enrol(), await live.enrol()];
	open = await openCase(lead, [
		[member, 'editor'],
		[other, 'lead'],
	]);
	through = await live.connect(lead.identity, lies.server);
	const intake = await openIntake(lead, open, { received: 'by hand' });
	item = (await deposit(lead, open, intake, utf8('the gate'))).id;
	await deposit(lead, open, intake, utf8('the corridor'));
	await removeMember(other, open, member.identity.keys.sign);
	// The last event of the item is one that was refused: there is nothing to examine again.
	await trySubmit(lead, [
		{ type: 'item.opened', fields: { case: open.id, generation: 1, item, class: 'original' } },
		{ type: 'item.retried', fields: { case: open.id, generation: 1, item } },
	]);
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await live.close();
});

interface Events {
	entries: EntryText[];
}
const count = (one: EntryText) => (JSON.parse(one.receipt.skeleton) as { subject: { n: number } }).subject.n;
const history = () => `/v1/cases/${open.id}/history`;
const items = () => `/v1/cases/${open.id}/items`;
/** The server shows no event of the case after number `n`. */
const holdBack = (n: number, path = history()) => {
	lies.lie = (asked, body: Events) =>
		asked === path ? { entries: body.entries.filter((one) => count(one) <= n) } : body;
};
const key = () => member.identity.keys.sign;

test('the truth: complete up to an event, by the notary’s count of this moment', async () => {
	const { members, asOf, counted } = await membersAsOf(through, open);
	expect(members.map((one) => one.active)).toEqual([true, false, true]);
	expect(counted).toMatchObject({ events: asOf.event, entries: (await lead.seen()).size });
	expect(Math.abs(Date.parse(counted?.time ?? '') - Date.now())).toBeLessThan(60_000);
	const whole = await wholeHistory(through, open, 'item', item);
	expect(whole.counted?.events).toBe(whole.events.length);
	expect(whole.events.at(-1)?.entry.skeleton.result).toBe('denied:conflict');
});

test('a removal held back is noticed, and so is anything left out before it', async () => {
	holdBack(3);
	await expect(membersAsOf(through, open)).rejects.toMatchObject({ code: 'outdated' });
	lies.lie = (asked, body: Events) =>
		asked === history() ? { entries: body.entries.filter((one) => !one.statement.includes('.member-added"')) } : body;
	await expect(membersAsOf(through, open)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('a refused attempt of an item held back is noticed', async () => {
	const { events } = await wholeHistory(lead, open, 'item', item);
	holdBack(events.length - 1, `/v1/items/${item}/history`);
	await expect(wholeHistory(through, open, 'item', item)).rejects.toMatchObject({ code: 'outdated' });
});

describe('what goes across the items of a case', () => {
	test('an item left out of the catalogue is noticed, whichever it is, and one shown twice does not stand for another', async () => {
		const all = await countedCatalogue(through, open);
		expect(all.all).toHaveLength(2);
		expect(all.counted?.events).toBe(2);
		for (const { id } of all.all) {
			// The host takes it out of the table that the list is read from.
			await live.sql('update items set case_id = $2 where id = $1', [id, newId(platform.randomBytes)]);
			await expect(countedCatalogue(through, open)).rejects.toMatchObject({ code: 'outdated' });
			lies.lie = (path, body: { items: unknown[] }) =>
				path === items() ? { ...body, items: [...body.items, ...body.items] } : body;
			await expect(catalogue(through, open)).rejects.toMatchObject({ code: 'outdated' });
			lies.lie = undefined;
			await live.sql('update items set case_id = $2 where id = $1', [id, open.id]);
		}
	});

	test('an exhibit or its withdrawal left out of the marks is noticed', async () => {
		await addExhibit(lead, open, { item }, 'the gate');
		await withdrawExhibit(lead, open, (await caseMarks(lead, open)).exhibits[0] as Exhibit, 'another place');
		expect((await caseMarks(through, open)).counted?.events).toBe(2);
		for (const type of ['exhibit.added', 'exhibit.withdrawn']) {
			lies.lie = (path, body: Events) =>
				path === `/v1/cases/${open.id}/marks`
					? { ...body, entries: body.entries.filter((one) => !one.statement.includes(`"${type}"`)) }
					: body;
			await expect(caseMarks(through, open)).rejects.toMatchObject({ code: 'outdated' });
		}
	});

	test('where the notary is kept from answering, nothing is said to be whole', async () => {
		lies.lie = (path, body) => (path === '/v1/counts' ? { count: null } : body);
		expect((await countedCatalogue(through, open)).counted).toBeUndefined();
		expect((await caseMarks(through, open)).counted).toBeUndefined();
	});
});

describe('a count', () => {
	const subjects = () => [{ kind: 'case' as const, id: open.id }];
	/** What the server answers when asked for a count, on its way. */
	const counts = (change: (note: string) => string | null) => {
		lies.lie = (path, body: { count: string }) => (path === '/v1/counts' ? { count: change(body.count) } : body);
	};

	test('of an earlier question does not fit: it has another number', async () => {
		let earlier: string | undefined;
		counts((note) => {
			earlier = note;
			return note;
		});
		await signedCount(through, subjects());
		counts(() => earlier ?? '');
		await expect(signedCount(through, subjects())).rejects.toMatchObject({ code: 'bad-proof' });
	});

	test('altered, or of another case, does not fit either', async () => {
		counts((note) => note.replace(/(case \w+ )\d+/, '$11'));
		await expect(signedCount(through, subjects())).rejects.toMatchObject({ code: 'bad-proof' });
		const elsewhere = await openCase(lead, [], 'OTH');
		lies.lie = undefined;
		const body = { nonce: newId(platform.randomBytes), subjects: [{ kind: 'case', id: elsewhere.id }] };
		const { count: foreign } = await lead.ask(answers.signedCount, '/v1/counts', { body });
		counts(() => foreign);
		await expect(signedCount(through, subjects())).rejects.toMatchObject({ code: 'bad-proof' });
	});

	test('that does not come is said not to have come', async () => {
		counts(() => null);
		expect((await membersAsOf(through, open)).counted).toBeUndefined();
	});

	test('of many at once, each in its place; what one may not know of is not counted', async () => {
		const many = Array.from({ length: 120 }, () => ({ kind: 'item' as const, id: item }));
		const told = await signedCount(lead, [...subjects(), ...many, { kind: 'archive', id: 'archive' }]);
		const { events } = await wholeHistory(lead, open, 'item', item);
		expect(told?.events[1]).toBe(events.length);
		expect(told?.events).toHaveLength(122);
		await expect(signedCount(member, subjects())).rejects.toMatchObject({ code: 'not-found' });
		await expect(signedCount(member, [{ kind: 'item', id: item }])).rejects.toMatchObject({ code: 'not-found' });
	});

	test('asks nothing of the ledger, and leaves nothing behind', async () => {
		const before = await entryCount(live);
		await signedCount(lead, subjects());
		expect(await entryCount(live)).toBe(before);
		expect(await live.sql('select * from counts_asked')).toEqual([]);
	});

	test('that nobody can ask for like this is dropped, and the next one is answered', async () => {
		await live.sql(`insert into counts_asked values ('zz', '[]'), ($1, 'not json'), ($2, '[{"kind":"person"}]')`, [
			newId(platform.randomBytes),
			newId(platform.randomBytes),
		]);
		expect((await signedCount(lead, subjects()))?.events).toHaveLength(1);
		expect(await live.sql('select * from counts_asked')).toEqual([]);
	});
});

describe('no grant leaves the device of a lead who is lied to', () => {
	const grants = () => live.sql(`select count(*)::int as n from ledger.bodies`);

	test('for a member whom another lead removed', async () => {
		const before = await grants();
		const person = await findPerson(lead, key());
		for (const shown of [3, 4]) {
			holdBack(shown);
			await expect(changeRole(through, open, person, 'reader')).rejects.toMatchObject({ code: 'outdated' });
			const formerly = { person: key(), role: 'editor' as const, name: '' };
			const renewed = await findPerson(lead, other.identity.keys.sign);
			await expect(renewMember(through, open, renewed, formerly)).rejects.toMatchObject({ code: 'outdated' });
		}
		lies.lie = undefined;
		await expect(changeRole(through, open, person, 'reader')).rejects.toMatchObject({ code: 'denied' });
		expect(await grants()).toEqual(before);
	});

	test('for anybody, while no count comes', async () => {
		const before = await grants();
		const person = await findPerson(lead, key());
		lies.lie = (path, body) => (path === '/v1/counts' ? { count: null } : body);
		await expect(addMember(through, open, person, 'reader')).rejects.toMatchObject({ code: 'unavailable' });
		expect(await grants()).toEqual(before);
	});
});

test('whoever takes in one after another reads only what is new for each', async () => {
	const people = await Promise.all([live.enrol(), live.enrol()].map(async (one) => (await one).identity.keys.sign));
	const read = { case: 0, archive: 0 };
	lies.lie = (path, body: Events) => {
		if (path === history()) read.case += body.entries.length;
		if (path === '/v1/people') read.archive += body.entries.length;
		return body;
	};
	await addMember(through, open, await findPerson(lead, people[0] as string), 'reader');
	Object.assign(read, { case: 0, archive: 0 });
	await addMember(through, open, await findPerson(lead, people[1] as string), 'reader');
	expect(read).toEqual({ case: 1, archive: 0 });
});
