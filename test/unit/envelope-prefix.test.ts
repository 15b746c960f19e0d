import { describe, expect, it } from 'vitest';
import { concat, text, utf8 } from '../../src/domain/bytes.ts';
import { parseHeader } from '../../src/domain/envelope/header.ts';
import { openPrefix, PREFIX_SIZE, prefixLength, sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';

const [itemSecret, recoverySecret] = [platform.randomBytes(32), platform.randomBytes(32)];
const recipients = [itemSecret, recoverySecret].map(platform.x25519Public);
const fileKey = platform.randomBytes(16);

describe('prefix', () => {
	it('opens for the item key and for the recovery key, and gives the same payload key', () => {
		const { prefix, payloadKey } = sealPrefix({ fileKey, recipients });
		expect(prefix).toHaveLength(PREFIX_SIZE);
		expect(prefixLength(prefix)).toBe(PREFIX_SIZE);
		const committed = platform.sha256(prefix);
		for (const secret of [itemSecret, recoverySecret])
			expect(openPrefix(prefix, secret, committed).payloadKey).toEqual(payloadKey);
		expect(() => openPrefix(prefix, platform.randomBytes(32))).toThrow(expect.objectContaining({ code: 'wrong-key' }));
	});

	it('keeps the order of the recipients', () => {
		const { prefix } = sealPrefix({ fileKey, recipients });
		const [first, second] = parseHeader(prefix).stanzas;
		expect([first?.type, second?.type]).toEqual(['X25519', 'X25519']);
		const only = sealPrefix({ fileKey, recipients: recipients.slice(0, 1) });
		expect(openPrefix(only.prefix, itemSecret).payloadKey).toEqual(only.payloadKey);
		expect(() => openPrefix(only.prefix, recoverySecret)).toThrow(expect.objectContaining({ code: 'wrong-key' }));
	});

	it('gives another payload key each time, even for one file key', () => {
		expect(sealPrefix({ fileKey, recipients }).payloadKey).not.toEqual(sealPrefix({ fileKey, recipients }).payloadKey);
	});

	it('refuses a wrong file key, no recipients, and recipients that are no keys', () => {
		const bad = expect.objectContaining({ code: 'bad-key' });
		expect(() => sealPrefix({ fileKey: fileKey.subarray(1), recipients })).toThrow(bad);
		expect(() => sealPrefix({ fileKey, recipients: [] })).toThrow(bad);
		expect(() => sealPrefix({ fileKey, recipients: [new Uint8Array(32)] })).toThrow(bad);
		expect(() => sealPrefix({ fileKey, recipients: [new Uint8Array(31).fill(9)] })).toThrow(bad);
		expect(() => openPrefix(sealPrefix({ fileKey, recipients }).prefix, new Uint8Array(31))).toThrow(bad);
	});

	it('says so when the prefix is not the committed one, before it parses anything', () => {
		const { prefix } = sealPrefix({ fileKey, recipients });
		expect(() => openPrefix(utf8('garbage'), itemSecret, platform.sha256(prefix))).toThrow(
			expect.objectContaining({ code: 'hash-mismatch' }),
		);
	});

	it('refuses a prefix with bytes missing or added', () => {
		const { prefix } = sealPrefix({ fileKey, recipients });
		for (let length = 0; length < prefix.length; length++) {
			expect(() => openPrefix(prefix.subarray(0, length), itemSecret)).toThrow(
				expect.objectContaining({ code: 'damaged' }),
			);
		}
		expect(() => openPrefix(concat(prefix, Uint8Array.of(0)), itemSecret)).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
	});

	it('ignores recipients of other kinds, as the specification asks', () => {
		const { prefix } = sealPrefix({ fileKey, recipients });
		const lines = text(prefix.subarray(0, parseHeader(prefix).coveredLength)).split('\n');
		lines.splice(1, 0, '-> other-kind some arguments', '');
		const covered = utf8(lines.join('\n'));
		const { stanzas } = parseHeader(concat(covered, utf8(` ${'A'.repeat(43)}\n`)));
		expect(stanzas.map(({ type }) => type)).toEqual(['other-kind', 'X25519', 'X25519']);
	});
});
