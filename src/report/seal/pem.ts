import { type Certificate, PKCS8ShroudedKeyBag, type PrivateKeyInfo } from 'pkijs';
import { type Bytes, fromBase64, fromHex, utf8 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { certificatesIn } from '../../domain/time/time-token.ts';
import * as der from './der.ts';

const BLOCK = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]+)-----END \1PRIVATE KEY-----/g;
/** AlgorithmIdentifier of RSA (RFC 3279, 2.3.1). */
const RSA = fromHex('300d06092a864886f70d0101010500');
const ELLIPTIC = '1.2.840.10045.2.1';

/**
 * The certificates and keys (as PKCS #8, DER) in a text. `passphrase` is asked for only if a key is sealed. Rejects `bad-key` where
 * there is none of either or it cannot be read, `wrong-key` for another passphrase.
 */
export async function openPem(
	text: string,
	passphrase: () => Promise<string>,
): Promise<{ keys: Bytes[]; certificates: Certificate[] }> {
	const keys: Bytes[] = [];
	for (const [, kind = '', body = ''] of text.matchAll(BLOCK)) {
		if (body.includes('Proc-Type'))
			throw new CustosError('bad-key', 'the key is sealed in the way of old: openssl pkcs8 -topk8 makes it anew');
		keys.push(await keyIn(kind.trim(), body, passphrase));
	}
	if (keys.length === 0) throw new CustosError('bad-key', 'there is no key beside the certificate (PEM)');
	return { keys, certificates: certificatesIn(text) };
}

async function keyIn(kind: string, body: string, passphrase: () => Promise<string>): Promise<Bytes> {
	let key: Bytes;
	try {
		key = fromBase64(body.replaceAll(/\s/g, ''));
		if (kind === 'RSA') return wrapped(der.decode(RSA), key);
		if (kind === 'EC') return wrapped(der.sequence(der.oid(ELLIPTIC), curveOf(key)), key);
	} catch (cause) {
		throw new CustosError('bad-key', 'the key in PEM cannot be read', { cause });
	}
	return kind === 'ENCRYPTED' ? unsealed(key, await passphrase()) : key;
}

/** PrivateKeyInfo (RFC 5208). */
function wrapped(algorithm: der.Der, key: Bytes): Bytes {
	return der.encode(der.sequence(der.integer(0), algorithm, der.octets(key)));
}

/** The curve that an ECPrivateKey (RFC 5915) names, under [0]. */
function curveOf(key: Bytes): der.Der {
	const named = der.members(der.decode(key)).find((one) => one.idBlock.tagClass === 3 && one.idBlock.tagNumber === 0);
	const [curve] = named === undefined ? [] : der.members(named);
	if (curve === undefined) throw new CustosError('bad-key', 'the key in PEM does not name its curve');
	return curve;
}

/** An EncryptedPrivateKeyInfo (RFC 5958) opened. */
async function unsealed(sealed: Bytes, passphrase: string): Promise<Bytes> {
	try {
		const bag = PKCS8ShroudedKeyBag.fromBER(sealed) as PKCS8ShroudedKeyBag & {
			parsedValue?: PrivateKeyInfo;
			parseInternalValues(how: object): Promise<void>;
		};
		await bag.parseInternalValues({ password: utf8(passphrase).buffer });
		if (bag.parsedValue === undefined) throw new Error('nothing came out');
		return new Uint8Array(bag.parsedValue.toSchema().toBER());
	} catch (cause) {
		throw new CustosError('wrong-key', 'the key in PEM does not open: another passphrase, or a cipher of old', {
			cause,
		});
	}
}
