import { z } from 'zod';
import { type Bytes, concat, fromHex, text, toHex, utf8 } from '../bytes.ts';
import { canonical, parseCanonical } from '../canonical.ts';
import type { BoxContext } from '../envelope/sealed-box.ts';
import { CustosError } from '../errors.ts';
import { Hex32, type Id } from '../ids.ts';
import { fieldHash } from './detail.ts';

/** Why an item is expunged. Nothing is said in free words: they would stay where all else is destroyed. */
export const ExpungeReason = z.enum(['court-order', 'law', 'person-harmed', 'source-safety', 'unlawful', 'other']);
export type ExpungeReason = z.infer<typeof ExpungeReason>;

/** Whatever the reason is, its sealed bytes are as long. */
const PADDED = 128;

const Plain = z.strictObject({ reason: ExpungeReason, salt: Hex32 });

/** What an act says of its reason in the clear: the hash of the field `reason` under a salt of 32 random bytes, hex. */
export function reasonHash(reason: ExpungeReason, salt: Bytes): Hex32 {
	return toHex(fieldHash({ name: 'reason', value: reason, salt })) as Hex32;
}

/** How a reason is boxed to a steward, so that it cannot be passed off as that of another proposal. */
export function reasonContext(proposal: Id): BoxContext {
	return { what: `proposal ${proposal}`, purpose: 'expunge-reason', generation: 1 };
}

/** The bytes to seal, padded with spaces to 128. */
export function encodeReason(reason: ExpungeReason, salt: Bytes): Bytes {
	const plain = utf8(canonical({ reason, salt: toHex(salt) }));
	return concat(plain, new Uint8Array(PADDED - plain.length).fill(0x20));
}

/** Reads them back and checks them against what the act says of its reason. Throws `damaged`. */
export function decodeReason(bytes: Uint8Array, why: Hex32): ExpungeReason {
	const parsed = Plain.safeParse(parseCanonical(text(bytes).trimEnd()));
	if (parsed.success && reasonHash(parsed.data.reason, fromHex(parsed.data.salt)) === why) return parsed.data.reason;
	throw new CustosError('damaged', 'the reason of this proposal is not the one that it commits to');
}
