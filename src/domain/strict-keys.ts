import { fromHex } from './bytes.ts';
import { CustosError } from './errors.ts';
import type { Hex32 } from './ids.ts';
import { isStrictPoint } from './platform/ed25519-strict.ts';
import { isStrictBoxKey } from './platform/x25519-strict.ts';

/** Throws `bad-key` if one of these public keys (Ed25519 in `sign`, X25519 in `box`) is zero, of small order or not canonical. */
export function requireStrictKeys(keys: { sign?: readonly Hex32[]; box?: readonly Hex32[] }): void {
	const weak = keys.sign?.some((key) => !isStrictPoint(fromHex(key))) || keys.box?.some((key) => !isStrictBoxKey(key));
	if (weak) throw new CustosError('bad-key', 'a public key is zero or of small order: make new keys');
}
