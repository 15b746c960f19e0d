import { type Bytes, concat, toHex } from '../../../src/domain/bytes.ts';
import { sealChunks } from '../../../src/domain/envelope/body.ts';
import { itemKey, share } from '../../../src/domain/envelope/item-key.ts';
import { paddedSize } from '../../../src/domain/envelope/padding.ts';
import { sealPrefix } from '../../../src/domain/envelope/prefix.ts';
import type { Body } from '../../../src/domain/ledger/statement.ts';
import { platform } from '../../../src/domain/platform/node.ts';
import type { ItemClass } from '../../../src/domain/roles.ts';

/** One plaintext sealed for an item and class: both halves of its age file. */
export interface Sealed {
	item: string;
	prefix: Bytes;
	body: Bytes;
}

/** The two secrets of an intake, as its depositor made them. */
export interface IntakeSecrets {
	member: Bytes;
	notary: Bytes;
}

export function sealFor(
	intake: IntakeSecrets,
	item: string,
	cls: ItemClass,
	plaintext: Uint8Array,
	recovery: Uint8Array,
): Sealed {
	const { publicKey } = itemKey(share(intake.member, item, cls), share(intake.notary, item, cls), item, cls);
	const { prefix, payloadKey } = sealPrefix({ fileKey: platform.randomBytes(16), recipients: [publicKey, recovery] });
	const padded = new Uint8Array(paddedSize(cls, plaintext.length));
	padded.set(plaintext);
	return { item, prefix, body: sealChunks(payloadKey, padded, 0, true) };
}

/** Several bodies as one object, and where each lies in it. */
export function pack(object: string, sealed: readonly Sealed[]): { bytes: Bytes; places: Body[] } {
	let offset = 0;
	const places = sealed.map(({ body }): Body => {
		const place = { object, offset, size: body.length, sha256: toHex(platform.sha256(body)) };
		offset += body.length;
		return place;
	});
	return { bytes: concat(...sealed.map((one) => one.body)), places };
}
