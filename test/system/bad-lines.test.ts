import { readdir, readlink } from 'node:fs/promises';
import { connect as connectSocket, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApi } from '../../src/api/app.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { listenPlain } from '../../src/entry/listen.ts';
import { bodyHeaders } from './live/deposit.ts';
import { type Live, listen, openCase, startLive } from './live.ts';

// Lines that are slow are waited for as long as something comes; one that died without a word keeps nobody waiting.

const PART = 2 ** 20;
let [live, lead, open, close] = [] as unknown as [Live, Connection, OpenCase, () => Promise<void>];
beforeAll(async () => {
	live = await startLive({
		wrapStore: (store) => ({
			...store,
			async putPart(...part) {
				const token = await store.putPart(...part);
				await stored();
				return token;
			},
		}),
	});
	const { http, server } = await listen(createApi(live.context, () => undefined, { silentMs: 3000 }).fetch);
	lead = await live.connect((await live.enrol()).identity, server);
	open = await openCase(lead);
	close = async () => {
		await new Promise((resolve) => {
			http.close(resolve);
			if ('closeAllConnections' in http) http.closeAllConnections();
		});
		await live.close();
	};
});
afterAll(() => close());

const bytes = platform.randomBytes(PART);
/** What happens between the store and the table, once a part is stored. */
let stored = async (): Promise<unknown> => undefined;

async function begin(): Promise<string> {
	const object = newId(platform.randomBytes);
	const body = JSON.stringify({ object, case: open.id, size: 2 * PART, partSize: PART });
	await lead.send('/v1/uploads', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
	return object;
}
const put = (object: string, part: number): Promise<Response> =>
	lead.send(`/v1/uploads/${object}/parts/${part}`, { method: 'PUT', headers: bodyHeaders(bytes), body: bytes });

/** Whether some part is being written in this process. */
async function isWritten(): Promise<boolean> {
	const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
	return (await Promise.all(links)).some((path) => path.startsWith(join(live.folder, 'objects', 'uploads')));
}

/** Sends the head of a part and some of its bytes, then nothing more; the connection stands. */
async function fallSilent(object: string, part: number): Promise<Socket> {
	const { hostname, port } = new URL(lead.archive.server);
	const socket = connectSocket(Number(port), hostname);
	const headers = {
		...bodyHeaders(bytes),
		host: hostname,
		authorization: `Bearer ${await lead.bearer()}`,
		'content-length': String(PART),
	};
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	socket.write(`PUT /v1/uploads/${object}/parts/${part} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
	socket.write(bytes.subarray(0, 100_000));
	await vi.waitUntil(isWritten, { timeout: 10_000 });
	return socket;
}
const answerOf = (socket: Socket): Promise<string> =>
	new Promise((resolve) => {
		let text = '';
		socket.on('data', (piece) => {
			text += String(piece);
		});
		socket.on('close', () => resolve(text));
	});

test('a part on a line that died is given up, and can be sent on another one', async () => {
	const object = await begin();
	const dead = await fallSilent(object, 0);
	const [answer, again, other] = await Promise.all([answerOf(dead), put(object, 0), put(object, 1)]);
	expect(answer).toContain('HTTP/1.1 503');
	expect(answer).toContain('"unavailable"');
	expect([again.status, other.status]).toEqual([200, 200]);
	const completed = await lead.send(`/v1/uploads/${object}/complete`, { method: 'POST' });
	expect(completed.status).toBe(200);
});

test('an upload is given up, though one of its lines died', async () => {
	const object = await begin();
	const dead = await fallSilent(object, 0);
	const answer = answerOf(dead);
	expect((await lead.send(`/v1/uploads/${object}`, { method: 'DELETE' })).status).toBe(200);
	await answer;
});

test('a request has no time within which all of it must have come; its headers have', async () => {
	const { server } = await listenPlain(() => new Response('here'), '127.0.0.1', 0);
	expect(server).toMatchObject({ requestTimeout: 0, headersTimeout: 60_000 });
	server.close();
});

test('a part of an upload that is given up as it comes is part of nothing', async () => {
	const object = await begin();
	stored = () => lead.send(`/v1/uploads/${object}`, { method: 'DELETE' });
	await expect(put(object, 0)).rejects.toMatchObject({ code: 'not-found' });
	stored = async () => undefined;
});
