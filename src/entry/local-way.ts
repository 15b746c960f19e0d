import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { CustosError } from '../domain/errors.ts';
import type { ApiConfig } from './config.ts';
import { isLoopback } from './listen.ts';

type Settings = Pick<ApiConfig, 'HOST' | 'PORT' | 'TLS_CERT' | 'BEHIND_PROXY' | 'LOCAL_PORT'>;

/** How programs of this machine reach the API, whatever the network sees. */
export interface LocalWay {
	server: string;
	/** For the API's own process. */
	env: { LOCAL_PORT?: string };
	/** True where nobody else can reach it, and nothing before it is meant to pass others on. */
	onlyHere: boolean;
}

/** The address to tell people: by the certificate's first name where it listens everywhere. */
export function addressOf({ HOST, PORT, TLS_CERT }: Settings): string {
	const everywhere = HOST === '0.0.0.0' || HOST === '::';
	const own = HOST.includes(':') ? `[${HOST}]` : HOST;
	const named = TLS_CERT === undefined ? undefined : firstName(readFileSync(TLS_CERT));
	const host = everywhere ? (named ?? '127.0.0.1') : own;
	return `${TLS_CERT === undefined ? 'http' : 'https'}://${host}:${PORT}`;
}

function firstName(certificate: Uint8Array): string | undefined {
	return /DNS:([^,*\s]+)/.exec(new X509Certificate(certificate).subjectAltName ?? '')?.[1];
}

/** With TLS the worker comes in by a port of its own on the loopback: it need not know the certificate. */
export async function localWay(settings: Settings): Promise<LocalWay> {
	if (settings.TLS_CERT !== undefined) {
		const port = settings.LOCAL_PORT ?? (await freePort());
		return { server: `http://127.0.0.1:${port}`, env: { LOCAL_PORT: String(port) }, onlyHere: false };
	}
	const onlyHere = isLoopback(settings.HOST) && settings.BEHIND_PROXY !== 'yes';
	return { server: addressOf(settings), env: {}, onlyHere };
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	if (address === null || typeof address === 'string') throw new CustosError('internal', 'a server without a port');
	return address.port;
}
