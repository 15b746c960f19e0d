import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { type EnrolledPerson, enrolled, roster, setSuspended } from '../../src/client/people.ts';
import { trySubmit } from '../../src/client/submit.ts';
import { formatCard, holdCard, makeCard, parseCard, revokeCard } from '../../src/client/suspension-card.ts';
import { concat, toHex, utf8 } from '../../src/domain/bytes.ts';
import type { Entry } from '../../src/domain/ledger/receipt.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { Outcome } from '../../src/domain/wire.ts';
import {
	entryCount,
	forge,
	type Letter,
	letter,
	outcomeOf,
	request,
	resultOf,
	submission,
} from '../system/live/raw.ts';
import { type Live, startLive } from '../system/live.ts';

// 50: a suspension card suspends the person who made it, once, and does nothing else, whoever holds it.

let live: Live;
let anna: Connection;
let boris: Connection;
beforeAll(async () => {
	live = await startLive();
});
beforeEach(async () => {
	[anna, boris] = [await live.enrol(), await live.enrol()];
});
afterAll(() => live.close());

const keyOf = (one: Connection): string => one.identity.keys.sign;
const inRoster = async (one: Connection): Promise<EnrolledPerson | undefined> =>
	(await roster(live.steward)).people.find(({ keys }) => keys.sign === keyOf(one));
const hold = (code: string) => holdCard(live.server, code);

/** Whoever has the card's key, with every freedom in what to sign. */
function holder(code: string): Connection {
	const name = utf8(`custos/suspension-card/v1\n${anna.archive.origin}`);
	const seed = platform.hmacSha256(parseCard(code), concat(name));
	const keys = { sign: toHex(platform.ed25519Public(seed)), box: keyOf(anna) };
	return { ...live.steward, identity: { ...live.steward.identity, keys, seed } };
}
const use = (code: string, of: Connection, more: object = {}): Promise<Letter> =>
	letter(holder(code), { type: 'person.suspended', person: keyOf(of), by: 'card', ...more });
const post = (one: Letter) => request(live, 'POST', '/v1/cards/use', { json: submission(one) });
/** Past a bought API. */
const forged = async (one: Letter): Promise<string> => {
	await forge(live, [{ letter: one }]);
	return resultOf(await outcomeOf(live, one));
};

test('whoever holds it suspends that person at once, without an account; everybody sees by what', async () => {
	const { code, card, link } = await makeCard(anna);
	expect(link).toBe(`${anna.archive.server}/suspend#suspend:${code}`);
	expect((await inRoster(anna))?.card).toBe(card);
	const held = await hold(link);
	expect(held).toMatchObject({ person: keyOf(anna), inForce: true, suspended: false });
	const token = await anna.bearer();
	const { index } = await held.use(new Date());
	const answer = await request(live, 'GET', '/v1/people', { headers: { authorization: `Bearer ${token}` } });
	expect(answer.status).toBe(401);
	const seen = await inRoster(anna);
	expect(seen).toMatchObject({ suspended: true, byCard: true });
	expect(seen?.card).toBeUndefined();
	expect((await inRoster(boris))?.suspended).toBe(false);
	expect(index).toBe((await entryCount(live)) - 1);
	expect(await hold(code)).toMatchObject({ inForce: false, suspended: true });
});

test('a card of one suspends no other, not even past a bought API', async () => {
	const { code } = await makeCard(anna);
	const [through, past] = [await use(code, boris), await use(code, boris)];
	expect((await post(through)).status).toBe(403);
	expect(await forged(past)).toBe('denied:denied');
	expect((await inRoster(boris))?.suspended).toBe(false);
	expect((await inRoster(anna))?.suspended).toBe(false);
});

test('a card that was taken back, or replaced, suspends nobody; an attempt past the API is an entry', async () => {
	const first = await makeCard(anna);
	const second = await makeCard(anna);
	await expect(hold(first.code).then((one) => one.use(new Date()))).rejects.toMatchObject({ code: 'denied' });
	await expect(revokeCard(anna, first.card)).rejects.toMatchObject({ code: 'denied' });
	await expect(revokeCard(boris, second.card)).rejects.toMatchObject({ code: 'denied' });
	await revokeCard(anna, second.card);
	expect((await inRoster(anna))?.card).toBeUndefined();
	const before = await entryCount(live);
	await expect(hold(second.code).then((one) => one.use(new Date()))).rejects.toMatchObject({ code: 'denied' });
	expect(await entryCount(live)).toBe(before);
	expect(await forged(await use(second.code, anna))).toBe('denied:stale');
	expect(await entryCount(live)).toBe(before + 1);
	expect((await inRoster(anna))?.suspended).toBe(false);
});

test('it is good once: what was sent is sent again in vain, also after a steward let the person in again', async () => {
	const { code } = await makeCard(anna);
	const one = await use(code, anna);
	const [answer, again] = [await post(one), await post(one)];
	expect(answer.status).toBe(200);
	expect(again.body['outcome']).toEqual(answer.body['outcome']);
	await setSuspended(live.steward, keyOf(anna), false);
	const before = await entryCount(live);
	expect((await post(one)).body['outcome']).toEqual(answer.body['outcome']);
	await live.sql('delete from outcomes where statement_id = $1', [one.id]);
	expect(await forged(one)).toBe('accepted');
	expect(await entryCount(live)).toBe(before);
	expect(await forged(await use(code, anna))).toBe('denied:stale');
	expect(await inRoster(anna)).toMatchObject({ suspended: false });
	expect((await inRoster(anna))?.byCard).toBeUndefined();
});

test('it does nothing else, and nobody else’s key is a card', async () => {
	const { code, card } = await makeCard(anna);
	const before = await entryCount(live);
	const others = [
		{ type: 'person.suspended', person: keyOf(boris) },
		{ type: 'person.reinstated', person: keyOf(boris) },
		{ type: 'person.invited', invite: 'ab'.repeat(16), role: 'steward' },
		{ type: 'suspension-card.made', card: 'cd'.repeat(32) },
		{ type: 'suspension-card.revoked', card },
	];
	for (const fields of others) {
		const one = await letter(holder(code), fields);
		expect((await post(one)).status, fields.type).toBe(400);
		expect(await forged(one), fields.type).toBe('refused:unauthenticated');
	}
	await expect(live.connect(holder(code).identity).then((line) => line.bearer())).rejects.toMatchObject({
		code: 'unauthenticated',
	});
	const own = await letter(boris, { type: 'person.suspended', person: keyOf(anna), by: 'card' });
	expect((await post(own)).status).toBe(401);
	const stranger = await use(formatCard(platform.randomBytes(16)), anna);
	expect((await post(stranger)).status).toBe(401);
	expect(await forged(stranger)).toBe('refused:unauthenticated');
	const badly = { ...(await use(code, anna)), signature: own.signature };
	expect((await post(badly)).status).toBe(401);
	expect(await forged(badly)).toBe('refused:unauthenticated');
	expect(await entryCount(live)).toBe(before);
	// With a session of one's own it is an attempt like any other.
	expect(await forged(own)).toBe('denied:denied');
});

test('signed long ago, it is too old: nothing can be kept in a drawer but the card itself', async () => {
	const { code } = await makeCard(anna);
	const before = await entryCount(live);
	expect(await forged(await use(code, anna, { time: new Date(Date.now() - 11 * 60_000).toISOString() }))).toBe(
		'refused:stale',
	);
	expect(await entryCount(live)).toBe(before);
});

test('a flood with a dead card is bounded, and swells nobody’s count but the card’s', async () => {
	const { code, card } = await makeCard(anna);
	await revokeCard(anna, card);
	const before = await entryCount(live);
	const letters = await Promise.all(Array.from({ length: 60 }, () => use(code, anna)));
	await forge(
		live,
		letters.map((one) => ({ letter: one })),
	);
	for (const one of letters) await outcomeOf(live, one);
	expect((await entryCount(live)) - before).toBeLessThanOrEqual(20);
	const rows = await live.sql('select id from subjects where kind = $1 and id in ($2, $3)', [
		'person',
		card,
		keyOf(anna),
	]);
	expect(rows.map((one) => one['id'])).toEqual([card]);
});

test('many dead cards of one person flood no more than one, and without a session not at all', async () => {
	const codes = await Promise.all(Array.from({ length: 4 }, async () => (await makeCard(anna)).code));
	const used = await use(codes.at(-1) as string, anna);
	expect((await post(used)).status).toBe(200);
	await outcomeOf(live, used);
	const before = await entryCount(live);
	const letters = await Promise.all(codes.flatMap((code) => Array.from({ length: 15 }, () => use(code, anna))));
	for (const one of letters.slice(0, 20)) expect((await post(one)).status).toBe(403);
	expect(await live.sql('select 1 from pending')).toEqual([]);
	expect(await entryCount(live)).toBe(before);
	await forge(
		live,
		letters.map((one) => ({ letter: one })),
	);
	for (const one of letters) await outcomeOf(live, one);
	expect((await entryCount(live)) - before).toBe(20);
	expect(await live.sql('select count from denials where person = $1', [keyOf(anna)])).toEqual([{ count: 60 }]);
	// What was let through once is answered again, with the receipt of its entry.
	await live.sql('delete from outcomes where statement_id = $1', [used.id]);
	const again = await post(used);
	expect([again.status, resultOf(again.body['outcome'] as Outcome)]).toEqual([200, 'accepted']);
});

test('whoever is suspended can neither make a card nor take one back; and nobody makes cards without end', async () => {
	const { card } = await makeCard(anna);
	await setSuspended(live.steward, keyOf(anna), true);
	for (const fields of [
		{ type: 'suspension-card.revoked', card },
		{ type: 'suspension-card.made', card: 'ab'.repeat(32) },
	])
		expect(await forged(await letter(anna, fields))).toBe('denied:suspended');
	// Another's key, or another's card, is not one's own card.
	await expect(forged(await letter(boris, { type: 'suspension-card.made', card: keyOf(live.steward) }))).resolves.toBe(
		'denied:conflict',
	);
	await expect(forged(await letter(boris, { type: 'suspension-card.made', card }))).resolves.toBe('denied:conflict');
	const many = Array.from({ length: 101 }, () => ({
		type: 'suspension-card.made' as const,
		fields: { card: toHex(platform.ed25519Public(platform.randomBytes(32))) },
	}));
	const results = (await trySubmit(boris, many)).map((one) => one.skeleton.result);
	expect(results.filter((one) => one === 'accepted')).toHaveLength(100);
	expect(results.at(-1)).toBe('denied:limit');
});

test('a code that was copied wrongly is known for it before anything is asked', () => {
	const secret = platform.randomBytes(16);
	const code = formatCard(secret);
	expect(code).toMatch(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
	for (const typed of [
		code,
		code.toLowerCase(),
		code.replaceAll('-', ' '),
		`  ${code}\n`,
		`https://a.example/suspend#suspend:${code}`,
	])
		expect(parseCard(typed)).toEqual(secret);
	expect(parseCard(formatCard(new Uint8Array(16)).replaceAll('0', 'O'))).toEqual(new Uint8Array(16));
	const other = code[3] === 'A' ? 'B' : 'A';
	for (const wrong of ['', 'hello', code.slice(0, -1), `${code.slice(0, 3)}${other}${code.slice(4)}`, `${code}AAAA`])
		expect(() => parseCard(wrong), wrong).toThrow(expect.objectContaining({ code: 'bad-request' }));
});

test('a server that invents a suspension by card is found out', () => {
	const steward = { sign: 'aa'.repeat(32), box: 'bb'.repeat(32) };
	const connection = { archive: { founding: { stewards: [steward] } } } as unknown as Connection;
	const entry = (index: number, statement: object): Entry =>
		({ index, statement, skeleton: { result: 'accepted', time: '' } }) as unknown as Entry;
	const made = entry(1, { type: 'suspension-card.made', actor: steward.sign, card: 'cc'.repeat(32) });
	const used = entry(2, { type: 'person.suspended', by: 'card', actor: 'cc'.repeat(32), person: steward.sign });
	expect(enrolled(connection, [made, used])[0]?.suspended).toBe(true);
	for (const entries of [
		[used],
		[made, entry(2, { ...used.statement, actor: 'dd'.repeat(32) })],
		[
			made,
			entry(2, { type: 'suspension-card.revoked', actor: steward.sign, card: 'cc'.repeat(32) }),
			entry(3, used.statement),
		],
	])
		expect(() => enrolled(connection, entries)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
});
