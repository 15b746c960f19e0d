import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addMember, type OpenCase, removeMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { findPerson, people, roster, setSuspended } from '../../src/client/people.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import { entryCount } from '../system/live/raw.ts';
import { type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 11: the server shows entries that are all genuine, and leaves out what came after: a suspension, a removal.

interface People {
	word: string;
	entries: EntryText[];
}

let live: Live;
let lies: LyingApi;
let lead: Connection;
let member: Connection;
let open: OpenCase;
let through: Connection;
/** What the server said of the people before the suspension. */
let earlier: People;

const truth = async () => (await (await lead.send('/v1/people', {})).json()) as People;
const onPeople = (change: (body: People) => unknown) => (path: string, body: People) =>
	path === '/v1/people' && body.entries.length > 0 ? change(body) : body;
const suspended = async (connection: Connection) =>
	(await people(connection)).find((one) => one.keys.sign === member.identity.keys.sign)?.suspended;

beforeAll(async () => {
	live = await startLive();
	lies = await startLyingApi(live);
	[lead, member] = [await live.enrol(), await live.enrol()];
	open = await openCase(lead, [[member, 'editor']]);
	through = await live.connect(lead.identity, lies.server);
	await live.notary.sayTime();
	earlier = await truth();
	await setSuspended(live.steward, member.identity.keys.sign, true);
	await removeMember(lead, open, member.identity.keys.sign);
	await live.notary.sayTime();
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await live.close();
});

test('the truth shows it, with the notary’s word on how new it is', async () => {
	expect(await suspended(through)).toBe(true);
	const { asOf } = await roster(through);
	expect(asOf.entries).toBe((await lead.seen()).size);
	expect(Math.abs(Date.parse(asOf.time) - Date.now())).toBeLessThan(60_000);
});

test('the last event left out: fewer than the notary signed', async () => {
	lies.lie = onPeople((body) => ({ ...body, entries: body.entries.slice(0, -1) }));
	await expect(people(through)).rejects.toMatchObject({ code: 'outdated' });
});

test('an event left out in the middle: a gap in the count', async () => {
	lies.lie = onPeople((body) => ({ ...body, entries: body.entries.filter((_, i) => i !== 2) }));
	await expect(people(through)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('the notary’s word altered, or another log’s', async () => {
	lies.lie = onPeople((body) => ({
		entries: body.entries.slice(0, -1),
		word: body.word.replace(/\n\d+\n\n/, '\n2\n\n'),
	}));
	await expect(people(through)).rejects.toMatchObject({ code: 'bad-proof' });
	lies.lie = onPeople((body) => ({ ...body, word: body.word.replaceAll(live.steward.archive.origin, 'custos/other') }));
	await expect(people(through)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('an old answer, whole: believed as of its own time, and nothing is sealed to anybody by it', async () => {
	lies.lie = (path, body) => (path === '/v1/people' ? earlier : body);
	expect(await suspended(through)).toBe(false);
	expect((await roster(through)).asOf.entries).toBeLessThan((await lead.seen()).size);
	const person = await findPerson(through, member.identity.keys.sign);
	const before = await entryCount(live);
	await expect(addMember(through, open, person, 'editor')).rejects.toMatchObject({ code: 'outdated' });
	expect(await entryCount(live), 'no grant left this device').toBe(before);
});
