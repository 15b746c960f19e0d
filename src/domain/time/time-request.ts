import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';
import type { Bytes } from '../bytes.ts';

/** SHA-256 (RFC 5754). */
export const SHA256 = '2.16.840.1.101.3.4.2.1';

/**
 * A request to a time authority (RFC 3161, 2.4.1), DER: to say when it saw the SHA-256 `hash`, under a nonce of 8 bytes,
 * with its certificates in the answer.
 */
export function timeRequest(hash: Bytes, nonce: Bytes): Bytes {
	const request = new TimeStampReq({
		version: 1,
		messageImprint: new MessageImprint({
			hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
			hashedMessage: new OctetString({ valueHex: hash.slice().buffer }),
		}),
		nonce: new Integer({ valueHex: positive(nonce).buffer }),
		certReq: true,
	});
	return new Uint8Array(request.toSchema().toBER(false));
}

/** The same number in the fewest bytes that DER takes for a positive one. */
export function positive(bytes: Uint8Array): Bytes {
	const from = bytes.findIndex((byte) => byte !== 0);
	const digits = from < 0 ? new Uint8Array(1) : bytes.slice(from);
	return (digits[0] as number) < 0x80 ? digits : new Uint8Array([0, ...digits]);
}
