import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCase, type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { found } from '../../src/client/found.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { caseKey } from '../../src/client/newest-keys.ts';
import { approve, findPerson, invite, join, joinRequests, people } from '../../src/client/people.ts';
import { trySubmit } from '../../src/client/submit.ts';
import { toHex } from '../../src/domain/bytes.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { entryCount } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 11: the server shows other public keys than those in the ledger. Nobody seals anything to them.

let live: Live;
let foreign: Live;
let lies: LyingApi;
let lead: Connection;
let member: Connection;
let open: OpenCase;
/** The lead's line through the liar. */
let through: Connection;

beforeAll(async () => {
	[live, foreign] = [await startLive(), await startLive()];
	lies = await startLyingApi(live);
	await enrolWorker(live);
	[lead, member] = [await live.enrol(), await live.enrol()];
	open = await openCase(lead);
	through = await live.connect(lead.identity, lies.server);
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await Promise.all([live.close(), foreign.close()]);
});

type People = { word: string; entries: EntryText[] };
const evil = toHex(platform.x25519Public(platform.randomBytes(32)));

/** Puts another text for a hexadecimal value wherever it stands in an answer to this path. */
const replace = (path: string, from: string, to: string) => (asked: string, body: unknown) =>
	asked === path ? JSON.parse(JSON.stringify(body).replaceAll(from, to)) : body;

async function foreignEnrolment(): Promise<EntryText> {
	const { keys } = (await foreign.enrol()).identity;
	const answer = (await (await foreign.steward.send('/v1/people', {})).json()) as People;
	return answer.entries.find((entry) => entry.statement.includes(keys.sign)) as EntryText;
}

test('a person’s box key is altered in their enrolment', async () => {
	const { sign, box } = member.identity.keys;
	lies.lie = replace('/v1/people', box, evil);
	await expect(findPerson(through, sign)).rejects.toMatchObject({ code: 'bad-proof' });
	lies.lie = replace('/v1/people', sign, lead.identity.keys.sign);
	await expect(people(through)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('a steward’s key is altered in entry 0', async () => {
	lies.lie = replace('/v1/archive', live.steward.identity.keys.box, evil);
	await expect(live.connect(lead.identity, lies.server)).rejects.toMatchObject({ code: 'forked' });
});

test('an enrolment from another log, whole and well signed', async () => {
	const stranger = await foreignEnrolment();
	lies.lie = (path, body: People) => (path === '/v1/people' ? { ...body, entries: [...body.entries, stranger] } : body);
	await expect(people(through)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('an enrolment that the ledger holds only as denied', async () => {
	const identity = createIdentity();
	const letter = await invite(live.steward, 'steward');
	await join(letter, identity, 'somebody');
	const [request] = (await joinRequests(live.steward, [letter])).filter((one) => one.genuine);
	const { person, proof } = (request as NonNullable<typeof request>).join;
	const fields = { invite: letter.invite, role: 'steward' as const, person, proof };
	const [denied] = await trySubmit(lead, [{ type: 'person.enrolled', fields }]);
	expect(denied?.skeleton.result).toBe('denied:denied');
	const [entry] = (await entriesFrom(denied?.index as number)) as [EntryText];
	lies.lie = (path, body: People) => (path === '/v1/people' ? { ...body, entries: [...body.entries, entry] } : body);
	await expect(findPerson(through, person.sign)).rejects.toMatchObject({ code: 'bad-proof' });
	lies.lie = undefined;
	await approve(live.steward, request as NonNullable<typeof request>, 'steward');
});

async function entriesFrom(index: number): Promise<EntryText[]> {
	const response = await live.steward.send(`/v1/log/entries?from=${index}`, {});
	return ((await response.json()) as { entries: EntryText[] }).entries;
}

test('a join request whose keys were exchanged on the way', async () => {
	const letter = await invite(live.steward, 'member');
	const steward = await live.connect(live.steward.identity, lies.server);
	await join(letter, createIdentity(), 'somebody');
	const thief = createIdentity();
	lies.lie = (path, body: { joins: { invite: string }[] }) =>
		path === '/v1/joins'
			? { joins: body.joins.map((one) => (one.invite === letter.invite ? { ...one, person: thief.keys } : one)) }
			: body;
	const request = (await joinRequests(steward, [letter])).find((one) => one.join.invite === letter.invite);
	expect(request?.genuine).toBe(false);
	await expect(approve(steward, request as NonNullable<typeof request>, 'member')).rejects.toMatchObject({
		code: 'bad-proof',
	});
});

test('a case’s key is altered, or another case is shown in its place', async () => {
	lies.lie = replace('/v1/cases', toHex(open.key.publicKey), evil);
	await expect(openCases(through)).rejects.toMatchObject({ code: 'bad-proof' });
	const other = await createCase(lead, { title: 'another case', prefix: 'OTH' });
	const shown = (await (await lead.send(`/v1/cases/${other.id}`, {})).json()) as object;
	lies.lie = (path, body) => (path === `/v1/cases/${open.id}` ? shown : body);
	await expect(caseKey(through, open.id)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('a worker epoch is altered, or opened by somebody who is no worker: no intake is sealed to it', async () => {
	const before = await entryCount(live);
	const { opened } = (await (await lead.send('/v1/epoch', {})).json()) as { opened: EntryText };
	const { key } = JSON.parse(opened.statement) as { key: string };
	lies.lie = replace('/v1/epoch', key, evil);
	await expect(openIntake(through, open, {})).rejects.toMatchObject({ code: 'bad-proof' });
	expect(await entryCount(live)).toBe(before);

	const [denied] = await trySubmit(member, [{ type: 'epoch.opened', fields: { epoch: 9, key: evil } }]);
	const [entry] = (await entriesFrom(denied?.index as number)) as [EntryText];
	lies.lie = (path, body: object) => (path === '/v1/epoch' ? { ...body, opened: entry } : body);
	await expect(openIntake(through, open, {})).rejects.toMatchObject({ code: 'bad-proof' });

	lies.lie = (path, body: People) =>
		path === '/v1/people'
			? { ...body, entries: body.entries.filter((one) => !one.statement.includes('"role":"worker"')) }
			: body;
	await expect(openIntake(through, open, {})).rejects.toMatchObject({ code: 'bad-proof' });
	expect(await entryCount(live)).toBe(before + 1);
});

test('another archive, whole and well signed, under the address of the pinned one', async () => {
	const shown = (await (await fetch(`${foreign.server}/v1/archive`)).json()) as object;
	lies.lie = (path, body) => (path === '/v1/archive' ? shown : body);
	await expect(live.connect(lead.identity, lies.server)).rejects.toMatchObject({ code: 'forked' });
});

test('another notary key for the founder to found with', async () => {
	const { keys } = live.notary.started;
	const print = toHex(platform.sha256(Buffer.from(`${keys.vkey}\n${keys.boxPublic}`))).slice(0, 32);
	lies.lie = replace('/v1/archive', keys.boxPublic, evil);
	const code = `${toHex(keys.founding)}-${print}`;
	const attempt = found(lies.server, code, createIdentity(), platform.randomBytes(32), new Date());
	await expect(attempt).rejects.toMatchObject({ code: 'bad-key' });
});
