import { describe, expect, it } from 'vitest';
import { fromBase64, fromHex, text, toHex } from '../../src/domain/bytes.ts';
import { decodeSecretKey, encodeRecipient, encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { openChunks } from '../../src/domain/envelope/body.ts';
import { itemKey, share } from '../../src/domain/envelope/item-key.ts';
import type { ItemClass } from '../../src/domain/envelope/padding.ts';
import { openPrefix } from '../../src/domain/envelope/prefix.ts';
import { openSealed } from '../../src/domain/envelope/sealed-box.ts';
import vectors from '../vectors/envelope.json' with { type: 'json' };

/** What src/domain/envelope/FORMAT.md shows, on either platform. */
export function envelopeVectors(platformName: string): void {
	describe(`envelope vectors on ${platformName}`, () => {
		it.each(vectors.keys)('item key, class $cls', (vector) => {
			const cls = vector.cls as ItemClass;
			const member = share(fromHex(vectors.memberSecret), vectors.itemId, cls);
			const notary = share(fromHex(vectors.notarySecret), vectors.itemId, cls);
			const { secret, publicKey } = itemKey(member, notary, vectors.itemId, cls);
			expect([member, notary, secret, publicKey].map(toHex)).toEqual([
				vector.memberShare,
				vector.notaryShare,
				vector.secret,
				vector.publicKey,
			]);
			expect(encodeSecretKey(secret)).toBe(vector.ageSecretKey);
			expect(encodeRecipient(publicKey)).toBe(vector.ageRecipient);
		});

		it('sealed item, by item key and by recovery key', () => {
			const { prefix, prefixSha256, payloadKey, body, plaintext, recoverySecret } = vectors.item;
			const itemSecret = decodeSecretKey(vectors.keys[0]?.ageSecretKey ?? '');
			for (const secret of [itemSecret, fromHex(recoverySecret)]) {
				const opened = openPrefix(fromBase64(prefix), secret, fromHex(prefixSha256));
				expect(toHex(opened.payloadKey)).toBe(payloadKey);
				expect(text(openChunks(opened.payloadKey, fromBase64(body), 0, true))).toBe(plaintext);
			}
		});

		it('sealed box', () => {
			const { recipientSecret, sealed, payload, what, purpose, generation } = vectors.box;
			const opened = openSealed(fromHex(recipientSecret), fromBase64(sealed), { what, purpose, generation });
			expect(text(opened)).toBe(payload);
		});
	});
}
