import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenCase, removeMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { setSuspended } from '../../src/client/people.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { deposit } from '../system/live/deposit.ts';
import { type Answer, letter, post, request, resultOf } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { beginUpload, type Row, type Target, table, type Visitor, visitors } from './route-table.ts';

// 14: every route × everyone. Where someone has no business there, the answer is that of an empty place, byte for byte.

let live: Live;
let open: OpenCase;
let there: Target;
let nowhere: Target;
let people: Record<Exclude<Visitor, 'nobody' | 'stranger' | 'suspended'>, Connection>;
const tokens = new Map<Visitor, string>();

beforeAll(async () => {
	live = await startLive();
	const { worker } = await enrolWorker(live);
	const [lead, editor, reader, removed, otherLead, suspended] = (await enrolMany(6)) as [
		Connection,
		Connection,
		Connection,
		Connection,
		Connection,
		Connection,
	];
	const [outsider, auditor] = [await live.enrol(), await live.enrol('auditor')];
	people = { lead, editor, reader, removed, otherLead, outsider, auditor, worker, steward: live.steward };
	open = await openCase(lead, [
		[editor, 'editor'],
		[reader, 'reader'],
		[removed, 'lead'],
		[suspended, 'lead'],
	]);
	await openCase(otherLead);
	await removeMember(lead, open, removed.identity.keys.sign);
	const item = (await deposit(editor, open, await openIntake(editor, open, {}), utf8('the gate'))).id;
	const one = await letter(editor, { type: 'item.opened', case: open.id, generation: 1, item, class: 'original' });
	await post(live, editor, [one]);
	there = { live, case: open.id, item, statement: one.id, upload: () => beginUpload(live, editor, open.id) };
	const id = (): string => newId(platform.randomBytes);
	nowhere = { live, case: id(), item: id(), statement: id(), upload: async () => id() };
	for (const [visitor, connection] of Object.entries(people)) tokens.set(visitor as Visitor, await connection.bearer());
	tokens.set('suspended', await suspended.bearer());
	tokens.set('stranger', 'ab'.repeat(32));
	await setSuspended(live.steward, suspended.identity.keys.sign, true);
});
afterAll(() => live.close());

async function enrolMany(count: number): Promise<Connection[]> {
	const all: Connection[] = [];
	for (let i = 0; i < count; i++) all.push(await live.enrol());
	return all;
}

async function ask(route: string, row: Row, visitor: Visitor, target: Target): Promise<Answer> {
	const { path, json, body, headers } = await row.ask(target);
	const token = tokens.get(visitor);
	return request(live, route.split(' ')[0] as string, path, {
		headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
		...(json === undefined ? {} : { json }),
		...(body === undefined ? {} : { body }),
	});
}

const withoutSession: readonly Visitor[] = ['nobody', 'stranger', 'suspended'];

test('every route has a row, and no row is without a route', () => {
	const routes = live.api.routes
		.filter((route) => route.method !== 'ALL')
		.map((route) => `${route.method} ${route.path}`);
	expect([...new Set(routes)].sort()).toEqual(Object.keys(table).sort());
});

test('only the routes that need no session answer without one', async () => {
	const unknown = await request(live, 'GET', '/v1/no-such-route');
	expect(unknown.status).toBe(401);
	expect((await request(live, 'GET', '/no-such-route')).body).toEqual(
		(await ask('GET /v1', { ask: () => ({ path: '/v1/x' }), may: [] }, 'lead', there)).body,
	);
});

describe.each(Object.entries(table))('14: %s', (route, row) => {
	test.concurrent.each(visitors)('for %s', async (visitor) => {
		const answer = await ask(route, row, visitor, there);
		if (row.may === 'open') {
			expect(answer.status).not.toBe(404);
			return;
		}
		const empty = await ask(route, row, visitor, nowhere);
		if (withoutSession.includes(visitor)) {
			expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
			expect(empty).toEqual(answer);
			return;
		}
		if (row.may === 'anyone') {
			expect([200, 400]).toContain(answer.status);
			return;
		}
		if (row.may.includes(visitor)) {
			expect(answer.status).toBe(200);
			return;
		}
		expect(answer.status).not.toBe(200);
		expect(answer).toEqual(empty);
		if (route !== 'GET /v1/receipts/:id') {
			expect(answer).toEqual(
				await ask('GET /', { ask: () => ({ path: '/v1/no-such-route' }), may: [] }, visitor, there),
			);
		}
	});
});

test('a list of cases holds one’s own and no other', async () => {
	for (const visitor of visitors.filter((one) => !withoutSession.includes(one))) {
		const { text } = await ask('GET /v1/cases', table['GET /v1/cases'] as Row, visitor, there);
		expect(text.includes(open.id), visitor).toBe(['reader', 'editor', 'lead'].includes(visitor));
	}
});

test('states of items of another case are not told, not even to members of this one', async () => {
	const { otherLead, lead } = people;
	const theirs = await openCase(otherLead, [], 'OTH');
	const item = (await deposit(otherLead, theirs, await openIntake(otherLead, theirs, {}), utf8('theirs'))).id;
	const answer = await request(live, 'POST', `/v1/cases/${open.id}/states`, { as: lead, json: { items: [item] } });
	expect(answer).toMatchObject({ status: 200, body: { states: [] } });
});

test('a lease is let go and kept alive only by the worker that holds it', async () => {
	const { worker } = await second();
	const { body } = await request(live, 'POST', '/v1/work/take', {
		as: people.worker,
		json: { limit: 1000, examine: true, epochs: [1] },
	});
	const items = (body['items'] as { item: string }[]).map((one) => one.item);
	if (items.length === 0) items.push(there.item);
	expect((await request(live, 'POST', '/v1/work/beat', { as: worker, json: { items } })).body).toEqual({ items: [] });
	await request(live, 'POST', '/v1/work/release', { as: worker, json: { items } });
	expect(
		(await request(live, 'POST', '/v1/work/beat', { as: people.worker, json: { items } })).body['items'],
	).not.toEqual([]);
});

async function second(): Promise<{ worker: Connection }> {
	return { worker: await live.enrol('worker') };
}

test('in statements too, what is not one’s own is as good as not there', async () => {
	const { outsider, otherLead, removed, steward, auditor } = people;
	for (const person of [outsider, otherLead, removed, steward, auditor]) {
		const about = (target: Target) => ({ case: target.case, generation: 1, item: target.item });
		const fields = { type: 'item.opened', class: 'original' };
		const letters = [
			await letter(person, { ...fields, ...about(there) }),
			await letter(person, { ...fields, ...about(nowhere) }),
		];
		const outcomes = (await post(live, person, letters)).body.outcomes ?? [];
		expect(outcomes.map(resultOf)).toEqual(['denied:not-found', 'denied:not-found']);
		expect(JSON.stringify(outcomes)).not.toContain(there.item);
	}
});
