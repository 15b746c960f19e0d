import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { bodyHeaders } from '../system/live/deposit.ts';
import {
	entryCount,
	forge,
	type Letter,
	letter,
	outcomeOf,
	post,
	request,
	resultOf,
	submission,
} from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { unknownAuthority } from './route-table.ts';

// 15: a field that nobody knows is not ignored: it is refused, in every JSON a route takes and in statements.

let live: Live;
let open: OpenCase;
let before: number;
beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	open = await openCase(live.steward);
});
beforeEach(async () => {
	before = await entryCount(live);
});
afterAll(() => live.close());

const id = (): string => newId(platform.randomBytes);
const hex = 'ab'.repeat(32);
const refused = { status: 400, body: { code: 'bad-request' } };
type Fields = { readonly [name: string]: unknown };
const valid = (): Promise<Letter> => letter(live.steward, { type: 'person.invited', invite: id(), role: 'member' });

/** JSON that each route takes as it is, so that only the field too many can be at fault. */
const bodies: Readonly<Record<string, () => Fields | Promise<Fields>>> = {
	'POST /v1/session': () => ({ origin: 'x', actor: hex, nonce: id(), time: new Date().toISOString(), signature: '' }),
	'POST /v1/joins': () => ({ invite: id(), person: { sign: hex, box: hex }, proof: '', mac: hex, name: '' }),
	'POST /v1/founding': async () => submission(await valid()) as unknown as Fields,
	'POST /v1/cards/use': async () =>
		submission(await letter(live.steward, { type: 'person.suspended', person: hex, by: 'card' })) as unknown as Fields,
	'POST /v1/statements': async () => ({ statements: [submission(await valid())] }),
	'POST /v1/counts': () => ({ nonce: id(), subjects: [{ kind: 'archive', id: 'archive' }] }),
	'POST /v1/times': unknownAuthority,
	'POST /v1/cases/:case/states': () => ({ items: [id()] }),
	'POST /v1/uploads': () => ({ object: id(), case: open.id, size: 1, partSize: 65_536 }),
	'POST /v1/work/take': () => ({ limit: 1, examine: true, epochs: [1] }),
	'POST /v1/work/items': () => ({ items: [id()] }),
	'POST /v1/work/bodies': () => ({ items: [id()] }),
	'POST /v1/work/beat': () => ({ items: [id()] }),
	'POST /v1/work/release': () => ({ items: [id()] }),
};

test('every route that takes JSON is here', () => {
	const routes = live.api.routes
		.filter((route) => route.method === 'POST')
		.map((route) => `${route.method} ${route.path}`);
	expect([...new Set(routes)].filter((route) => !route.endsWith('/complete')).sort()).toEqual(
		Object.keys(bodies).sort(),
	);
});

describe.each(Object.entries(bodies))('15: %s', (route, body) => {
	const send = (json: unknown) =>
		request(live, 'POST', (route.split(' ')[1] as string).replace(':case', open.id), { as: live.steward, json });

	test('takes what it knows', async () => {
		expect((await send(await body())).status, JSON.stringify(await body())).not.toBe(400);
	});

	test.each(['extra', 'constructor', 'toString', 'is_admin'])('and refuses %s beside it', async (name) => {
		expect(await send({ ...(await body()), [name]: true })).toMatchObject(refused);
		expect(await entryCount(live)).toBeLessThanOrEqual(before);
	});

	test('and anything but an object', async () => {
		for (const json of [[], null, 'x', 1, true, [await body()]]) expect(await send(json)).toMatchObject(refused);
	});
});

test('inside a submission and inside a joiner’s keys', async () => {
	const one = submission(await valid());
	const statements = [{ ...one, accepted: true }];
	expect(await request(live, 'POST', '/v1/statements', { as: live.steward, json: { statements } })).toMatchObject(
		refused,
	);
	const join = await (bodies['POST /v1/joins'] as () => Promise<Fields>)();
	expect(
		await request(live, 'POST', '/v1/joins', { json: { ...join, person: { sign: hex, box: hex, role: 'steward' } } }),
	).toMatchObject(refused);
});

describe('in a statement', () => {
	const wrong: [string, Fields][] = [
		['a field too many', { extra: 1 }],
		['another type’s field', { case: id() }],
		['a field too many deeper down', { seen: { size: 1, root: hex, note: '' } }],
		['a detail with more than it has', { detail: { root: hex, sealed: hex, name: 'x' } }],
		['another version', { v: 2 }],
		['a type nobody knows', { type: 'person.promoted' }],
		['a role nobody knows', { role: 'owner' }],
		['a type that is a property of every object', { type: 'constructor' }],
		['a missing field', { invite: undefined }],
		['a number that is no number', { v: '1' }],
		['a null', { detail: null }],
		['an id in capitals', { id: 'AB'.repeat(16) }],
	];

	test.each(wrong)('%s', async (_, fields) => {
		const { invite, ...rest } = { invite: id(), ...fields };
		const one = await letter(live.steward, {
			type: 'person.invited',
			role: 'member',
			...rest,
			...(invite === undefined ? {} : { invite }),
		});
		expect(await post(live, live.steward, [one])).toMatchObject(refused);
		await forge(live, [{ letter: one }]);
		expect(resultOf(await outcomeOf(live, one))).toBe('refused:bad-request');
		expect(await entryCount(live)).toBe(before);
	});

	test('JSON that says one thing in two ways', async () => {
		const one = await valid();
		for (const statement of [
			one.statement.replace('"v":1', '"v":1,"v":1'),
			one.statement.replace('"v":1', '"v":1.0'),
			one.statement.replace('{', '{ '),
			`${one.statement}\n`,
			one.statement.replace('"role"', '"r\\u006fle"'),
		]) {
			expect(statement).not.toBe(one.statement);
			expect(await post(live, live.steward, [{ ...one, statement }])).toMatchObject(refused);
		}
		expect(await entryCount(live)).toBe(before);
	});
});

test('ids that are none, in addresses', async () => {
	const wrong = ['x', 'AB'.repeat(16), `${id()}0`, "1' or '1'='1", '..%2f..%2fetc', '%00'.repeat(4)];
	for (const one of wrong.map(encodeURI)) {
		for (const path of [`/v1/items/${one}`, `/v1/cases/${one}/items`, `/v1/receipts/${one}`]) {
			expect(await request(live, 'GET', path, { as: live.steward })).toMatchObject({ status: 400 });
		}
		const body = platform.randomBytes(8);
		const put = await request(live, 'PUT', `/v1/objects/${one}?case=${open.id}`, {
			as: live.steward,
			body,
			headers: bodyHeaders(body),
		});
		expect(put).toMatchObject({ status: 400 });
	}
	expect(live.log).toEqual([]);
});
