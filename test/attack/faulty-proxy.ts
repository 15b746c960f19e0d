import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** What goes wrong with one request on its way to the object store or back. */
export type Fault =
	| { kind: 'answer'; status: number; body: string } // the store never sees it
	| { kind: 'silence' } // no answer, ever
	| { kind: 'lost answer' } // done, and the line cut before the answer
	| { kind: 'flip' } // one bit of the body changed
	| { kind: 'cut'; after: number } // the answer breaks off after some bytes
	| { kind: 'stall'; after: number }; // the answer stops after some bytes

/** An HTTP proxy that spoils chosen requests and counts all. */
export interface FaultyProxy {
	endpoint: string;
	/** Decides on each request; undefined lets it pass. */
	plan: (request: { method: string; path: string }) => Fault | undefined;
	/** Requests seen, as `PUT /bucket/key`. */
	seen: string[];
	stop(): Promise<void>;
}

export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
	const { hostname, port } = new URL(target);
	const server = createServer((incoming, outgoing) => {
		const method = incoming.method ?? '';
		const path = incoming.url ?? '';
		proxy.seen.push(`${method} ${path}`);
		const fault = proxy.plan({ method, path });
		if (fault?.kind === 'silence') return;
		if (fault?.kind === 'answer') return void answer(incoming, outgoing, fault);
		forward(incoming, outgoing, { hostname, port }, fault);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('a proxy without a port');
	const proxy: FaultyProxy = {
		endpoint: `http://127.0.0.1:${address.port}`,
		plan: () => undefined,
		seen: [],
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
	return proxy;
}

async function answer(
	incoming: IncomingMessage,
	outgoing: ServerResponse,
	fault: { status: number; body: string },
): Promise<void> {
	await text(incoming);
	outgoing.writeHead(fault.status, { 'content-type': 'application/xml', 'content-length': fault.body.length });
	outgoing.end(fault.body);
}

function forward(
	incoming: IncomingMessage,
	outgoing: ServerResponse,
	to: { hostname: string; port: string },
	fault: Fault | undefined,
): void {
	const upstream = request({ ...to, method: incoming.method, path: incoming.url, headers: incoming.headers }, (got) => {
		if (fault?.kind === 'lost answer') {
			got.resume().once('end', () => outgoing.destroy());
			return;
		}
		outgoing.writeHead(got.statusCode ?? 500, got.headers);
		if (fault?.kind !== 'cut' && fault?.kind !== 'stall') return void got.pipe(outgoing);
		let left = fault.after;
		got.on('data', (chunk: Buffer) => {
			const part = chunk.subarray(0, left);
			left -= part.length;
			if (part.length === 0) return;
			outgoing.write(part, () => {
				if (left === 0 && fault.kind === 'cut') outgoing.destroy();
			});
		});
	});
	// A client that goes away takes its request with it; the store going away is the client's to notice.
	incoming.once('error', () => upstream.destroy());
	upstream.once('error', () => outgoing.destroy());
	incoming.on('data', (chunk: Buffer) => {
		if (fault?.kind === 'flip') chunk.writeUInt8(chunk.readUInt8(0) ^ 1, 0);
		if (!upstream.write(chunk)) {
			incoming.pause();
			upstream.once('drain', () => incoming.resume());
		}
	});
	incoming.once('end', () => upstream.end());
}
