import * as asn1 from 'asn1js';
import type { Bytes } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';

/** ASN.1 in few words, for certificates (RFC 5280) and signatures (RFC 5652). */
export type Der = asn1.AsnType;

export const sequence = (...value: Der[]): Der => new asn1.Sequence({ value });
export const oid = (value: string): Der => new asn1.ObjectIdentifier({ value });
export const integer = (value: number): Der => new asn1.Integer({ value });
export const octets = (data: Uint8Array): Der => new asn1.OctetString({ valueHex: buffer(data) });
export const bits = (data: Uint8Array, unusedBits = 0): Der =>
	new asn1.BitString({ valueHex: buffer(data), unusedBits });
export const nothing = (): Der => new asn1.Null();
export const bool = (value: boolean): Der => new asn1.Boolean({ value });
export const utf8String = (value: string): Der => new asn1.Utf8String({ value });
export const printable = (value: string): Der => new asn1.PrintableString({ value });
/** A non-negative integer from its bytes, the greatest first. */
export const bigInteger = (data: Uint8Array): Der => asn1.Integer.fromBigInt(toBigInt(data));
export const utcTime = (value: Date): Der => new asn1.UTCTime({ valueDate: value });
export const generalizedTime = (value: Date): Der => new asn1.GeneralizedTime({ valueDate: value });
/** [n] EXPLICIT, or IMPLICIT of something constructed. */
export const tagged = (tagNumber: number, ...value: Der[]): Der =>
	new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber }, value });

/** SET OF: DER has its members in the order of their bytes. */
export function setOf(...members: Der[]): Der {
	return new asn1.Set({ value: sorted(members) });
}

export function sorted(members: readonly Der[]): Der[] {
	return [...members].sort((a, b) => compare(encode(a), encode(b)));
}

export function encode(value: Der): Bytes {
	return new Uint8Array(value.toBER());
}

/** Reads one value and nothing after it. Throws `damaged`. */
export function decode(data: Uint8Array): Der {
	const { offset, result } = asn1.fromBER(buffer(data));
	if (offset !== data.length) throw new CustosError('damaged', 'these bytes are not one value in DER');
	return result;
}

/** The members of a SEQUENCE or SET. Throws `damaged` for anything else. */
export function members(value: Der): Der[] {
	if (value instanceof asn1.Constructed) return value.valueBlock.value as Der[];
	throw new CustosError('damaged', 'a value in DER has no members where it should');
}

function compare(a: Uint8Array, b: Uint8Array): number {
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		const difference = (a[i] as number) - (b[i] as number);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}

function buffer(data: Uint8Array): ArrayBuffer {
	return new Uint8Array(data).buffer;
}

function toBigInt(data: Uint8Array): bigint {
	return data.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
