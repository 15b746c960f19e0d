import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from './needs.ts';

const run = promisify(execFile);

export const opensslThere = onPath('openssl');

/** A whole time authority of `openssl ts`, over real HTTP (RFC 3161, 3.4). */
export interface TimeAuthority {
	url: string;
	/** The folder with `ca.pem`, `signer.pem` and what else openssl made. */
	folder: string;
	/** The root's certificate, PEM. */
	ca: string;
	/** What it answers from now on: as it must, not at all, by keeping silent, or with bytes of ours. */
	answers: 'well' | 'not' | 'never' | Uint8Array;
	/** Hears of each request that is left unanswered. */
	waiting?: () => void;
	/** An answer (`.tsr`) to a request, without HTTP. */
	stamp(request: Uint8Array): Promise<Uint8Array>;
	/** What an answer says, signed anew with a certificate of the same root for another use; `cades`: which names itself. */
	resign(answer: Uint8Array, usage: string, options?: { cades: boolean }): Promise<Uint8Array>;
	close(): Promise<void>;
}

/** `name` stands in its certificates. */
export async function timeAuthority(name = 'Example Time'): Promise<TimeAuthority> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-tsa-'));
	const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
	const ca = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', `/O=${name}/CN=${name} Root`];
	await openssl('req', ...ca, '-keyout', 'ca.key', '-out', 'ca.pem');
	const certify = async (file: string, usage: string): Promise<void> => {
		const subject = `/O=${name}/CN=${name} ${file === 'signer' ? 'Signer' : 'Other'}`;
		const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', subject];
		await openssl('req', ...key, '-keyout', `${file}.key`, '-out', `${file}.csr`);
		await writeFile(join(folder, 'usage'), `keyUsage=critical,digitalSignature\nextendedKeyUsage=${usage}\n`);
		const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '3000', '-extfile', 'usage'];
		await openssl('x509', '-req', '-in', `${file}.csr`, ...by, '-out', `${file}.pem`);
	};
	await certify('signer', 'critical,timeStamping');
	await writeFile(join(folder, 'serial'), '01\n');
	await writeFile(join(folder, 'tsa.cnf'), SETTINGS);

	const stamp = async (request: Uint8Array): Promise<Uint8Array> => {
		const at = await mkdtemp(join(folder, 'asked-'));
		await writeFile(join(at, 'tsq'), request);
		await openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', join(at, 'tsq'), '-out', join(at, 'tsr'));
		return new Uint8Array(await readFile(join(at, 'tsr')));
	};
	const resign = async (answer: Uint8Array, usage: string, { cades } = { cades: true }): Promise<Uint8Array> => {
		await certify('other', usage);
		await writeFile(join(folder, 'old.tsr'), answer);
		await openssl('ts', '-reply', '-in', 'old.tsr', '-token_out', '-out', 'old.token');
		await openssl('cms', '-verify', '-noverify', '-inform', 'DER', '-in', 'old.token', '-out', 'said');
		const what = ['-binary', '-nodetach', '-econtent_type', '1.2.840.113549.1.9.16.1.4', '-in', 'said'];
		const by = ['-signer', 'other.pem', '-inkey', 'other.key', ...(cades ? ['-cades'] : [])];
		await openssl('cms', '-sign', ...what, ...by, '-outform', 'DER', '-out', 'new.token');
		const granted = Uint8Array.of(0x30, 3, 2, 1, 0);
		const token = await readFile(join(folder, 'new.token'));
		const length = granted.length + token.length;
		return Uint8Array.of(0x30, 0x82, length >> 8, length & 0xff, ...granted, ...token);
	};
	let turn: Promise<unknown> = Promise.resolve();
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const pieces: Buffer[] = [];
		for await (const piece of request) pieces.push(piece as Buffer);
		const { answers } = authority;
		if (answers === 'not') return void response.destroy();
		if (answers === 'never') return authority.waiting?.();
		// Its serial numbers are in one file.
		const mine = typeof answers === 'string' ? turn.then(() => stamp(Buffer.concat(pieces))) : Promise.resolve(answers);
		turn = mine.catch(() => undefined);
		const body = await mine.catch(() => undefined);
		if (body === undefined || request.headers['content-type'] !== 'application/timestamp-query')
			return void response.writeHead(400).end();
		response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(body);
	};
	const server = createServer((request, response) => {
		answer(request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const authority: TimeAuthority = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
		folder,
		ca: await readFile(join(folder, 'ca.pem'), 'utf8'),
		answers: 'well',
		stamp,
		resign,
		async close() {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
			await rm(folder, { recursive: true, force: true });
		},
	};
	return authority;
}

const SETTINGS = `[tsa]
default_tsa = here
[here]
dir = .
serial = ./serial
crypto_device = builtin
signer_cert = ./signer.pem
certs = ./ca.pem
signer_key = ./signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
