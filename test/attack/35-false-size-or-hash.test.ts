import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { trySubmit } from '../../src/client/submit.ts';
import { toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { bodyHeaders, type Deposited, putObject, receivedDraft, store } from '../system/live/deposit.ts';
import { entryCount, forge, letter, outcomeOf, request, resultOf } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';

// 35: what is uploaded is not as large, or not the bytes, that was said.

let live: Live;
let lead: Connection;
let open: OpenCase;
let intake: OpenIntake;
const read: string[] = [];
beforeAll(async () => {
	const wrapStore = (store: BlobStore): BlobStore => ({
		...store,
		read(key, range) {
			read.push(key);
			return store.read(key, range);
		},
	});
	live = await startLive({ wrapStore });
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead);
	intake = await openIntake(lead, open, {});
});
afterAll(() => live.close());

const id = (): string => newId(platform.randomBytes);
const PART = 65_536;

async function begin(size: number, partSize = PART): Promise<string> {
	const object = id();
	expect(
		await request(live, 'POST', '/v1/uploads', { as: lead, json: { object, case: open.id, size, partSize } }),
	).toMatchObject({ status: 200 });
	return object;
}
const put = (object: string, part: number, body: Uint8Array, headers = bodyHeaders(body)) =>
	request(live, 'PUT', `/v1/uploads/${object}/parts/${part}`, { as: lead, body, headers });
const complete = (object: string) => request(live, 'POST', `/v1/uploads/${object}/complete`, { as: lead });

test('a part with another hash than it says does not count', async () => {
	const object = await begin(PART + 10);
	const [first, last] = [platform.randomBytes(PART), platform.randomBytes(10)];
	expect(await put(object, 0, first)).toMatchObject({ status: 200 });
	expect(await put(object, 1, last, bodyHeaders(platform.randomBytes(10)))).toMatchObject({
		status: 422,
		body: { code: 'hash-mismatch' },
	});
	expect(await complete(object)).toMatchObject({ status: 422, body: { code: 'size-mismatch' } });
	expect(await live.store.head(`o/${object}`)).toBeUndefined();
	expect(await put(object, 1, last)).toMatchObject({ status: 200 });
	expect(await complete(object)).toMatchObject({ status: 200 });
});

test('a false part does not replace a true one', async () => {
	const object = await begin(10);
	const body = platform.randomBytes(10);
	await put(object, 0, body);
	expect(await put(object, 0, platform.randomBytes(10), bodyHeaders(body))).toMatchObject({ status: 422 });
	expect(await complete(object)).toMatchObject({ status: 200 });
	const pieces: Uint8Array[] = [];
	for await (const piece of await live.store.read(`o/${object}`)) pieces.push(piece);
	expect(toHex(Buffer.concat(pieces))).toBe(toHex(body));
});

test('an object put whole over a larger one: it is told apart by its size, not read to its end', async () => {
	const object = await begin(PART + 10);
	await put(object, 0, platform.randomBytes(PART));
	await put(object, 1, platform.randomBytes(10));
	expect(await complete(object)).toMatchObject({ status: 200 });
	read.length = 0;
	await expect(putObject(lead, object, open.id, platform.randomBytes(10))).rejects.toMatchObject({ code: 'conflict' });
	expect(read).toEqual([]);
	const whole = platform.randomBytes(10);
	const other = id();
	await putObject(lead, other, open.id, whole);
	await putObject(lead, other, open.id, whole);
	expect(read).toEqual([`o/${other}`]);
	await expect(putObject(lead, other, open.id, platform.randomBytes(10))).rejects.toMatchObject({ code: 'conflict' });
});

test.each([0, 9, 11])('a last part of %i bytes in place of 10', async (size) => {
	const object = await begin(PART + 10);
	await put(object, 0, platform.randomBytes(PART));
	expect(await put(object, 1, platform.randomBytes(size))).toMatchObject({
		status: 422,
		body: { code: 'size-mismatch' },
	});
	expect(await complete(object)).toMatchObject({ status: 422 });
});

test.each([2, 9999, 10_000, -1, 1.5])('part %d of an upload of two', async (part) => {
	const object = await begin(PART + 10);
	expect(await put(object, part, platform.randomBytes(10))).toMatchObject({ status: 400 });
});

test('parts that are missing, the first or the last', async () => {
	const object = await begin(2 * PART + 10);
	expect(await complete(object)).toMatchObject({ status: 422 });
	await put(object, 1, platform.randomBytes(PART));
	await put(object, 2, platform.randomBytes(10));
	expect(await complete(object)).toMatchObject({ status: 422 });
});

test('a digest that is missing, short, or of another kind', async () => {
	const object = await begin(10);
	const body = platform.randomBytes(10);
	const hash = toBase64(platform.sha256(body));
	for (const digest of ['', `sha-256=${hash}`, 'sha-256=:AAAA:', `sha-512=:${hash}:`, `SHA-256=:${hash}:, x`]) {
		expect(await put(object, 0, body, digest === '' ? {} : { 'content-digest': digest })).toMatchObject({
			status: 400,
		});
	}
});

test('the same upload begun otherwise, or by somebody else', async () => {
	const object = await begin(PART + 10);
	for (const other of [{ size: PART + 11 }, { partSize: 2 * PART }]) {
		const json = { object, case: open.id, size: PART + 10, partSize: PART, ...other };
		expect(await request(live, 'POST', '/v1/uploads', { as: lead, json })).toMatchObject({ status: 409 });
	}
	const another = await live.enrol();
	const theirs = await openCase(another);
	const json = { object, case: theirs.id, size: PART + 10, partSize: PART };
	expect(await request(live, 'POST', '/v1/uploads', { as: another, json })).toMatchObject({ status: 409 });
});

test('an object in one request: another hash, and another content under a taken id', async () => {
	const [object, body] = [id(), platform.randomBytes(1000)];
	const send = (bytes: Uint8Array, headers = bodyHeaders(bytes)) =>
		request(live, 'PUT', `/v1/objects/${object}?case=${open.id}`, { as: lead, body: bytes, headers });
	expect(await send(body, bodyHeaders(platform.randomBytes(1000)))).toMatchObject({ status: 422 });
	expect(await live.store.head(`o/${object}`)).toBeUndefined();
	expect(await send(body)).toMatchObject({ status: 200 });
	expect(await send(body)).toMatchObject({ status: 200 });
	expect(await send(platform.randomBytes(1000))).toMatchObject({ status: 409 });
});

const wrong: [string, string, (item: Deposited) => Deposited][] = [
	['size too large', 'size-mismatch', (item) => ({ ...item, body: { ...item.body, size: item.body.size + 1 } })],
	['place beyond its object', 'size-mismatch', (item) => ({ ...item, body: { ...item.body, offset: 1 } })],
	['hash of other bytes', 'hash-mismatch', (item) => ({ ...item, body: { ...item.body, sha256: 'ab'.repeat(32) } })],
	['object that is not there', 'not-found', (item) => ({ ...item, body: { ...item.body, object: id() } })],
];
test.each(wrong)('a deposit that names a %s: no entry', async (_, code, bend) => {
	const item = bend(await store(lead, open, intake, utf8('the gate')));
	const before = await entryCount(live);
	await expect(trySubmit(lead, [receivedDraft(open, intake, item)])).rejects.toMatchObject({ code });
	expect(await entryCount(live)).toBe(before);
});

test('a prefix, or a sealed detail, that is not the one the statement commits to: the notary refuses it', async () => {
	const item = await store(lead, open, intake, utf8('the gate'));
	const before = await entryCount(live);
	const { prefix: _, ...draft } = receivedDraft(open, intake, item);
	const wrongPrefix = { ...draft, prefix: platform.randomBytes(item.prefix.length) };
	await expect(trySubmit(lead, [wrongPrefix])).rejects.toMatchObject({ code: 'hash-mismatch' });
	await expect(trySubmit(lead, [draft])).rejects.toMatchObject({ code: 'bad-request' });
	const detail = { root: 'ab'.repeat(32), sealed: toHex(platform.sha256(utf8('sealed'))) };
	const one = await letter(lead, { type: 'intake.closed', case: open.id, generation: 1, intake: intake.id, detail });
	for (const sealed of [undefined, toBase64(utf8('other'))]) {
		await live.sql('delete from outcomes where statement_id = $1', [one.id]);
		await forge(live, [{ letter: { ...one, ...(sealed === undefined ? {} : { sealed }) } }]);
		expect(resultOf(await outcomeOf(live, one))).toBe('refused:hash-mismatch');
	}
	expect(await entryCount(live)).toBe(before);
});

test('other people’s uploads are not completed by naming them in a deposit', async () => {
	const object = await begin(PART);
	const item = await store(lead, open, intake, utf8('the gate'));
	const draft = receivedDraft(open, intake, { ...item, body: { ...item.body, object } });
	await expect(trySubmit(lead, [draft])).rejects.toMatchObject({ code: 'not-found' });
	await putObject(lead, id(), open.id, platform.randomBytes(10));
});
