import { base64nopad } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, utf8 } from '../../src/domain/bytes.ts';
import { openPrefix, sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { openSealed, sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { platform } from '../../src/domain/platform/node.ts';

const context = { what: 'a', purpose: 'b', generation: 0 };
const secret = platform.randomBytes(32);
const small = [
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
	'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

describe.each(small)('10: the small-order key %s', (hex) => {
	const key = fromHex(hex);

	it('is refused as a recipient', () => {
		expect(() => sealTo(key, context, utf8('secret'))).toThrow(expect.objectContaining({ code: 'bad-key' }));
		expect(() => sealPrefix({ fileKey: platform.randomBytes(16), recipients: [key] })).toThrow(
			expect.objectContaining({ code: 'bad-key' }),
		);
	});

	it('is refused as an ephemeral key, in a box and in a prefix', () => {
		const sealed = concat(Uint8Array.of(1), key, platform.randomBytes(24 + 32 + 64));
		expect(() => openSealed(secret, sealed, context)).toThrow(expect.objectContaining({ code: 'bad-key' }));
		const body = base64nopad.encode(platform.randomBytes(32));
		const mac = base64nopad.encode(platform.randomBytes(32));
		const header = utf8(`age-encryption.org/v1\n-> X25519 ${base64nopad.encode(key)}\n${body}\n--- ${mac}\n`);
		expect(() => openPrefix(concat(header, platform.randomBytes(16)), secret)).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
	});
});
