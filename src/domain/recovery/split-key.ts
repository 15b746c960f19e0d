import { split } from 'shamir-secret-sharing';
import { platform } from '#platform';
import { type Bytes, concat, toHex, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import type { Hex32 } from '../ids.ts';
import type { CardCode } from './card-code.ts';

/** Of one recovery key at most this many cards are made: more would not be given to people one knows. */
export const MOST_CARDS = 16;

/** A card as it is made, or as it is found again. */
export interface RecoveryCard extends CardCode {
	/** The recovery key's public half, and SHA-256 of every card's share in order: where the text is whole, not only its code. */
	made?: { publicKey: Bytes; shares: readonly Hex32[] };
}

/**
 * Splits a 32-byte recovery key by Shamir's scheme over GF(2^8): any `needs` of the `count` cards make it again, fewer say
 * nothing of it. Throws `bad-request` unless 2 ≤ needs ≤ count ≤ 16.
 */
export async function splitKey(secret: Uint8Array, needs: number, count: number): Promise<Required<RecoveryCard>[]> {
	const whole = Number.isInteger(needs) && Number.isInteger(count);
	if (!whole || needs < 2 || needs > count || count > MOST_CARDS)
		throw new CustosError(
			'bad-request',
			`of 2 to ${MOST_CARDS} cards, 2 or more make the key, and no more than there are`,
		);
	if (secret.length !== 32) throw new CustosError('bad-key', 'a recovery key is 32 bytes');
	const publicKey = platform.x25519Public(secret);
	const parts = (await split(Uint8Array.from(secret), count, needs)) as Bytes[];
	const shares = parts.map((share) => toHex(platform.sha256(share)));
	const made = { publicKey, shares };
	const [key, splitting] = [keyTag(publicKey), splittingTag(needs, made)];
	return parts.map((share, i) => ({ number: i + 1, count, needs, key, splitting, share, made }));
}

/** Names a recovery key, in 8 bytes. */
export function keyTag(publicKey: Uint8Array): Bytes {
	return platform.sha256(concat(utf8('custos/recovery-key/v1\n'), publicKey)).slice(0, 8);
}

/** Names one splitting of it and commits to every share, in 6 bytes. */
export function splittingTag(needs: number, { publicKey, shares }: NonNullable<RecoveryCard['made']>): Bytes {
	const said = [publicKey, new Uint8Array([needs, shares.length]), utf8(shares.join('\n'))];
	return platform.sha256(concat(utf8('custos/recovery-splitting/v1\n'), ...said)).slice(0, 6);
}
