import { fromBER, type OctetString, type Sequence } from 'asn1js';
import {
	type Attribute,
	Certificate,
	CertificateChainValidationEngine,
	type RelativeDistinguishedNames,
	SignedData,
	TimeStampResp,
	TSTInfo,
} from 'pkijs';
import { platform } from '#platform';
import { type Bytes, equal, fromBase64, toHex } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { positive, SHA256 } from './time-request.ts';

/** What a time authority says (RFC 3161): that it saw certain bytes at a certain time, by its own clock. */
export interface TimeToken {
	/** ISO 8601, UTC. */
	time: string;
	/** How far its clock may be off, in milliseconds; undefined where it does not say. */
	accuracyMs: number | undefined;
	/** Its own number for this token, hexadecimal. */
	serial: string;
	/** The policy it names, an object identifier. */
	policy: string;
	/** Who signed, as the certificate names them: `CN=…, O=…`. */
	authority: string;
	/** SHA-256 of the signer's certificate, hexadecimal. */
	certificate: string;
}

/** What is expected of a token beyond being one over these bytes. */
export interface Expected {
	/** The nonce it was asked with. */
	nonce?: Bytes;
	/** Certificates that are trusted, from elsewhere: the signer's must lead to one of them, at that time. */
	roots?: readonly Certificate[];
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EXTENDED_KEY_USAGE = '2.5.29.37';
/** ESSCertID (RFC 2634) names the certificate by SHA-1, ESSCertIDv2 (RFC 5035) by SHA-256 unless it says otherwise. */
const ESS = { v1: '1.2.840.113549.1.9.16.2.12', v2: '1.2.840.113549.1.9.16.2.47' };
const SHA1 = '1.3.14.3.2.26';
const HASHES: { readonly [oid: string]: string } = {
	[SHA1]: 'SHA-1',
	[SHA256]: 'SHA-256',
	'2.16.840.1.101.3.4.2.2': 'SHA-384',
	'2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/**
 * Reads an answer of a time authority (DER `TimeStampResp`, a `.tsr`) and checks it (RFC 3161, 2.4.2): granted, over the
 * SHA-256 of `data`, signed by the one certificate that the signed attributes name and that is for time stamping alone.
 * Without `roots` it is not known who that is. Throws `bad-proof` with the reason.
 */
export async function openTimeToken(answer: Bytes, data: Bytes, expected: Expected = {}): Promise<TimeToken> {
	const bad = (why: string, cause?: unknown): CustosError =>
		new CustosError('bad-proof', `the time token ${why}`, { cause });
	const { signed, info } = read(answer, bad);
	const { hashAlgorithm, hashedMessage } = info.messageImprint;
	if (hashAlgorithm.algorithmId !== SHA256) throw bad('is not over a SHA-256');
	if (!equal(bytesOf(hashedMessage), platform.sha256(data))) throw bad('is over other bytes');
	if (expected.nonce !== undefined) {
		const nonce = info.nonce === undefined ? undefined : new Uint8Array(info.nonce.valueBlock.valueHexView);
		if (nonce === undefined || !equal(nonce, positive(expected.nonce))) throw bad('answers another request');
	}
	const signer = await signerOf(signed, bad);
	const verified = await signed
		.verify({ signer: 0, data: data.slice().buffer, checkChain: false })
		.catch((cause: unknown) => {
			throw bad('is not signed by the certificate in it', cause);
		});
	if (!verified) throw bad('is not signed by the certificate in it');
	if (expected.roots !== undefined) await leadsTo(signer, signed, expected.roots, info.genTime, bad);
	return {
		time: info.genTime.toISOString(),
		accuracyMs: accuracy(info),
		serial: toHex(new Uint8Array(info.serialNumber.valueBlock.valueHexView)),
		policy: info.policy,
		authority: nameOf(signer.subject),
		certificate: toHex(platform.sha256(new Uint8Array(signer.toSchema().toBER(false)))),
	};
}

/** The TimeStampToken in an answer, DER, as it came: what signatures carry. Throws `bad-proof`. */
export function tokenIn(answer: Bytes): Bytes {
	const token = (fromBER(answer).result as Sequence | undefined)?.valueBlock?.value?.[1];
	if (token === undefined) throw new CustosError('bad-proof', 'the time token is missing from the answer');
	return new Uint8Array(token.valueBeforeDecodeView);
}

/** The certificates of a PEM text. Throws `bad-key` where there is none, or one cannot be read. */
export function certificatesIn(pem: string): Certificate[] {
	const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)];
	if (blocks.length === 0) throw new CustosError('bad-key', 'there is no certificate in this text (PEM)');
	return blocks.map(([, body]) => {
		try {
			return Certificate.fromBER(fromBase64((body as string).replaceAll(/\s/g, '')));
		} catch (cause) {
			throw new CustosError('bad-key', 'a certificate in this text cannot be read', { cause });
		}
	});
}

type Bad = (why: string, cause?: unknown) => CustosError;

function read(answer: Bytes, bad: Bad): { signed: SignedData; info: TSTInfo } {
	let response: TimeStampResp;
	let signed: SignedData | undefined;
	let info: TSTInfo | undefined;
	try {
		const whole = fromBER(answer);
		// Nothing beside it, and no length that the reader put right by itself.
		if (whole.offset !== answer.length || !equal(new Uint8Array(whole.result.toBER(false)), answer))
			throw new Error('not the bytes of one answer');
		response = new TimeStampResp({ schema: whole.result });
		const token = response.timeStampToken;
		signed = token === undefined ? undefined : new SignedData({ schema: token.content });
		const content = signed?.encapContentInfo.eContent;
		info = content === undefined ? undefined : TSTInfo.fromBER(bytesOf(content));
	} catch (cause) {
		throw bad('cannot be read', cause);
	}
	// 0: granted, 1: granted with changes.
	if (response.status.status !== 0 && response.status.status !== 1) throw bad('is a refusal');
	if (signed === undefined || info === undefined) throw bad('is missing from the answer');
	return { signed, info };
}

/** The certificate that the signed attributes name, which is for time stamping alone. */
async function signerOf(signed: SignedData, bad: Bad): Promise<Certificate> {
	const [one, ...others] = signed.signerInfos;
	if (one === undefined || others.length > 0) throw bad('has not exactly one signer');
	const attributes = one.signedAttrs?.attributes ?? [];
	const named = attributes.map(namedCertificate).find((found) => found !== undefined);
	if (named === undefined) throw bad('does not name the certificate it is signed with');
	for (const candidate of signed.certificates ?? []) {
		if (!(candidate instanceof Certificate)) continue;
		const der = new Uint8Array(candidate.toSchema().toBER(false));
		const hash = new Uint8Array(await crypto.subtle.digest(named.algorithm, der));
		if (!equal(hash, named.hash)) continue;
		const same = one.sid.serialNumber?.isEqual(candidate.serialNumber) && one.sid.issuer?.isEqual(candidate.issuer);
		if (!same) throw bad('names another certificate than it is signed with');
		const usage = candidate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
		const purposes: readonly string[] = usage?.parsedValue?.keyPurposes ?? [];
		if (usage?.critical !== true || purposes.length !== 1 || purposes[0] !== TIME_STAMPING)
			throw bad('is signed with a certificate that is not for time stamping alone');
		return candidate;
	}
	throw bad('does not hold the certificate it is signed with');
}

function namedCertificate(attribute: Attribute): { algorithm: string; hash: Bytes } | undefined {
	if (attribute.type !== ESS.v1 && attribute.type !== ESS.v2) return undefined;
	// SigningCertificate ::= SEQUENCE { certs SEQUENCE OF ESSCertID, … }, the signer's first.
	const certs = parts(attribute.values[0])[0];
	const id = parts(parts(certs)[0]);
	const hash = id.find((part) => part.idBlock.tagNumber === 4) as OctetString | undefined;
	if (hash === undefined) return undefined;
	const stated = id.indexOf(hash) === 0 ? undefined : parts(id[0])[0];
	const oid = stated === undefined ? (attribute.type === ESS.v1 ? SHA1 : SHA256) : String(stated.valueBlock);
	const algorithm = HASHES[oid];
	return algorithm === undefined ? undefined : { algorithm, hash: bytesOf(hash) };
}

/** Throws unless a chain leads from the signer to a root, all valid at that time. */
async function leadsTo(
	signer: Certificate,
	signed: SignedData,
	roots: readonly Certificate[],
	at: Date,
	bad: Bad,
): Promise<void> {
	const others = (signed.certificates ?? []).filter(
		(one): one is Certificate => one instanceof Certificate && one !== signer,
	);
	const chain = new CertificateChainValidationEngine({
		trustedCerts: [...roots],
		// The one to be led back stands last.
		certs: [...others, signer],
		checkDate: at,
	});
	const { result, resultMessage } = await chain.verify();
	if (!result) throw bad(`comes from an authority that leads to none of the certificates you trust (${resultMessage})`);
}

function accuracy({ accuracy: said }: TSTInfo): number | undefined {
	if (said === undefined) return undefined;
	return (said.seconds ?? 0) * 1000 + (said.millis ?? 0) + (said.micros ?? 0) / 1000;
}

const SHORT: { readonly [oid: string]: string } = {
	'2.5.4.3': 'CN',
	'2.5.4.10': 'O',
	'2.5.4.11': 'OU',
	'2.5.4.6': 'C',
};

function nameOf(name: RelativeDistinguishedNames): string {
	const known = name.typesAndValues.filter(({ type }) => SHORT[type] !== undefined);
	return known.map(({ type, value }) => `${SHORT[type]}=${value.valueBlock.value}`).join(', ');
}

function bytesOf(octets: OctetString): Bytes {
	return new Uint8Array(octets.getValue());
}

function parts(block: unknown): Sequence['valueBlock']['value'] {
	return (block as Sequence | undefined)?.valueBlock?.value ?? [];
}
