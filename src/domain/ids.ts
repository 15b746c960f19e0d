import { z } from 'zod';
import { toHex } from './bytes.ts';

/** 128 random bits in hex: items, cases, intakes, clips, exhibits, reports, invites, objects, statements. */
export const Id = z.string().regex(/^[0-9a-f]{32}$/, 'expected 32 lower-case hexadecimal digits');
export type Id = z.infer<typeof Id>;

/** 32 bytes in hex: a SHA-256, an Ed25519 or X25519 public key. */
export const Hex32 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits');
export type Hex32 = z.infer<typeof Hex32>;

/** Canonical base64 with padding, at most `max` characters. */
export function Base64(max: number) {
	return z
		.string()
		.max(max)
		.regex(
			/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/,
			'expected base64 with padding',
		);
}

/** UTC with milliseconds, as `Date.toISOString` writes it. */
export const Time = z
	.string()
	.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'expected a UTC time with milliseconds');

/** A whole number of bytes or entries. */
export const Count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A new id from a source of random bytes. */
export function newId(randomBytes: (size: number) => Uint8Array): Id {
	return toHex(randomBytes(16));
}
