import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { utf8 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { givenSigner } from '../seal/given-certificate.ts';
import type { PaperSigner } from '../seal/paper-signer.ts';

/** Where an organisation's certificate lies: one file (PKCS #12, or both in PEM), or two in PEM. */
export interface CertificateFiles {
	certificate: string;
	/** Undefined: it is in `certificate`. */
	key: string | undefined;
}

/** The signer that an organisation brings, as `givenSigner`. Rejects `unreadable` for a file that cannot be read. */
export async function readSigner(
	{ certificate, key }: CertificateFiles,
	passphrase: () => Promise<string>,
	now: Date,
): Promise<PaperSigner> {
	const files: Uint8Array[] = [await read(certificate)];
	if (key !== undefined) files.push(await fromOld(await read(key), passphrase));
	return givenSigner(files, passphrase, now);
}

/** A key that is sealed as before PKCS #8, which only OpenSSL opens; any other as it is. */
async function fromOld(file: Buffer, passphrase: () => Promise<string>): Promise<Uint8Array> {
	if (!file.includes('Proc-Type: 4,ENCRYPTED')) return file;
	try {
		const key = createPrivateKey({ key: file, passphrase: await passphrase() });
		return utf8(key.export({ type: 'pkcs8', format: 'pem' }).toString());
	} catch (cause) {
		throw new CustosError('wrong-key', 'the key in PEM does not open', { cause });
	}
}

async function read(path: string): Promise<Buffer> {
	return readFile(path).catch((cause: unknown) => {
		throw new CustosError('unreadable', 'the certificate or its key cannot be read', { cause });
	});
}
