import { platform } from '#platform';
import { type Bytes, toHex } from '../../domain/bytes.ts';
import type { Seal } from '../verify/report-model.ts';

export type Timestamp = (signature: Bytes) => Promise<Uint8Array>;

/** Signs report.pdf. Its key is where the report is made, and nowhere else. */
export interface PaperSigner {
	/** `self-made`: from the issuer's own key, so nobody vouches for the name in it. `given`: by whoever makes the report. */
	readonly kind: Seal['kind'];
	/** In DER (RFC 5280): the signer's own, then those that lead to its authority. */
	readonly certificates: readonly [Uint8Array, ...Uint8Array[]];
	/** Of the signer's own, as a person reads it. */
	readonly subject: string;
	/** UTC; null: never. */
	readonly validUntil: string | null;
	readonly algorithm: 'ecdsa-sha256' | 'rsa-sha256';
	/** ECDSA in DER, or PKCS #1 v1.5, over the SHA-256 of the data. */
	sign(data: Uint8Array): Promise<Uint8Array>;
	/** A TimeStampToken (RFC 3161, DER) of an outside authority over this signature: makes PAdES-B-T of B-B. */
	readonly timestamp?: Timestamp | undefined;
}

/** What the report says of it. */
export function sealOf(signer: PaperSigner): Seal {
	return {
		kind: signer.kind,
		subject: signer.subject,
		certificate: toHex(platform.sha256(signer.certificates[0])),
		validUntil: signer.validUntil,
	};
}
