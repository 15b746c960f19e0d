import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { concat } from '../../src/domain/bytes.ts';
import { boxKey } from '../../src/domain/envelope/box-key.ts';
import { openSealed } from '../../src/domain/envelope/sealed-box.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { twoKeyBox } from './two-key-box.ts';

const [alice, bob] = [platform.randomBytes(32), platform.randomBytes(32)];
const ephemeralSecret = platform.randomBytes(32);
const ephemeral = platform.x25519Public(ephemeralSecret);
const context = { what: 'a', purpose: 'b', generation: 0 };

describe('5: one box text that opens under two keys', () => {
	const nonce = platform.randomBytes(24);
	const keys = [alice, bob].map((secret) => nacl.box.before(ephemeral, secret)) as [Uint8Array, Uint8Array];
	const box = twoKeyBox(keys, nonce);

	it('opens twice in NaCl, to two contents', () => {
		const [first, second] = [alice, bob].map((secret) => nacl.box.open(box, nonce, ephemeral, secret));
		expect(first).toBeInstanceOf(Uint8Array);
		expect(second).toBeInstanceOf(Uint8Array);
		expect(first).not.toEqual(second);
	});

	it('is refused by every reader: a commitment names one key, and the content is not canonical', () => {
		for (const committed of [alice, bob]) {
			const recipient = platform.x25519Public(committed);
			const { key, commitment } = boxKey(platform.x25519(ephemeralSecret, recipient), ephemeral, recipient);
			expect(keys).toContainEqual(key);
			const sealed = concat(Uint8Array.of(1), ephemeral, nonce, commitment, box);
			for (const reader of [alice, bob]) {
				const code = reader === committed ? 'damaged' : 'wrong-key';
				expect(() => openSealed(reader, sealed, context)).toThrow(expect.objectContaining({ code }));
			}
		}
	});
});
