const KEY_SIZE = 32;
const SIGNATURE_SIZE = 64;

/** L, the order of Ed25519's base point (RFC 8032 section 5.1), least byte first. */
const ORDER = littleEndian('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed');

/** p = 2^255 - 19, least byte first. */
const PRIME = littleEndian('7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed');

/** The y coordinates of the eight points of small order; x and -x share one. */
const SMALL_ORDER_Y = [
	'0000000000000000000000000000000000000000000000000000000000000000', // order 4
	'0000000000000000000000000000000000000000000000000000000000000001', // order 1, the neutral point
	'7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec', // order 2
	'05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826', // order 8
	'7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7', // order 8
].map(littleEndian);

/**
 * True if the bytes can be an honest Ed25519 point: canonical (y < p) and not of small order. Every encoding of the
 * eight small-order points is refused: with either sign, and with y + p in place of y.
 */
export function isStrictPoint(point: Uint8Array): boolean {
	if (point.length !== KEY_SIZE) return false;
	const y = Uint8Array.from(point);
	y[31] = (y[31] as number) & 0x7f;
	return isBelow(y, PRIME) && !SMALL_ORDER_Y.some((small) => isSame(y, small));
}

/**
 * The byte checks that make one signature the only one for its message (RFC 8032 section 5.1.7): lengths, S < L, and
 * neither the public key nor R of small order. What remains is the equation R = S·B - k·A, without a cofactor.
 */
export function isStrictSignature(publicKey: Uint8Array, signature: Uint8Array): boolean {
	return (
		signature.length === SIGNATURE_SIZE &&
		isBelow(signature.subarray(32), ORDER) &&
		isStrictPoint(signature.subarray(0, 32)) &&
		isStrictPoint(publicKey)
	);
}

/** Everything here is public, so time may depend on it. */
function isBelow(a: Uint8Array, limit: Uint8Array): boolean {
	for (let i = KEY_SIZE - 1; i >= 0; i--) {
		const difference = (a[i] as number) - (limit[i] as number);
		if (difference !== 0) return difference < 0;
	}
	return false;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
	for (let i = 0; i < KEY_SIZE; i++) if (a[i] !== b[i]) return false;
	return true;
}

function littleEndian(hex: string): Uint8Array {
	return Uint8Array.from({ length: KEY_SIZE }, (_, i) => Number.parseInt(hex.slice(62 - 2 * i, 64 - 2 * i), 16));
}
