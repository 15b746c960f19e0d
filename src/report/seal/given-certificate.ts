import type { Certificate, RelativeDistinguishedNames } from 'pkijs';
import type { Bytes } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import * as der from './der.ts';
import type { PaperSigner } from './paper-signer.ts';
import { openPem } from './pem.ts';
import { openPkcs12 } from './pkcs12.ts';

/** What PDF readers check, and how WebCrypto calls it. */
const KINDS = [
	{ algorithm: 'ecdsa-sha256', key: { name: 'ECDSA', namedCurve: 'P-256' } },
	{ algorithm: 'ecdsa-sha256', key: { name: 'ECDSA', namedCurve: 'P-384' } },
	{ algorithm: 'rsa-sha256', key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } },
] as const;
const LEAST_RSA_BITS = 2048;

/** A key of a kind that signs reports; nobody can read it out again. */
interface Key {
	algorithm: PaperSigner['algorithm'];
	how: { name: string; hash: 'SHA-256' };
	imported: CryptoKey;
	as: (typeof KINDS)[number]['key'];
}

/**
 * The signer that an organisation brings: one PKCS #12 file, or a certificate and its key in PEM, in one file or several.
 * `passphrase` is asked for only if the key is sealed. The key stays in this process. Rejects `wrong-key` for another passphrase,
 * `bad-key` for files without both, for a key that is not the certificate's or that PDF readers cannot check, and for a
 * certificate that is not valid now.
 */
export async function givenSigner(
	files: readonly Uint8Array[],
	passphrase: () => Promise<string>,
	now: Date,
): Promise<PaperSigner> {
	const { keys, certificates } = await contentOf(files, passphrase);
	try {
		for (const one of keys) {
			const key = await importKey(one);
			for (const own of certificates)
				if (await belongs(key, own))
					return signer(own, key, [own, ...certificates.filter((other) => other !== own)], now);
		}
	} finally {
		for (const one of keys) one.fill(0);
	}
	throw new CustosError('bad-key', 'the key is of no certificate in the file');
}

async function contentOf(files: readonly Uint8Array[], passphrase: () => Promise<string>) {
	const texts = files.map((one) => new TextDecoder('latin1').decode(one));
	if (texts.every((one) => one.includes('-----BEGIN '))) return openPem(texts.join('\n'), passphrase);
	const [file, ...more] = files;
	if (file === undefined || more.length > 0)
		throw new CustosError('bad-key', 'name one PKCS #12 file, or a certificate and its key in PEM');
	return openPkcs12(file, passphrase);
}

async function importKey(pkcs8: Bytes): Promise<Key> {
	for (const { algorithm, key: as } of KINDS) {
		const imported = await crypto.subtle.importKey('pkcs8', pkcs8, as, false, ['sign']).catch(() => undefined);
		if (imported === undefined) continue;
		const bits = (imported.algorithm as RsaHashedKeyAlgorithm).modulusLength;
		if (bits !== undefined && bits < LEAST_RSA_BITS) break;
		return { algorithm, as, imported, how: { name: as.name, hash: 'SHA-256' } };
	}
	throw new CustosError(
		'bad-key',
		'a certificate that signs reports is for ECDSA (P-256, P-384) or RSA of 2048 bits or more',
	);
}

/** Whether what the key signs verifies under the certificate. */
async function belongs({ as, how, imported }: Key, certificate: Certificate): Promise<boolean> {
	const spki = certificate.subjectPublicKeyInfo.toSchema().toBER(false);
	const theirs = await crypto.subtle.importKey('spki', spki, as, false, ['verify']).catch(() => undefined);
	if (theirs === undefined) return false;
	const said = new Uint8Array(32);
	return crypto.subtle.verify(how, theirs, await crypto.subtle.sign(how, imported, said), said);
}

function signer(own: Certificate, { algorithm, how, imported }: Key, chain: Certificate[], now: Date): PaperSigner {
	const [from, until] = [own.notBefore.value, own.notAfter.value];
	if (now < from || now > until) throw new CustosError('bad-key', 'the certificate that is to sign is not valid now');
	const [first, ...others] = chain.map((one) => new Uint8Array(one.toSchema().toBER(false))) as [Bytes, ...Bytes[]];
	return {
		kind: 'given',
		certificates: [first, ...others],
		subject: nameOf(own.subject).slice(0, 500),
		validUntil: until.toISOString(),
		algorithm,
		async sign(data) {
			const made = new Uint8Array(await crypto.subtle.sign(how, imported, new Uint8Array(data)));
			if (algorithm === 'rsa-sha256') return made;
			// WebCrypto puts the two numbers side by side; signatures in CMS are a SEQUENCE of them (RFC 3279, 2.2.3).
			const half = made.length / 2;
			return der.encode(der.sequence(der.bigInteger(made.subarray(0, half)), der.bigInteger(made.subarray(half))));
		},
	};
}

const SHORT: { readonly [oid: string]: string } = {
	'2.5.4.3': 'CN',
	'2.5.4.5': 'serialNumber',
	'2.5.4.6': 'C',
	'2.5.4.7': 'L',
	'2.5.4.8': 'ST',
	'2.5.4.10': 'O',
	'2.5.4.11': 'OU',
	'1.2.840.113549.1.9.1': 'emailAddress',
};

/** As a person reads it, in the order of the certificate. */
function nameOf({ typesAndValues }: RelativeDistinguishedNames): string {
	return typesAndValues.map(({ type, value }) => `${SHORT[type] ?? type}=${value.valueBlock.value}`).join(', ');
}
