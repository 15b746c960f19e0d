import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Running } from './running.ts';

/** Stands between a person's client and the archive and counts the parts that come through. */
export interface PutProxy {
	/** How often each part was answered with 200, by its path. */
	readonly stored: Map<string, number>;
	/** Called before the n-th part (from 1) is handed on, with its path, and waited for. */
	onPart: (n: number, path: string) => Promise<void>;
	close(): Promise<void>;
}

/** Starts one and lets this person's folder name it as the archive's address. */
export async function proxyFor(archive: Running, person: string): Promise<PutProxy> {
	const stored = new Map<string, number>();
	let count = 0;
	const server = createServer((incoming, answer) => {
		const path = incoming.url ?? '';
		const part = incoming.method === 'PUT' && path.includes('/parts/');
		const go = async (): Promise<void> => {
			if (part) await proxy.onPart(++count, path);
			const onward = request(
				new URL(path, archive.server),
				{ method: incoming.method, headers: incoming.headers },
				(response) => {
					if (part && response.statusCode === 200) stored.set(path, (stored.get(path) ?? 0) + 1);
					answer.writeHead(response.statusCode ?? 502, response.headers);
					response.pipe(answer);
					response.on('error', () => answer.destroy());
				},
			);
			onward.on('error', () => answer.destroy());
			incoming.on('error', () => onward.destroy());
			incoming.pipe(onward);
		};
		go().catch((error: Error) => answer.destroy(error));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const file = join(archive.profile(person), 'pin.json');
	const pin = JSON.parse(await readFile(file, 'utf8')) as { server: string };
	await writeFile(
		file,
		JSON.stringify({ ...pin, server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
	);
	const proxy: PutProxy = {
		stored,
		onPart: async () => {},
		async close() {
			await writeFile(file, JSON.stringify(pin));
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
	return proxy;
}
