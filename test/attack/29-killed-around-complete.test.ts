import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { trySubmit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { bodyHeaders, receivedDraft, store } from '../system/live/deposit.ts';
import { type Answer, entryCount, type Letter, letter, post, request } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { type Program, startProgram } from './program.ts';
import { startWire, type Wire } from './wire.ts';

// 29: the API is killed between the object store and the database, in either order. The same request again finds everything.

let live: Live;
let lead: Connection;
let open: OpenCase;
let intake: OpenIntake;
let wire: Wire;
let api: Program;
/** The archive as it is seen through the API process that is killed. */
let through: Live;

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead);
	intake = await openIntake(lead, open, {});
	const { host, port } = live.database.connection;
	wire = await startWire(() => join(host as string, `.s.PGSQL.${port}`), port as number);
});
beforeEach(() => startApi());
afterEach(() => api.stop());
afterAll(async () => {
	await wire.close();
	await live.close();
});

async function startApi(): Promise<void> {
	wire.tap = undefined;
	const url = databaseUrl({ ...live.database.connection, host: wire.folder, user: 'custos_api' });
	api = startProgram('src/entry/node.ts', { DATABASE_URL: url, OBJECTS: join(live.folder, 'objects'), PORT: '0' });
	through = { ...live, server: `http://127.0.0.1:${(await api.ready)['port'] as number}` };
}

/** Kills the API when it sends this, which is then held back; or when that has been answered. */
function killAt(text: string, when: 'sent' | 'answered'): void {
	let [asked, struck] = [false, false];
	wire.tap = (direction, bytes) => {
		if (struck) return false;
		const isAnswer = asked && direction === 'from';
		if (direction === 'to' && bytes.includes(text)) asked = true;
		struck = when === 'sent' ? asked : isAnswer;
		if (struck) api.kill();
		return !struck;
	};
}

/** The request as it ends when its server dies, and the same again at the next one. */
async function twice(ask: () => Promise<Answer>): Promise<Answer> {
	await expect(ask()).rejects.toThrow();
	await api.ended;
	await startApi();
	return ask();
}

const id = (): string => newId(platform.randomBytes);
const bytes = platform.randomBytes(65_536 + 10);
const parts = [bytes.subarray(0, 65_536), bytes.subarray(65_536)];

async function uploadParts(): Promise<string> {
	const object = id();
	await request(through, 'POST', '/v1/uploads', {
		as: lead,
		json: { object, case: open.id, size: bytes.length, partSize: 65_536 },
	});
	for (const [i, body] of parts.entries()) await putPart(object, i, body);
	return object;
}
const putPart = (object: string, part: number, body: Uint8Array): Promise<Answer> =>
	request(through, 'PUT', `/v1/uploads/${object}/parts/${part}`, { as: lead, body, headers: bodyHeaders(body) });

async function expectStored(object: string): Promise<void> {
	const pieces: Uint8Array[] = [];
	for await (const piece of await live.store.read(`o/${object}`)) pieces.push(piece);
	expect(toHex(platform.sha256(Buffer.concat(pieces)))).toBe(toHex(platform.sha256(bytes)));
	expect(await live.sql('select size::int as size from objects where id = $1', [object])).toEqual([
		{ size: bytes.length },
	]);
	expect(await live.sql('select 1 from uploads where id = $1', [object])).toEqual([]);
}

test.each([
	['the object is complete, the database does not know', 'insert into "objects"', 'sent'],
	['the database knows, the client does not', 'insert into "objects"', 'answered'],
	['the upload is forgotten, the client does not know', 'delete from "uploads"', 'answered'],
] as const)('complete: %s', async (_, text, when) => {
	const object = await uploadParts();
	killAt(text, when);
	const answer = await twice(() => request(through, 'POST', `/v1/uploads/${object}/complete`, { as: lead }));
	expect(answer).toMatchObject({ status: 200 });
	await expectStored(object);
	const begun = await request(through, 'POST', '/v1/uploads', {
		as: lead,
		json: { object, case: open.id, size: bytes.length, partSize: 65_536 },
	});
	expect(begun.body).toEqual({ done: true, parts: [] });
});

test('a part is stored and not yet noted: it is sent again, the others are not', async () => {
	const object = id();
	const json = { object, case: open.id, size: bytes.length, partSize: 65_536 };
	await request(through, 'POST', '/v1/uploads', { as: lead, json });
	await putPart(object, 0, parts[0] as Uint8Array);
	killAt('insert into "upload_parts"', 'sent');
	await expect(putPart(object, 1, parts[1] as Uint8Array)).rejects.toThrow();
	await api.ended;
	await startApi();
	const begun = await request(through, 'POST', '/v1/uploads', { as: lead, json });
	expect((begun.body['parts'] as { part: number }[]).map((one) => one.part)).toEqual([0]);
	expect(await putPart(object, 1, parts[1] as Uint8Array)).toMatchObject({ status: 200 });
	expect(await request(through, 'POST', `/v1/uploads/${object}/complete`, { as: lead })).toMatchObject({ status: 200 });
	await expectStored(object);
});

test('an upload is begun in the store and not in the database: begun again', async () => {
	const object = id();
	killAt('insert into "uploads"', 'sent');
	const json = { object, case: open.id, size: bytes.length, partSize: 65_536 };
	expect((await twice(() => request(through, 'POST', '/v1/uploads', { as: lead, json }))).body).toEqual({
		done: false,
		parts: [],
	});
	for (const [i, body] of parts.entries()) await putPart(object, i, body);
	expect(await request(through, 'POST', `/v1/uploads/${object}/complete`, { as: lead })).toMatchObject({ status: 200 });
	await expectStored(object);
});

test('a page that is loaded again asks while its earlier request is still worked on: each is answered well', async () => {
	const object = id();
	const json = { object, case: open.id, size: bytes.length, partSize: 65_536 };
	const sixTimes = (path: string, body?: object): Promise<Answer[]> =>
		Promise.all(
			Array.from({ length: 6 }, () =>
				request(through, 'POST', path, { as: lead, ...(body === undefined ? {} : { json: body }) }),
			),
		);
	for (const begun of await sixTimes('/v1/uploads', json))
		expect(begun).toMatchObject({ status: 200, body: { done: false, parts: [] } });
	for (const [i, body] of parts.entries()) await putPart(object, i, body);
	for (const answer of await sixTimes(`/v1/uploads/${object}/complete`)) expect(answer).toMatchObject({ status: 200 });
	await expectStored(object);
});

test.each(['sent', 'answered'] as const)('an object in one request, killed when its row is %s', async (when) => {
	const object = id();
	killAt('insert into "objects"', when);
	const put = () =>
		request(through, 'PUT', `/v1/objects/${object}?case=${open.id}`, {
			as: lead,
			body: bytes,
			headers: bodyHeaders(bytes),
		});
	expect(await twice(put)).toMatchObject({ status: 200 });
	await expectStored(object);
});

test.each(['sent', 'answered'] as const)(
	'a statement, killed when it is %s to the notary: one entry, one receipt',
	async (when) => {
		const before = await entryCount(live);
		const one: Letter = await letter(lead, { type: 'intake.closed', case: open.id, generation: 1, intake: intake.id });
		killAt('insert into pending', when);
		const answer = await twice(() => post(through, lead, [one]));
		const [outcome] = answer.body.outcomes as { receipt: { index: number } }[];
		expect(outcome?.receipt.index).toBe(before);
		const again = await post(through, lead, [one]);
		expect((again.body.outcomes as { receipt: { index: number } }[])[0]?.receipt.index).toBe(before);
		expect(await entryCount(live)).toBe(before + 1);
	},
);

test('the row is there and the object is not: the deposit is received, and noticed where it is read', async () => {
	const item = await store(lead, open, intake, utf8('the gate'));
	await live.store.delete(`o/${item.body.object}`);
	const [received] = await trySubmit(lead, [receivedDraft(open, intake, item)]);
	expect(received?.skeleton.result).toBe('accepted');
	const answer = await request(through, 'GET', `/v1/items/${item.id}/sealed/original/body`, { as: lead });
	expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
