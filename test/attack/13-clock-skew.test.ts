import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { toBase64, toHex } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { openNote } from '../../src/domain/ledger/note.ts';
import { sessionMessage } from '../../src/domain/messages.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Answer, entryCount, forge, letter, outcomeOf, post, request, resultOf } from '../system/live/raw.ts';
import { type Live, startLive } from '../system/live.ts';

// 13: a clock that is off, or a word from long ago: refused with a time that the notary signed, and no entry.

let live: Live;
let before: number;
/** How far the archive's clock is from the machine's. */
let shift = 0;
const minute = 60_000;

beforeAll(async () => {
	live = await startLive({ clock: () => new Date(Date.now() + shift) });
});
beforeEach(async () => {
	shift = 0;
	await live.notary.sayTime();
	before = await entryCount(live);
});
afterAll(() => live.close());

const off = (ms: number): string => new Date(Date.now() + ms).toISOString();

function signIn(time: string): Promise<Answer> {
	const { archive, identity } = live.steward;
	const proof = { origin: archive.origin, actor: identity.keys.sign, nonce: newId(platform.randomBytes), time };
	const signature = toBase64(platform.ed25519Sign(identity.seed, sessionMessage(proof)));
	return request(live, 'POST', '/v1/session', { json: { ...proof, signature } });
}

/** The time the answer carries, under the log's key. */
function timeIn(answer: Answer, person: Connection = live.steward): number {
	const [, origin, time] = openNote(answer.body.time as string, person.archive.key).split('\n');
	expect(origin).toBe(person.archive.origin);
	return Date.parse(time as string);
}

test.each([-2 * minute, 2 * minute, -24 * 60 * minute, 365 * 24 * 60 * minute])(
	'a clock %i ms off gets no session',
	async (ms) => {
		const answer = await signIn(off(ms));
		expect(answer).toMatchObject({ status: 401, body: { code: 'clock-skew' } });
		expect(Math.abs(timeIn(answer) - Date.now())).toBeLessThan(minute);
	},
);

test('a time that is no time gets no session', async () => {
	expect(await signIn('2026-13-41T25:61:61.000Z')).toMatchObject({ status: 401, body: { code: 'clock-skew' } });
});

test('the signed time does not verify under another key, nor altered', async () => {
	const note = (await signIn(off(5 * minute))).body.time as string;
	const { key } = live.steward.archive;
	expect(() =>
		openNote(
			note.replace(/T\d\d/, (hour) => (hour === 'T00' ? 'T01' : 'T00')),
			key,
		),
	).toThrow(expect.objectContaining({ code: 'bad-proof' }));
	const other = { ...key, publicKey: platform.ed25519Public(platform.randomBytes(32)) };
	expect(() => openNote(note, other)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
});

const invitation = (time: string) =>
	letter(live.steward, { type: 'person.invited', invite: newId(platform.randomBytes), role: 'member', time });

test('a statement from the future is refused with the time, and before the notary without an entry', async () => {
	const one = await invitation(off(3 * minute));
	const answer = await post(live, live.steward, [one]);
	expect(answer).toMatchObject({ status: 401, body: { code: 'clock-skew' } });
	expect(Math.abs(timeIn(answer) - Date.now())).toBeLessThan(minute);
	await forge(live, [{ letter: one }]);
	expect(resultOf(await outcomeOf(live, one))).toBe('refused:clock-skew');
	expect(await entryCount(live)).toBe(before);
});

test.each([off(-11 * minute), '2026-13-41T25:61:61.000Z'])('a statement of %s is stale and no entry', async (time) => {
	const one = await invitation(time);
	expect(resultOf((await post(live, live.steward, [one])).body.outcomes?.[0])).toBe('refused:stale');
	expect(await entryCount(live)).toBe(before);
});

test('a statement that waited too long before the notary is stale', async () => {
	const one = await invitation(off(0));
	shift = 11 * minute;
	await forge(live, [{ letter: one }]);
	expect(resultOf(await outcomeOf(live, one))).toBe('refused:stale');
	expect(await entryCount(live)).toBe(before);
});

test('a session ends, and a proof of one does not open another', async () => {
	const { archive, identity } = live.steward;
	const proof = { origin: archive.origin, actor: identity.keys.sign, nonce: newId(platform.randomBytes), time: off(0) };
	const json = { ...proof, signature: toBase64(platform.ed25519Sign(identity.seed, sessionMessage(proof))) };
	const first = await request(live, 'POST', '/v1/session', { json });
	const headers = { authorization: `Bearer ${first.body['token'] as string}` };
	expect(await request(live, 'GET', '/v1/cases', { headers })).toMatchObject({ status: 200 });
	expect(await request(live, 'POST', '/v1/session', { json })).toMatchObject({ status: 401 });
	shift = 16 * minute;
	expect(await request(live, 'GET', '/v1/cases', { headers })).toMatchObject({
		status: 401,
		body: { code: 'unauthenticated' },
	});
	expect(await request(live, 'POST', '/v1/session', { json })).toMatchObject({
		status: 401,
		body: { code: 'clock-skew' },
	});
});

test('a statement that saw a log which is not this one', async () => {
	const seen = await live.steward.seen();
	const fields = { type: 'person.invited', invite: newId(platform.randomBytes), role: 'member' };
	const cases = [
		[{ size: seen.size, root: toHex(platform.randomBytes(32)) }, 'refused:forked'],
		[{ size: seen.size + 1000, root: toHex(seen.root) }, 'refused:stale'],
	] as const;
	for (const [claimed, expected] of cases) {
		const one = await letter(live.steward, { ...fields, seen: claimed });
		expect(resultOf((await post(live, live.steward, [one])).body.outcomes?.[0])).toBe(expected);
	}
	expect(await entryCount(live)).toBe(before);
});
