import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { listenTls, requirePrivateWay } from '../../src/entry/listen.ts';
import { addressOf } from '../../src/entry/local-way.ts';
import { needs } from './needs.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';
import { opensslThere } from './time-authority.ts';

const LOOK_MS = 20;
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-tls-'));
	if (!opensslThere) return;
	makeCertificate('first');
	makeCertificate('second');
});
afterAll(() => rm(folder, { recursive: true }));

let close: (() => void) | undefined;
afterEach(() => close?.());

const at = (name: string): string => join(folder, name);

function makeCertificate(name: string): void {
	const subject = ['-subj', `/CN=${name}.example`, '-addext', 'subjectAltName=IP:127.0.0.1'];
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
	const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)];
	execFileSync('openssl', ['req', '-x509', ...key, ...subject, ...files], { stdio: 'ignore' });
}

/** Puts a certificate where the server looks, whole, as those who renew them do. */
async function install(cert: string, key: string): Promise<void> {
	await writeFile(at('new.key'), await readFile(at(`${key}.key`)));
	await writeFile(at('new.crt'), await readFile(at(`${cert}.crt`)));
	await rename(at('new.key'), at('live.key'));
	await rename(at('new.crt'), at('live.crt'));
}

async function start(log: string[]): Promise<number> {
	const fetch = (): Response => new Response('here');
	const way = { host: '127.0.0.1', port: 0, cert: at('live.crt'), key: at('live.key'), lookEveryMs: LOOK_MS };
	const { server, port } = await listenTls(fetch, way, (line) => log.push(line));
	// A body may take as long as its line needs.
	expect(server).toMatchObject({ requestTimeout: 0, headersTimeout: 60_000 });
	close = () => {
		server.close();
	};
	return port;
}

/** Whose certificate a new connection is shown. */
async function shownBy(port: number, more: object = {}): Promise<string> {
	const socket: TLSSocket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...more });
	await once(socket, 'secureConnect');
	const name = socket.getPeerCertificate().subject.CN;
	socket.destroy();
	return String(name);
}

describe('TLS by configuration', () => {
	beforeEach(({ skip }) => needs(opensslThere, 'openssl', skip));

	test('a renewed certificate is used without a restart; one that does not fit its key changes nothing', async () => {
		await install('first', 'first');
		const log: string[] = [];
		const port = await start(log);
		expect(await shownBy(port)).toBe('first.example');
		await install('second', 'second');
		await vi.waitFor(async () => expect(await shownBy(port)).toBe('second.example'), { timeout: 10_000 });
		await install('first', 'second');
		await vi.waitFor(() => expect(log.at(-1)).toContain('the old one stays'), { timeout: 10_000 });
		expect(await shownBy(port)).toBe('second.example');
		await install('first', 'first');
		await vi.waitFor(async () => expect(await shownBy(port)).toBe('first.example'), { timeout: 10_000 });
	});

	test('the address to tell people is the certificate’s, where it listens everywhere', async () => {
		const name = 'archive.example';
		const extension = ['-addext', `subjectAltName=IP:10.0.0.1,DNS:${name}`];
		const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
		const files = ['-keyout', at('named.key'), '-out', at('named.crt')];
		execFileSync('openssl', ['req', '-x509', ...key, '-subj', '/CN=x', ...extension, ...files], { stdio: 'ignore' });
		const common = { HOST: '0.0.0.0', PORT: 8443, BEHIND_PROXY: 'no' as const, LOCAL_PORT: undefined };
		expect(addressOf({ ...common, TLS_CERT: at('named.crt') })).toBe(`https://${name}:8443`);
		expect(addressOf({ ...common, TLS_CERT: undefined })).toBe('http://127.0.0.1:8443');
		expect(addressOf({ ...common, HOST: '::1', TLS_CERT: undefined })).toBe('http://[::1]:8443');
	});

	test('old versions of TLS are refused, a pair that does not fit does not start', async () => {
		await install('first', 'first');
		const port = await start([]);
		await expect(shownBy(port, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow();
		close?.();
		await install('first', 'second');
		await expect(start([])).rejects.toMatchObject({ code: 'config' });
	});
});

describe('a whole archive under a certificate', () => {
	let archive: Running | undefined;
	beforeEach(({ skip }) => needs(opensslThere, 'openssl', skip));
	afterEach(async () => {
		delete process.env['NODE_EXTRA_CA_CERTS'];
		await archive?.stop();
	});

	test('pages and API are served by https, browsers are told to stay with it, and the worker of this machine keeps what is put', async () => {
		await install('first', 'first');
		const running = await startArchive({ TLS_CERT: at('live.crt'), TLS_KEY: at('live.key') });
		archive = running;
		expect(running.said.join('')).not.toContain('Only this machine can reach it');
		const ca = await readFile(at('first.crt'));
		const answer = async (path: string): Promise<IncomingMessage> =>
			((await once(get(`${running.server}${path}`, { ca }), 'response')) as [IncomingMessage])[0];
		const told = await answer('/v1/archive');
		expect(told.statusCode).toBe(200);
		expect(await json(told)).toMatchObject({ founding: null, log: expect.stringContaining('custos/') });
		const page = await answer('/');
		page.resume();
		expect(page.statusCode).toBe(200);
		expect(page.headers['strict-transport-security']).toMatch(/^max-age=[1-9]\d{6,}$/);
		process.env['NODE_EXTRA_CA_CERTS'] = at('first.crt');
		await foundWithCase(running);
		const letter = join(running.folder, 'letter.txt');
		await writeFile(letter, 'a letter');
		await asked(running, 'investigator', 'put', letter, '--case', 'GUL');
		const { cases } = await asked(running, 'investigator', 'status', '--case', 'GUL');
		expect(cases).toMatchObject([{ received: 0, kept: 1 }]);
	}, 180_000);
});

describe('without TLS', () => {
	const plain = { HOST: '127.0.0.1', TLS_CERT: undefined, TLS_KEY: undefined, BEHIND_PROXY: 'no' as const };

	test('only the loopback is served, unless a proxy is said to stand before it', () => {
		for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
			expect(() => requirePrivateWay({ ...plain, HOST })).not.toThrow();
		for (const HOST of [
			'0.0.0.0',
			'::',
			'192.168.1.5',
			'10.0.0.1',
			'archive.example',
			'127.0.0.1.example',
			'1127.0.0.1',
		])
			expect(() => requirePrivateWay({ ...plain, HOST }), HOST).toThrow(/TLS_CERT/);
		expect(() => requirePrivateWay({ ...plain, HOST: '0.0.0.0', BEHIND_PROXY: 'yes' })).not.toThrow();
		expect(() => requirePrivateWay({ ...plain, TLS_CERT: '/x' })).toThrow(/both/);
	});

	test('the API’s own process refuses before it listens, and says why', async () => {
		const node = spawn(process.execPath, ['src/entry/node.ts'], {
			env: { ...process.env, HOST: '0.0.0.0', DATABASE_URL: 'postgresql://none' },
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		let said = '';
		node.stderr.on('data', (data: Buffer) => {
			said += data.toString();
		});
		const [code] = (await once(node, 'close')) as [number];
		expect(code).toBe(1);
		expect(said).toContain('would serve in the clear');
	});
});
