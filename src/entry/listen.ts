import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { type ServerType, serve } from '@hono/node-server';
import { CustosError } from '../domain/errors.ts';
import type { ApiConfig } from './config.ts';

type Fetch = Parameters<typeof serve>[0]['fetch'];

/** How often the certificate's files are looked at, in milliseconds. */
const LOOK_EVERY_MS = 30_000;

/**
 * A part of 8 MiB among others takes many minutes on a bad line: Node would end any request after five. The API gives up who falls
 * silent. Headers are short: all of them come within a minute.
 */
const timeouts = { requestTimeout: 0, headersTimeout: 60_000 };

/** True for addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Refuses to speak in the clear over a network: browsers would give the page no cryptography, and everybody on the way
 * could put other code in its place. Throws `config` saying what to do.
 */
export function requirePrivateWay(config: Pick<ApiConfig, 'HOST' | 'TLS_CERT' | 'TLS_KEY' | 'BEHIND_PROXY'>): void {
	if ((config.TLS_CERT === undefined) !== (config.TLS_KEY === undefined))
		throw new CustosError('config', 'TLS needs both files: set TLS_CERT and TLS_KEY');
	if (isLoopback(config.HOST) || config.TLS_CERT !== undefined || config.BEHIND_PROXY === 'yes') return;
	throw new CustosError(
		'config',
		`HOST=${config.HOST} would serve in the clear over the network: set TLS_CERT and TLS_KEY to a certificate and its key, or BEHIND_PROXY=yes if a proxy with TLS stands before it and nothing else can reach this port`,
	);
}

/** Listens in the clear; for the loopback, or behind a proxy. */
export async function listenPlain(
	fetch: Fetch,
	hostname: string,
	port: number,
): Promise<{ server: ServerType; port: number }> {
	return new Promise((resolve, reject) => {
		const server = serve({ fetch, port, hostname, serverOptions: timeouts }, (info: AddressInfo) =>
			resolve({ server, port: info.port }),
		);
		server.once('error', reject);
	});
}

/** Listens with TLS 1.2 or newer. A renewed certificate is taken up without a restart; a bad one is logged and ignored. */
export async function listenTls(
	fetch: Fetch,
	at: { host: string; port: number; cert: string; key: string; lookEveryMs?: number },
	log: (line: string) => void,
): Promise<{ server: ServerType; port: number }> {
	const first = await readPair(at.cert, at.key);
	const listening = await new Promise<{ server: ServerType; port: number }>((resolve, reject) => {
		const options = { ...first, minVersion: 'TLSv1.2' as const, ...timeouts };
		const server = serve(
			{ fetch, port: at.port, hostname: at.host, createServer, serverOptions: options },
			(info: AddressInfo) => resolve({ server, port: info.port }),
		);
		server.once('error', reject);
	});
	let stamp = await stampOf(at.cert, at.key);
	const look = async (): Promise<void> => {
		const now = await stampOf(at.cert, at.key);
		if (now === stamp) return;
		stamp = now;
		(listening.server as Server).setSecureContext({ ...(await readPair(at.cert, at.key)), minVersion: 'TLSv1.2' });
		log('the renewed certificate is in use');
	};
	const timer = setInterval(() => {
		look().catch((error: Error) =>
			log(`the certificate was changed and cannot be used, the old one stays: ${error.message}`),
		);
	}, at.lookEveryMs ?? LOOK_EVERY_MS);
	listening.server.once('close', () => clearInterval(timer));
	return listening;
}

/** Reads certificate and key and sees that they belong together. Throws `config` naming what is wrong. */
async function readPair(cert: string, key: string): Promise<{ cert: Buffer; key: Buffer }> {
	const read = (name: string, path: string): Promise<Buffer> =>
		readFile(path).catch((cause: NodeJS.ErrnoException) => {
			throw new CustosError('config', `${name} cannot be read (${cause.code})`, { cause });
		});
	const pair = { cert: await read('TLS_CERT', cert), key: await read('TLS_KEY', key) };
	try {
		createSecureContext(pair);
	} catch (cause) {
		throw new CustosError('config', 'TLS_CERT and TLS_KEY are not a certificate and its key', { cause });
	}
	return pair;
}

async function stampOf(...paths: readonly string[]): Promise<string> {
	const abouts = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
	return abouts.map((about) => `${about?.mtimeMs}/${about?.ino}/${about?.size}`).join(' ');
}
