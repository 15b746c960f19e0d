import type { Bytes } from '../bytes.ts';
import { CustosError } from '../errors.ts';

/** Throws `bad-key` unless `bytes` has the length a key of this kind has. The bytes never appear in the message. */
export function requireLength(bytes: Uint8Array, length: number, kind: string): void {
	if (bytes.length !== length) {
		throw new CustosError('bad-key', `${kind} has ${bytes.length} bytes instead of ${length}`);
	}
}

/** What both platforms throw when an X25519 result is all zero (RFC 7748 section 6.1). */
export function smallOrder(cause?: unknown): CustosError {
	return new CustosError('bad-key', 'the X25519 public key is zero or of small order', { cause });
}

/** What both platforms throw when a Poly1305 tag does not match. */
export function tagMismatch(cause?: unknown): CustosError {
	return new CustosError('damaged', 'the sealed bytes do not authenticate', { cause });
}

/** Where a result of `size` bytes goes: the room that was given, or new. Throws `internal` when it does not fit exactly. */
export function roomFor(size: number, given: Bytes | undefined): Bytes {
	if (given !== undefined && given.length !== size)
		throw new CustosError('internal', `a result of ${size} bytes was given room for ${given.length}`);
	return given ?? new Uint8Array(size);
}
