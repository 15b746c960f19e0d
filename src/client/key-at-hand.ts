import type { Bytes } from '../domain/bytes.ts';
import { isCustosError } from '../domain/errors.ts';
import { badGrant, type Sharing } from './case/sharing.ts';

/** A key that may be the item's, and by which sharing it came. */
export interface KeyAtHand {
	secret: Bytes;
	sharing: Sharing | undefined;
}

/**
 * Runs what opens a prefix, with the keys in turn until one fits: a key of a shared item that does not is the fault of whoever
 * shared it. Throws `damaged` when none does.
 */
export async function byItsKey<T>(
	keys: readonly KeyAtHand[],
	run: (secret: Bytes) => Promise<T>,
): Promise<T & { secret: Bytes; sharing: Sharing | undefined }> {
	let told: unknown;
	for (const { secret, sharing } of keys) {
		try {
			return { ...(await run(secret)), secret, sharing };
		} catch (cause) {
			if (sharing === undefined || !isCustosError(cause, 'wrong-key')) throw cause;
			told ??= badGrant(sharing, cause);
		}
	}
	throw told;
}
