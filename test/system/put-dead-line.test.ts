import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPutPart } from '../../src/cli/put/put-part.ts';

// A line that dies without a word: neither an answer nor an error comes, ever.

let server: Server;
let address: string;
let met = 0;

beforeAll(async () => {
	server = createServer((request, response) => {
		met += 1;
		request.resume();
		if (request.url !== '/dead') request.on('end', () => response.writeHead(409).end('"not so"'));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

test('a part that is sent into a dead line is given up, and the next one goes out', async () => {
	const put = createPutPart({ silenceMs: 200 });
	const bytes = new Uint8Array(3 * 2 ** 20);
	await expect(put(new URL('/dead', address), {}, bytes)).rejects.toThrow('silent');
	expect(await put(new URL('/alive', address), {}, bytes)).toEqual({ status: 409, text: '"not so"' });
	expect(met).toBe(2);
});
