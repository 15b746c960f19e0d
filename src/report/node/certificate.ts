import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CustosError } from '../../domain/errors.ts';
import type { PaperSigner } from '../seal/paper-signer.ts';
import { openPkcs12 } from './pkcs12.ts';

/** Where an organisation's certificate lies: one PKCS #12 file, or two in PEM. */
export interface CertificateFiles {
	certificate: string;
	/** PEM; undefined: `certificate` is PKCS #12. */
	key: string | undefined;
}

/**
 * The signer that an organisation brings. `passphrase` is asked for only if the key is sealed. The key stays in this process.
 * Rejects `unreadable`, `wrong-key` for another passphrase, `bad-key` for a key that is not the certificate's or that PDF readers
 * cannot check, and for a certificate that is not valid now.
 */
export async function readSigner(
	files: CertificateFiles,
	passphrase: () => Promise<string>,
	now: Date,
): Promise<PaperSigner> {
	const certificate = await read(files.certificate);
	const { keys, certificates } =
		files.key === undefined
			? await fromPkcs12(certificate, passphrase)
			: { keys: [await keyOf(await read(files.key), passphrase)], certificates: fromPem(certificate) };
	for (const key of keys) {
		const own = certificates.find((one) => one.checkPrivateKey(key));
		if (own !== undefined) return signer(own, key, [own, ...certificates.filter((one) => one !== own)], now);
	}
	throw new CustosError('bad-key', 'the key is of no certificate in the file');
}

function signer(own: X509Certificate, key: KeyObject, chain: readonly X509Certificate[], now: Date): PaperSigner {
	const [from, until] = [own.validFromDate, own.validToDate];
	if (now < from || now > until) throw new CustosError('bad-key', 'the certificate that is to sign is not valid now');
	const [first, ...others] = chain.map((one) => new Uint8Array(one.raw)) as [Uint8Array, ...Uint8Array[]];
	return {
		kind: 'given',
		certificates: [first, ...others],
		subject: own.subject.replaceAll('\n', ', ').slice(0, 500),
		validUntil: until.toISOString(),
		algorithm: algorithmOf(key),
		sign: (data) => Promise.resolve(new Uint8Array(sign('sha256', data, { key, dsaEncoding: 'der' }))),
	};
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): PaperSigner['algorithm'] {
	const curve = asymmetricKeyDetails?.namedCurve ?? '';
	if (asymmetricKeyType === 'ec' && ['prime256v1', 'secp384r1'].includes(curve)) return 'ecdsa-sha256';
	if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return 'rsa-sha256';
	throw new CustosError(
		'bad-key',
		'a certificate that signs reports is for ECDSA (P-256, P-384) or RSA of 2048 bits or more',
	);
}

async function fromPkcs12(file: Uint8Array, passphrase: () => Promise<string>) {
	const { keys, certificates } = await openPkcs12(file, await passphrase());
	return {
		keys: keys.map((one) => createPrivateKey({ key: Buffer.from(one), format: 'der', type: 'pkcs8' })),
		certificates: certificates.map((one) => new X509Certificate(one)),
	};
}

function fromPem(file: Buffer): X509Certificate[] {
	const blocks = file.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
	if (blocks.length === 0) throw new CustosError('bad-key', 'the file holds no certificate in PEM');
	return blocks.map((one) => new X509Certificate(one));
}

async function keyOf(file: Buffer, passphrase: () => Promise<string>): Promise<KeyObject> {
	const sealed = /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(file.toString('latin1'));
	try {
		return createPrivateKey(sealed ? { key: file, passphrase: await passphrase() } : { key: file });
	} catch (cause) {
		throw new CustosError(sealed ? 'wrong-key' : 'bad-key', 'the key in PEM does not open', { cause });
	}
}

async function read(path: string): Promise<Buffer> {
	return readFile(path).catch((cause: unknown) => {
		throw new CustosError('unreadable', 'the certificate or its key cannot be read', { cause });
	});
}
