import { p256 } from '@noble/curves/nist.js';
import { platform } from '#platform';
import { type Bytes, concat, fromHex, utf8 } from '../../domain/bytes.ts';
import { pseudonym } from '../verify/roster.ts';
import * as der from './der.ts';
import type { PaperSigner } from './paper-signer.ts';

const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const NAME = { commonName: '2.5.4.3', serialNumber: '2.5.4.5' };
const EXTENSION = { subjectKeyIdentifier: '2.5.29.14', keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19' };
/** SubjectPublicKeyInfo of a P-256 point, up to the point (RFC 5480). */
const P256_SPKI = fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200');
const SINCE = new Date('2026-01-01T00:00:00Z');
/** RFC 5280, 4.1.2.5: no end that could be named. */
const FOREVER = new Date('9999-12-31T23:59:59Z');

/**
 * The signer that everybody has: a P-256 key derived from the person's Ed25519 seed, under a certificate that it signs itself.
 * The same seed makes the same certificate, byte for byte, on every device, so it can be known again; nothing is stored.
 * Nobody vouches for the name, which is the person's pseudonym and public key, as the ledger has them (`key`, hex).
 */
export function selfMadeSigner(seed: Uint8Array, key: string): PaperSigner {
	const secret = p256.utils.randomSecretKey(
		platform.hkdfSha256(seed, new Uint8Array(), utf8('custos/report-certificate/v1'), 48),
	);
	// RFC 6979: the nonce follows from key and message, so no bad random number can reveal the key.
	const sign = (data: Uint8Array): Bytes => new Uint8Array(p256.sign(data, secret, { lowS: false, format: 'der' }));
	const subject = `Custos ${pseudonym(key)}`;
	return {
		kind: 'self-made',
		certificates: [certificate(new Uint8Array(p256.getPublicKey(secret, false)), subject, key, sign)],
		subject,
		validUntil: null,
		algorithm: 'ecdsa-sha256',
		sign: (data) => Promise.resolve(sign(data)),
	};
}

/** X.509 version 3 (RFC 5280), its own authority and no other's. */
function certificate(
	point: Uint8Array,
	subject: string,
	key: string,
	sign: (data: Uint8Array) => Uint8Array,
): Uint8Array {
	const algorithm = (): der.Der => der.sequence(der.oid(ECDSA_SHA256));
	const name = (): der.Der =>
		der.sequence(
			der.setOf(der.sequence(der.oid(NAME.commonName), der.utf8String(subject))),
			der.setOf(der.sequence(der.oid(NAME.serialNumber), der.printable(key))),
		);
	const extension = (id: string, value: der.Der, critical: boolean): der.Der =>
		der.sequence(der.oid(id), ...(critical ? [der.bool(true)] : []), der.octets(der.encode(value)));
	const identifier = platform.sha256(point).slice(0, 20);
	const toBeSigned = der.sequence(
		der.tagged(0, der.integer(2)),
		der.bigInteger(identifier.slice(0, 16)),
		algorithm(),
		name(),
		der.sequence(der.utcTime(SINCE), der.generalizedTime(FOREVER)),
		name(),
		der.decode(concat(P256_SPKI, point)),
		der.tagged(
			3,
			der.sequence(
				extension(EXTENSION.basicConstraints, der.sequence(der.bool(true), der.integer(0)), true),
				// digitalSignature, nonRepudiation, keyCertSign: NSS trusts no certificate of itself that could sign none.
				extension(EXTENSION.keyUsage, der.bits(new Uint8Array([0xc4]), 2), true),
				extension(EXTENSION.subjectKeyIdentifier, der.octets(identifier), false),
			),
		),
	);
	return der.encode(der.sequence(toBeSigned, algorithm(), der.bits(sign(der.encode(toBeSigned)))));
}
