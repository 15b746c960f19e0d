import { concat } from '../../src/domain/bytes.ts';
import { sealChunks } from '../../src/domain/envelope/body.ts';
import { itemKey, share } from '../../src/domain/envelope/item-key.ts';
import { openStream } from '../../src/domain/envelope/open-stream.ts';
import { openPrefix, sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';

const [memberSecret, notarySecret] = [platform.randomBytes(32), platform.randomBytes(32)];
const recovery = platform.x25519Public(platform.randomBytes(32));

export interface SealedItem {
	readonly secret: Uint8Array;
	readonly publicKey: Uint8Array;
	readonly prefix: Uint8Array;
	readonly committed: Uint8Array;
	readonly body: Uint8Array;
}

/** A random plaintext sealed as an original of one intake, as a client would. */
export function sealItem(itemId: string, plaintext: Uint8Array): SealedItem {
	const [member, notary] = [share(memberSecret, itemId, 'original'), share(notarySecret, itemId, 'original')];
	const { secret, publicKey } = itemKey(member, notary, itemId, 'original');
	const { prefix, payloadKey } = sealPrefix({ fileKey: platform.randomBytes(16), recipients: [publicKey, recovery] });
	return {
		secret,
		publicKey,
		prefix,
		committed: platform.sha256(prefix),
		body: sealChunks(payloadKey, plaintext, 0, true),
	};
}

/** Reads as a client does: the committed prefix first, then the body to its end. `released` gets what came out before an error. */
export async function readItem(item: SealedItem, released: Uint8Array[] = []): Promise<Uint8Array> {
	const { payloadKey } = openPrefix(item.prefix, item.secret, item.committed);
	const source = (async function* () {
		yield item.body;
	})();
	for await (const piece of openStream(payloadKey, source)) released.push(piece);
	return concat(...released);
}

/** The bytes with one bit of byte `at` changed. */
export function flip(bytes: Uint8Array, at: number, bit = at % 8): Uint8Array {
	const out = Uint8Array.from(bytes);
	out[at] = (out[at] as number) ^ (1 << bit);
	return out;
}
