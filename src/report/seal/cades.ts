import { platform } from '#platform';
import type { Bytes } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import * as der from './der.ts';
import type { PaperSigner } from './paper-signer.ts';

const ID = {
	data: '1.2.840.113549.1.7.1',
	signedData: '1.2.840.113549.1.7.2',
	contentType: '1.2.840.113549.1.9.3',
	messageDigest: '1.2.840.113549.1.9.4',
	signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
	timeStampToken: '1.2.840.113549.1.9.16.2.14',
	sha256: '2.16.840.1.101.3.4.2.1',
	'ecdsa-sha256': '1.2.840.10045.4.3.2',
	'rsa-sha256': '1.2.840.113549.1.1.11',
} as const;

/**
 * A detached CAdES signature (ETSI EN 319 122-1, baseline B-B, or B-T where the signer has a time authority) over content of
 * this SHA-256, as PAdES asks for it (EN 319 142-1): no signing time inside, the certificate bound by its hash. DER.
 */
export async function signCades(contentHash: Uint8Array, signer: PaperSigner): Promise<Bytes> {
	const [own] = signer.certificates;
	// ESSCertIDv2 (RFC 5035): SHA-256 is its default and is left out.
	const certificateId = der.sequence(der.sequence(der.sequence(der.octets(platform.sha256(own)))));
	const signedAttributes = der.sorted([
		attribute(ID.contentType, der.oid(ID.data)),
		attribute(ID.messageDigest, der.octets(contentHash)),
		attribute(ID.signingCertificateV2, certificateId),
	]);
	// What is signed is a SET; what is sent is the same under [0] (RFC 5652, 5.4).
	const signature = await signer.sign(der.encode(der.setOf(...signedAttributes)));
	const token = await signer.timestamp?.(new Uint8Array(signature));
	const sha256 = (): der.Der => der.sequence(der.oid(ID.sha256));
	const signerInfo = der.sequence(
		der.integer(1),
		issuerAndSerial(own),
		sha256(),
		der.tagged(0, ...signedAttributes),
		der.sequence(der.oid(ID[signer.algorithm]), ...(signer.algorithm === 'rsa-sha256' ? [der.nothing()] : [])),
		der.octets(signature),
		...(token === undefined ? [] : [der.tagged(1, attribute(ID.timeStampToken, der.decode(token)))]),
	);
	const signedData = der.sequence(
		der.integer(1),
		der.setOf(sha256()),
		der.sequence(der.oid(ID.data)),
		der.tagged(0, ...der.sorted(signer.certificates.map(der.decode))),
		der.setOf(signerInfo),
	);
	return der.encode(der.sequence(der.oid(ID.signedData), der.tagged(0, signedData)));
}

function attribute(type: string, value: der.Der): der.Der {
	return der.sequence(der.oid(type), der.setOf(value));
}

/** The names of a certificate's issuer and its number, as they stand in it. */
function issuerAndSerial(certificate: Uint8Array): der.Der {
	const [toBeSigned] = der.members(der.decode(certificate));
	// version [0], serialNumber, signature, issuer: the version is there in every certificate that has extensions.
	const [, serial, , issuer] = toBeSigned === undefined ? [] : der.members(toBeSigned);
	if (serial === undefined || issuer === undefined)
		throw new CustosError('bad-key', 'the certificate that is to sign the report is none of version 3');
	return der.sequence(issuer, serial);
}
