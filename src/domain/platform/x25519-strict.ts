/**
 * The u coordinates of small order on Curve25519 and its twist (RFC 7748 section 6.1), least byte first, with the two
 * that encode 0 and 1 as p and p + 1.
 */
const SMALL_ORDER_U: readonly string[] = [
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
	'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

/** False for a public key, in 64 lower-case hexadecimal digits, with which every agreement gives zero. X25519 ignores the top bit. */
export function isStrictBoxKey(hex: string): boolean {
	const last = (Number.parseInt(hex.slice(62), 16) & 0x7f).toString(16).padStart(2, '0');
	return !SMALL_ORDER_U.includes(hex.slice(0, 62) + last);
}
