import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createHttp } from '../../src/client/http.ts';
import { CustosError } from '../../src/domain/errors.ts';

afterEach(() => vi.useRealTimers());

/** An archive that does this with each request; requests to it wait for no time that passes by itself. */
async function archive(answer: RequestListener) {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	return createHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

// As a player does with what it read ahead before a jump: an error that would otherwise be tried again.
const left = new CustosError('unavailable', 'the reader went on elsewhere');

test('a request that is given up before an answer began ends then, and is not tried again', async () => {
	const given = new AbortController();
	const http = await archive(() => given.abort(left));
	await expect(http.raw('/body', { signal: given.signal })).rejects.toBe(left);
});

test('one that is given up while it waits to be tried again ends then', async () => {
	const given = new AbortController();
	let [asked, ended] = [0, 0];
	const http = await archive((_, response) => {
		asked += 1;
		response.on('finish', () => (ended += 1));
		response.writeHead(503).end('{"code":"unavailable","message":"the archive is starting"}');
	});
	const answer = http.raw('/body', { signal: given.signal });
	const rejected = expect(answer).rejects.toBe(left);
	await vi.waitFor(() => expect(ended).toBe(1));
	await new Promise((resolve) => setImmediate(resolve));
	given.abort(left);
	await rejected;
	expect(asked).toBe(1);
});
