import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import * as der from '../../src/report/seal/der.ts';
import { onPath } from './needs.ts';

const run = promisify(execFile);

export const padesThere = onPath('pdfsig', 'certutil', 'openssl');
export const padesPackages = 'poppler-utils libnss3-tools openssl';

/** What a PDF's signature covers, and the signature in DER. */
export function signatureOf(pdf: Uint8Array): { content: Uint8Array; signature: Uint8Array } {
	const source = Buffer.from(pdf);
	const range = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]/.exec(source.toString('latin1'));
	const [start, length, rest, last] = (range ?? []).slice(1).map(Number) as [number, number, number, number];
	const padded = Buffer.from(source.toString('latin1', start + length + 1, rest - 1), 'hex');
	return {
		content: Buffer.concat([source.subarray(start, start + length), source.subarray(rest, rest + last)]),
		// A SEQUENCE says how long it is; what follows is room that was not needed.
		signature: padded.subarray(0, 4 + padded.readUInt16BE(2)),
	};
}

/** What `pdfsig` says of it, trusting this certificate (PEM) alone. */
export async function pdfsig(home: string, pdf: string, authority: string | undefined): Promise<string> {
	const store = join(home, `nss-${Math.random().toString(16).slice(2)}`);
	await mkdir(store);
	await run('certutil', ['-N', '-d', `sql:${store}`, '--empty-password']);
	if (authority !== undefined)
		await run('certutil', ['-A', '-d', `sql:${store}`, '-n', 'authority', '-t', 'CT,CT,CT', '-i', authority]);
	return (await run('pdfsig', ['-nssdir', store, pdf])).stdout;
}

/** `openssl cms -verify -cades` over the PDF's bytes. Rejects if the signature does not hold under this authority (PEM). */
export async function opensslCades(home: string, pdf: Uint8Array, authority: string): Promise<void> {
	const { content, signature } = signatureOf(pdf);
	await writeFile(join(home, 'content'), content);
	await writeFile(join(home, 'signature'), signature);
	const files = ['-in', join(home, 'signature'), '-content', join(home, 'content'), '-CAfile', authority];
	await run('openssl', ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', ...files, '-out', '/dev/null']);
}

/** The time token inside a PDF's signature, DER, and the SHA-256 that it is to be over. Throws where there is none. */
export function stampOf(pdf: Uint8Array): { token: Uint8Array; digest: string } {
	const signedData = der.members(der.members(der.decode(signatureOf(pdf).signature))[1] as der.Der)[0] as der.Der;
	const [signerInfo] = der.members(der.members(signedData).at(-1) as der.Der);
	const parts = der.members(signerInfo as der.Der);
	// A SignerInfo with signed attributes has six parts, and a seventh where there are others (RFC 5652, 5.3).
	if (parts.length === 6) throw new Error('there is no time token in this signature');
	const [type, values] = der.members(der.members(parts.at(-1) as der.Der)[0] as der.Der);
	if (toHex(der.encode(type as der.Der)) !== toHex(der.encode(der.oid('1.2.840.113549.1.9.16.2.14'))))
		throw new Error('there is no time token in this signature');
	const value = der.encode(parts.at(-2) as der.Der);
	// An OCTET STRING of fewer than 128 bytes: two bytes of head.
	const digest = toHex(platform.sha256(value.slice(2)));
	return { token: der.encode(der.members(values as der.Der)[0] as der.Der), digest };
}

/** `openssl ts -verify` of a token over this SHA-256. Rejects unless it holds under this authority (PEM). */
export async function opensslStamp(home: string, token: Uint8Array, digest: string, authority: string): Promise<void> {
	await writeFile(join(home, 'inside'), token);
	const files = ['-in', join(home, 'inside'), '-CAfile', authority];
	await run('openssl', ['ts', '-verify', '-token_in', ...files, '-digest', digest]);
}

/** Makes, with openssl, an authority and a signer under it: `NAME-ca.pem`, `NAME.pem`, `NAME.key`. */
export async function makeCertificate(home: string, name: string, key: string[], days = '30'): Promise<void> {
	const at = (ending: string): string => join(home, `${name}${ending}`);
	const openssl = (...args: string[]) => run('openssl', args);
	const ca = ['-subj', '/O=Memory Fund/CN=Test authority', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
	await openssl(
		'req',
		'-x509',
		...key,
		'-nodes',
		'-keyout',
		at('-ca.key'),
		'-out',
		at('-ca.pem'),
		'-days',
		'30',
		...ca,
	);
	const subject = ['-subj', '/O=Memory Fund/CN=Seal of the archive'];
	await openssl('req', '-new', ...key, '-nodes', '-keyout', at('.key'), '-out', at('.csr'), ...subject);
	await writeFile(
		at('.ext'),
		'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n',
	);
	const under = ['-CA', at('-ca.pem'), '-CAkey', at('-ca.key'), '-CAcreateserial', '-extfile', at('.ext')];
	await openssl('x509', '-req', '-in', at('.csr'), ...under, '-days', days, '-out', at('.pem'));
}

export const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
export const RSA_KEY = ['-newkey', 'rsa:2048'];
