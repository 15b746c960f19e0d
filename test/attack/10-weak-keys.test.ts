import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBase64, toHex } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { joinMessage, sessionMessage } from '../../src/domain/messages.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { entryCount, forge, letter, outcomeOf, post, request, resultOf } from '../system/live/raw.ts';
import { type Live, startLive } from '../system/live.ts';

// 10: keys with which every agreement is zero, or every signature verifies, are refused wherever one can come in.

const boxKeys = [
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
	'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];
const signKeys = [
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
];

let live: Live;
let before: number;
beforeAll(async () => {
	live = await startLive();
});
beforeEach(async () => {
	before = await entryCount(live);
});
afterAll(() => live.close());

const id = (): string => newId(platform.randomBytes);
const weak = { status: 422, body: { code: 'bad-key' } };

/** Someone's keys, one of them replaced, with the joiner's own signature over both. */
function joiner(invite: string, replaced: { sign?: string; box?: string }) {
	const [seed, box] = [platform.randomBytes(32), platform.randomBytes(32)];
	const person = { sign: toHex(platform.ed25519Public(seed)), box: toHex(platform.x25519Public(box)), ...replaced };
	const message = joinMessage({ origin: live.steward.archive.origin, invite, person });
	return { person, proof: toBase64(platform.ed25519Sign(seed, message)) };
}

const replacements = [...boxKeys.map((box) => ({ box })), ...signKeys.map((sign) => ({ sign }))];

describe.each(replacements)('10: the key %o', (replaced) => {
	test('is not enrolled', async () => {
		const invite = id();
		await post(live, live.steward, [await letter(live.steward, { type: 'person.invited', invite, role: 'member' })]);
		const { person, proof } = joiner(invite, replaced);
		const enrolment = await letter(live.steward, { type: 'person.enrolled', invite, role: 'member', person, proof });
		expect(await post(live, live.steward, [enrolment])).toMatchObject(weak);
		await forge(live, [{ letter: enrolment }]);
		expect(resultOf(await outcomeOf(live, enrolment))).toBe('refused:bad-key');
		expect(await entryCount(live)).toBe(before + 1);
	});

	test('does not reach the stewards’ inbox', async () => {
		const invite = id();
		const body = { invite, ...joiner(invite, replaced), mac: 'ab'.repeat(32), name: 'AAAA' };
		expect(await request(live, 'POST', '/v1/joins', { json: body })).toMatchObject(weak);
	});
});

describe.each(boxKeys)('10: the X25519 key %s', (key) => {
	test('is no case key and no epoch key', async () => {
		const letters = [
			await letter(live.steward, { type: 'case.created', case: id(), generation: 1, key, grant: 'AAAA' }),
			await letter(live.steward, { type: 'epoch.opened', epoch: 7, key }),
		];
		for (const one of letters) {
			expect(await post(live, live.steward, [one])).toMatchObject(weak);
			await forge(live, [{ letter: one }]);
			expect(resultOf(await outcomeOf(live, one))).toBe('refused:bad-key');
		}
		expect(await entryCount(live)).toBe(before);
	});

	test('is no recovery key, and no steward’s', async () => {
		const { founding } = live.steward.archive;
		for (const change of [{ recovery: key }, { stewards: [{ ...live.steward.identity.keys, box: key }] }]) {
			const { statement, signature } = await letter(live.steward, { ...founding, ...change, id: id() });
			const body = { statement, signature, founding: '00'.repeat(32) };
			expect(await request(live, 'POST', '/v1/founding', { json: body })).toMatchObject(weak);
		}
	});
});

test.each(signKeys)('10: nobody signs in with %s', async (actor) => {
	const proof = { origin: live.steward.archive.origin, actor, nonce: id(), time: new Date().toISOString() };
	for (const signature of [new Uint8Array(64), platform.ed25519Sign(platform.randomBytes(32), sessionMessage(proof))]) {
		const answer = await request(live, 'POST', '/v1/session', { json: { ...proof, signature: toBase64(signature) } });
		expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
	}
});

test('and the notary still works', () => expect(live.notary.failure()).toBeUndefined());
