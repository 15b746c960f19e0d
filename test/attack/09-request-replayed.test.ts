import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { toBase64 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { sessionMessage } from '../../src/domain/messages.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { entryCount, forge, type Letter, letter, outcomeOf, post, request, resultOf } from '../system/live/raw.ts';
import { type Live, startLive } from '../system/live.ts';

// 9: one signed request is one entry, however often and in whatever spelling of its signature it comes.

let live: Live;
let before: number;
beforeAll(async () => {
	live = await startLive();
});
beforeEach(async () => {
	before = await entryCount(live);
});
afterAll(() => live.close());

const invitation = (): Promise<Letter> =>
	letter(live.steward, { type: 'person.invited', invite: newId(platform.randomBytes), role: 'member' });
const indexOf = (one: unknown): number => (one as { receipt: { index: number } }).receipt.index;

/** The other spelling of an Ed25519 signature: S + L in place of S. */
function malleated(one: Letter): Letter {
	const signature = Buffer.from(one.signature, 'base64');
	const order = 2n ** 252n + 27742317777372353535851937790883648493n;
	let s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
	for (let i = 32; i < 64; i++) {
		signature[i] = Number(s & 255n);
		s >>= 8n;
	}
	return { ...one, signature: signature.toString('base64') };
}

test('sent again, and again in one request: one entry, one place', async () => {
	const one = await invitation();
	const first = await post(live, live.steward, [one]);
	const again = await post(live, live.steward, [one, one, one]);
	expect(again.body.outcomes?.map(indexOf)).toEqual(Array(3).fill(indexOf(first.body.outcomes?.[0])));
	expect(await entryCount(live)).toBe(before + 1);
});

test('sent by many at once: one entry', async () => {
	const one = await invitation();
	const answers = await Promise.all(Array.from({ length: 12 }, () => post(live, live.steward, [one])));
	expect(new Set(answers.map((answer) => indexOf(answer.body.outcomes?.[0]))).size).toBe(1);
	expect(await entryCount(live)).toBe(before + 1);
});

test('sent with S + L afterwards: no second entry', async () => {
	const one = await invitation();
	await post(live, live.steward, [one]);
	const other = malleated(one);
	expect(other.signature).not.toBe(one.signature);
	await post(live, live.steward, [other]);
	const later = await invitation();
	await post(live, live.steward, [later]);
	expect(await entryCount(live)).toBe(before + 2);
});

test('S + L in the same turn, before the true one: it does not stand in its way', async () => {
	const one = await invitation();
	await forge(live, [{ letter: malleated(one) }, { letter: malleated(one) }, { letter: one }]);
	expect(resultOf(await outcomeOf(live, one))).toBe('accepted');
	expect(await entryCount(live)).toBe(before + 1);
});

test('S + L alone: refused, no entry', async () => {
	const one = malleated(await invitation());
	const answer = await post(live, live.steward, [one]);
	expect(resultOf(answer.body.outcomes?.[0])).toBe('refused:unauthenticated');
	expect(await entryCount(live)).toBe(before);
});

test('the same id with other bytes: 409, and the entry stays what it was', async () => {
	const one = await invitation();
	const first = await post(live, live.steward, [one]);
	const other = await letter(live.steward, { ...JSON.parse(one.statement), invite: newId(platform.randomBytes) });
	expect(other.id).toBe(one.id);
	expect(await post(live, live.steward, [other])).toMatchObject({ status: 409, body: { code: 'conflict' } });
	expect(indexOf((await post(live, live.steward, [one])).body.outcomes?.[0])).toBe(indexOf(first.body.outcomes?.[0]));
	expect(await entryCount(live)).toBe(before + 1);
});

test('a session signed for another archive is none here, whatever it is said to be for', async () => {
	const { archive, identity } = live.steward;
	const signIn = (signedFor: string, said = signedFor) => {
		const time = new Date().toISOString();
		const proof = { actor: identity.keys.sign, nonce: newId(platform.randomBytes), time };
		const message = sessionMessage({ ...proof, origin: signedFor });
		const signature = toBase64(platform.ed25519Sign(identity.seed, message));
		return request(live, 'POST', '/v1/session', { json: { ...proof, origin: said, signature } });
	};
	const { origin } = archive;
	for (const other of ['custos/another', `${origin}x`, origin.slice(0, -1), ''])
		for (const answer of [await signIn(other), await signIn(other, origin), await signIn(origin, other)]) {
			expect([400, 401], other).toContain(answer.status);
			expect(answer.body['token']).toBeUndefined();
		}
	expect(await signIn('custos/another')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
	expect(await signIn(origin)).toMatchObject({ status: 200, body: { token: expect.any(String) as string } });
});
