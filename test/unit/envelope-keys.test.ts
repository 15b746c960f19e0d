import { describe, expect, it } from 'vitest';
import {
	decodeRecipient,
	decodeSecretKey,
	encodeRecipient,
	encodeSecretKey,
} from '../../src/domain/envelope/age-keys.ts';
import { itemKey, share } from '../../src/domain/envelope/item-key.ts';
import { platform } from '../../src/domain/platform/node.ts';

const id = '00112233445566778899aabbccddeeff';
const badKey = expect.objectContaining({ code: 'bad-key' });
const [member, notary] = [platform.randomBytes(32), platform.randomBytes(32)];

describe('item key', () => {
	it('differs for every secret, item and class, and is the same every time', () => {
		const shares = [
			share(member, id, 'original'),
			share(member, id, 'working'),
			share(member, id.replace('f', 'e'), 'original'),
			share(notary, id, 'original'),
		];
		expect(new Set(shares.map(String)).size).toBe(4);
		expect(share(member, id, 'original')).toEqual(shares[0]);
		const [m, n] = [share(member, id, 'original'), share(notary, id, 'original')];
		const key = itemKey(m, n, id, 'original');
		expect(itemKey(m, n, id, 'original')).toEqual(key);
		expect(key.publicKey).toEqual(platform.x25519Public(key.secret));
		const others = [
			itemKey(n, m, id, 'original'),
			itemKey(m, n, id, 'working'),
			itemKey(m, n, id.replace('f', 'e'), 'original'),
		];
		for (const other of others) expect(other.secret).not.toEqual(key.secret);
	});

	it('refuses secrets of another length and ids of another shape', () => {
		expect(() => share(member.subarray(1), id, 'original')).toThrow(badKey);
		expect(() => itemKey(member, notary.subarray(1), id, 'original')).toThrow(badKey);
		expect(() => share(member, `${id}\noriginal`, 'working')).toThrow(expect.objectContaining({ code: 'bad-request' }));
		expect(() => share(member, id.toUpperCase(), 'original')).toThrow(expect.objectContaining({ code: 'bad-request' }));
	});
});

describe('age keys', () => {
	it('go to text and back', () => {
		const publicKey = platform.x25519Public(member);
		expect(encodeSecretKey(member)).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
		expect(decodeSecretKey(encodeSecretKey(member))).toEqual(member);
		expect(encodeRecipient(publicKey)).toMatch(/^age1[0-9a-z]{58}$/);
		expect(decodeRecipient(encodeRecipient(publicKey))).toEqual(publicKey);
	});

	it('are refused when altered, cut, of the other kind or the other case', () => {
		const secret = encodeSecretKey(member);
		const recipient = encodeRecipient(platform.x25519Public(member));
		const altered = secret.slice(0, 30) + (secret[30] === 'Q' ? 'P' : 'Q') + secret.slice(31);
		for (const bad of [altered, secret.slice(0, -1), secret.toLowerCase(), recipient, '', `${secret}\n`]) {
			expect(() => decodeSecretKey(bad)).toThrow(badKey);
		}
		for (const bad of [recipient.toUpperCase(), secret, recipient.slice(1), ` ${recipient}`]) {
			expect(() => decodeRecipient(bad)).toThrow(badKey);
		}
		expect(() => encodeSecretKey(member.subarray(1))).toThrow(badKey);
	});

	it('never appear in an error', () => {
		const secret = encodeSecretKey(member);
		try {
			decodeSecretKey(`${secret}Q`);
			expect.unreachable();
		} catch (error) {
			expect(JSON.stringify([String(error), String((error as Error).cause)]).toUpperCase()).not.toContain(
				secret.slice(20, 40),
			);
		}
	});
});
