import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
