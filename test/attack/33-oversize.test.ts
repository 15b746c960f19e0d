import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { bodyHeaders } from '../system/live/deposit.ts';
import { entryCount, forge, letter, outcomeOf, post, request, resultOf } from '../system/live/raw.ts';
import { type Live, openCase, startLive } from '../system/live.ts';

// 33: bodies too large, too deep, without a length, and names that reach for the prototype.

let live: Live;
let open: OpenCase;
let token: string;
beforeAll(async () => {
	live = await startLive();
	open = await openCase(live.steward);
	token = await live.steward.bearer();
});
afterEach(async () => {
	expect(live.log, 'nothing of this is a defect').toEqual([]);
	expect(await request(live, 'GET', '/v1/cases', { as: live.steward }), 'and the next request is served').toMatchObject(
		{ status: 200 },
	);
});
afterAll(() => live.close());

const MiB = 2 ** 20;
const id = (): string => newId(platform.randomBytes);

/** A request whose body has no announced length and goes on until the other side answers. */
function chunked(
	path: string,
	pieces: () => Iterable<Uint8Array | string>,
	headers: Record<string, string> = {},
	method = 'POST',
): Promise<{ status: number; sent: number }> {
	return new Promise((resolve, reject) => {
		let [sent, status] = [0, 0];
		const outgoing = httpRequest(live.server + path, {
			method,
			headers: { authorization: `Bearer ${token}`, ...headers },
		});
		const answered = new Promise<void>((done) => {
			outgoing.on('response', (response) => {
				status = response.statusCode ?? 0;
				response.resume();
				response.on('end', () => resolve({ status, sent }));
				done();
			});
		});
		outgoing.on('error', (error) => (status === 0 ? reject(error) : resolve({ status, sent })));
		const write = async (): Promise<void> => {
			for (const piece of pieces()) {
				if (status !== 0) break;
				sent += piece.length;
				if (!outgoing.write(piece)) await Promise.race([new Promise((done) => outgoing.once('drain', done)), answered]);
			}
			outgoing.end();
		};
		write().catch(reject);
	});
}

function* endless(piece: Uint8Array, limit: number): Iterable<Uint8Array> {
	for (let sent = 0; sent < limit; sent += piece.length) yield piece;
}

test.each(['/v1/statements', '/v1/session', '/v1/joins', '/v1/founding', '/v1/uploads'])(
	'JSON without an end, to %s',
	async (path) => {
		const { status, sent } = await chunked(path, () => endless(new Uint8Array(MiB).fill(0x20), 200 * MiB), {
			'content-type': 'application/json',
		});
		expect(status).toBe(413);
		expect(sent).toBeLessThan(100 * MiB);
	},
);

test('JSON larger than it may be, with its length', async () => {
	const json = { statements: [{ statement: 'x'.repeat(25 * MiB), signature: '' }] };
	expect(await request(live, 'POST', '/v1/statements', { as: live.steward, json })).toMatchObject({
		status: 413,
		body: { code: 'too-large' },
	});
});

test('a body of objects without a length is refused before it is read', async () => {
	const part = platform.randomBytes(1000);
	const object = `/v1/objects/${id()}?case=${open.id}`;
	expect((await chunked(object, () => [part], bodyHeaders(part), 'PUT')).status).toBe(400);
	const upload = id();
	await request(live, 'POST', '/v1/uploads', {
		as: live.steward,
		json: { object: upload, case: open.id, size: 1000, partSize: 65_536 },
	});
	expect((await chunked(`/v1/uploads/${upload}/parts/0`, () => [part], bodyHeaders(part), 'PUT')).status).toBe(400);
});

test('an object larger than one request may bring, refused by its length alone', async () => {
	const part = platform.randomBytes(1000);
	const headers = { ...bodyHeaders(part), 'content-length': String(65 * MiB) };
	const { status, sent } = await chunked(`/v1/objects/${id()}?case=${open.id}`, () => [part], headers, 'PUT').catch(
		() => ({ status: 413, sent: 0 }),
	);
	expect(status).toBe(413);
	expect(sent).toBeLessThan(MiB);
});

test.each([
	{ size: 2 ** 50, partSize: 2 ** 29 },
	{ size: 2 ** 30, partSize: 2 ** 16 - 1 },
	{ size: 2 ** 40, partSize: 2 ** 16 },
	{ size: 1, partSize: 2 ** 40 },
	{ size: -1, partSize: 2 ** 16 },
	{ size: 1.5, partSize: 2 ** 16 },
	{ size: 2 ** 60, partSize: 2 ** 16 },
])('an upload of %o', async (sizes) => {
	const json = { object: id(), case: open.id, ...sizes };
	expect(await request(live, 'POST', '/v1/uploads', { as: live.steward, json })).toMatchObject({ status: 400 });
});

test.each<[string, string]>([
	['arrays', '['.repeat(100_000)],
	['objects', '{"a":'.repeat(100_000)],
	[
		'a deep array after closing brackets in a string',
		`{"a":"${']'.repeat(200_000)}","b":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
	],
	['after an escaped quote', `{"a":"\\"${']'.repeat(200_000)}","b":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
	['backslashes without an end', `{"a":"${'\\'.repeat(MiB)}`],
])('nested too deeply: %s', async (_, body) => {
	const answer = await request(live, 'POST', '/v1/statements', { as: live.steward, body });
	expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
	// Who has no session yet may not even say so much.
	for (const path of ['/v1/joins', '/v1/session'])
		expect(await request(live, 'POST', path, { body })).toMatchObject({ status: 413, body: { code: 'too-large' } });
});

test('brackets inside strings are no depth', async () => {
	const json = {
		invite: id(),
		person: { sign: 'ab'.repeat(32), box: 'ab'.repeat(32) },
		proof: '',
		mac: 'ab'.repeat(32),
		name: '[[[[[[[[[[[[[[{{{{',
	};
	const answer = await request(live, 'POST', '/v1/joins', { json });
	expect(answer.text).not.toContain('nested');
});

test.each(['__proto__', 'constructor', 'prototype'])('the name %s, at every depth', async (name) => {
	const session = { origin: 'x', actor: 'ab'.repeat(32), nonce: id(), time: new Date().toISOString(), signature: '' };
	const poisoned = `"${name}":{"admin":true,"suspended":false,"role":"steward"}`;
	const into = (json: unknown): string => JSON.stringify(json).replace('{', `{${poisoned},`);
	expect(await request(live, 'POST', '/v1/session', { body: into(session) })).toMatchObject({ status: 400 });
	expect(
		await request(live, 'POST', '/v1/statements', { as: live.steward, body: `{${poisoned},"statements":[]}` }),
	).toMatchObject({ status: 400 });
	const inside = `{"statements":[{${poisoned},"statement":"{}","signature":""}]}`;
	expect(await request(live, 'POST', '/v1/statements', { as: live.steward, body: inside })).toMatchObject({
		status: 400,
	});
	expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

test('the name __proto__ inside a signed statement: refused by the API and by the notary', async () => {
	const before = await entryCount(live);
	const fields = Object.defineProperty({ type: 'person.invited', invite: id(), role: 'member' }, '__proto__', {
		value: { role: 'steward' },
		enumerable: true,
	});
	const one = await letter(live.steward, fields);
	expect(one.statement).toContain('__proto__');
	expect(await post(live, live.steward, [one])).toMatchObject({ status: 400 });
	await forge(live, [{ letter: one }]);
	expect(resultOf(await outcomeOf(live, one))).toBe('refused:bad-request');
	expect(await entryCount(live)).toBe(before);
});

test('a statement larger than a statement may be: refused by the API and by the notary', async () => {
	const before = await entryCount(live);
	const one = await letter(live.steward, {
		type: 'person.invited',
		invite: id(),
		role: 'member',
		origin: 'x'.repeat(20_000),
	});
	expect((await post(live, live.steward, [one])).status).toBe(400);
	await forge(live, [{ letter: one }]);
	expect(resultOf(await outcomeOf(live, one))).toBe('refused:too-large');
	expect(await entryCount(live)).toBe(before);
});

test('more statements in one request than it may hold', async () => {
	const one = { statement: '{}', signature: '' };
	const json = { statements: Array.from({ length: 1001 }, () => one) };
	expect(await request(live, 'POST', '/v1/statements', { as: live.steward, json })).toMatchObject({ status: 400 });
});
