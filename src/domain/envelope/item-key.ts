import { platform } from '#platform';
import { type Bytes, concat, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { Id } from '../ids.ts';
import type { ItemClass } from './padding.ts';

const SECRET_SIZE = 32;
const NO_SALT = new Uint8Array(0);

/**
 * The share of one item and class under an intake's member secret or notary secret (32 bytes each): 32 bytes that say
 * nothing about other items. Throws `bad-key` for a secret of another length, `bad-request` for a malformed id.
 */
export function share(intakeSecret: Uint8Array, itemId: Id, cls: ItemClass): Bytes {
	requireSize(intakeSecret, 'an intake secret');
	return platform.hkdfSha256(intakeSecret, NO_SALT, info('custos/share/v1', itemId, cls), SECRET_SIZE);
}

export interface ItemKey {
	/** X25519, 32 bytes; `encodeSecretKey` makes the text that `age -i` reads. */
	readonly secret: Bytes;
	/** The recipient of every age file of this item and class. */
	readonly publicKey: Bytes;
}

/** The key of an item and class from its two shares, member's first. Throws `bad-key`, `bad-request`. */
export function itemKey(memberShare: Uint8Array, notaryShare: Uint8Array, itemId: Id, cls: ItemClass): ItemKey {
	requireSize(memberShare, 'a member share');
	requireSize(notaryShare, 'a notary share');
	const both = concat(memberShare, notaryShare);
	const secret = platform.hkdfSha256(both, NO_SALT, info('custos/item-key/v1', itemId, cls), SECRET_SIZE);
	return { secret, publicKey: platform.x25519Public(secret) };
}

/** `label LF id LF class`: none of the three can hold a line feed, so no two triples make the same bytes. */
function info(label: string, itemId: Id, cls: ItemClass): Bytes {
	if (!Id.safeParse(itemId).success) throw new CustosError('bad-request', 'an item id is 32 hexadecimal digits');
	if (cls !== 'original' && cls !== 'working') throw new CustosError('bad-request', 'a class is original or working');
	return utf8(`${label}\n${itemId}\n${cls}`);
}

function requireSize(secret: Uint8Array, kind: string): void {
	if (secret.length !== SECRET_SIZE) throw new CustosError('bad-key', `${kind} is ${SECRET_SIZE} bytes`);
}
