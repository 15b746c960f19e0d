import {
	type CertBag,
	type Certificate,
	PFX,
	type PKCS8ShroudedKeyBag,
	type PrivateKeyInfo,
	type SafeContents,
} from 'pkijs';
import { type Bytes, utf8 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';

const BAG = {
	key: '1.2.840.113549.1.12.10.1.1',
	shroudedKey: '1.2.840.113549.1.12.10.1.2',
	certificate: '1.2.840.113549.1.12.10.1.3',
};

/** What a PKCS #12 file (RFC 7292) holds: keys as PKCS #8 in DER, and certificates. */
export interface Pkcs12 {
	keys: Bytes[];
	certificates: Certificate[];
}

/**
 * Opens one that is sealed as OpenSSL 3 does by default (PBES2). Rejects `wrong-key` for another passphrase, and for the weak
 * ciphers of older files, which are to be made anew; `bad-key` for what is no such file.
 */
export async function openPkcs12(file: Uint8Array, askPassphrase: () => Promise<string>): Promise<Pkcs12> {
	const pfx = parsed(file);
	const passphrase = await askPassphrase();
	const password = utf8(passphrase).buffer;
	// The code over the whole is made with a passphrase in UTF-16, which pkijs makes of ASCII alone. It keeps nobody out whom
	// the ciphers let in; and the key is tried against its certificate.
	const checkIntegrity = /^[ -~]*$/.test(passphrase);
	try {
		await pfx.parseInternalValues({ password, checkIntegrity });
		const safe = pfx.parsedValue?.authenticatedSafe;
		if (safe === undefined) return { keys: [], certificates: [] };
		await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) });
		const contents = (safe.parsedValue as { safeContents: { value: SafeContents }[] }).safeContents;
		const found: Pkcs12 = { keys: [], certificates: [] };
		for (const { bagId, bagValue } of contents.flatMap(({ value }) => value.safeBags)) {
			if (bagId === BAG.key) found.keys.push(der(bagValue as PrivateKeyInfo));
			else if (bagId === BAG.certificate) found.certificates.push((bagValue as CertBag).parsedValue as Certificate);
			else if (bagId === BAG.shroudedKey) {
				const shrouded = bagValue as PKCS8ShroudedKeyBag & { parseInternalValues(how: object): Promise<void> };
				await shrouded.parseInternalValues({ password });
				if (shrouded.parsedValue !== undefined) found.keys.push(der(shrouded.parsedValue));
			}
		}
		return found;
	} catch (cause) {
		throw new CustosError(
			'wrong-key',
			'the PKCS #12 file does not open: another passphrase, or sealed with ciphers of old (openssl pkcs12 -export makes it anew)',
			{ cause },
		);
	}
}

function parsed(file: Uint8Array): PFX {
	try {
		return PFX.fromBER(new Uint8Array(file));
	} catch (cause) {
		throw new CustosError('bad-key', 'this is no certificate with its key, neither PKCS #12 nor PEM', { cause });
	}
}

function der(value: { toSchema(): { toBER(): ArrayBuffer } }): Bytes {
	return new Uint8Array(value.toSchema().toBER());
}
