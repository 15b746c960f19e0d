import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addMember, type OpenCase, removeMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { setSuspended } from '../../src/client/people.ts';
import { submit } from '../../src/client/submit.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { bodyHeaders, deposit } from '../system/live/deposit.ts';
import { forge, letter, outcomeOf, post, request, resultOf } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';

// 12: someone is suspended, or put out of a case, while their session lives and their upload runs.

let live: Live;
let lead: Connection;
let editor: Connection;
let open: OpenCase;
let item: string;
/** What goes on with the token that was given out before the suspension. */
let token: string;

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead);
	({ id: item } = await deposit(lead, open, await openIntake(lead, open, {}), utf8('the gate')));
});
beforeEach(async () => {
	editor = await live.enrol();
	await addMember(
		lead,
		open,
		{ keys: editor.identity.keys, role: 'member', suspended: false, firstKey: me() },
		'editor',
	);
	token = await editor.bearer();
});
afterAll(() => live.close());

const me = (): string => editor.identity.keys.sign;
const opening = () => letter(editor, { type: 'item.opened', case: open.id, generation: 1, item, class: 'original' });
const asBefore = (method: string, path: string, body?: string, headers?: Record<string, string>) =>
	request(live, method, path, {
		headers: { ...headers, authorization: `Bearer ${token}` },
		...(body === undefined ? {} : { body }),
	});

/** Begins an upload of two parts and sends the first. */
async function beginUpload(): Promise<{ object: string; last: Uint8Array }> {
	const object = newId(platform.randomBytes);
	const parts = [platform.randomBytes(65_536), platform.randomBytes(100)] as const;
	const json = { object, case: open.id, size: 65_636, partSize: 65_536 };
	await request(live, 'POST', '/v1/uploads', { as: editor, json });
	await request(live, 'PUT', `/v1/uploads/${object}/parts/0`, {
		as: editor,
		body: parts[0],
		headers: bodyHeaders(parts[0]),
	});
	return { object, last: parts[1] };
}

test('the old session opens nothing, sends nothing and is not renewed', async () => {
	const one = await opening();
	await setSuspended(live.steward, me(), true);
	const body = JSON.stringify({ statements: [{ statement: one.statement, signature: one.signature }] });
	const unauthenticated = { status: 401, body: { code: 'unauthenticated' } };
	expect(await asBefore('POST', '/v1/statements', body)).toMatchObject(unauthenticated);
	expect(await asBefore('GET', `/v1/items/${item}`)).toMatchObject(unauthenticated);
	expect(await asBefore('GET', `/v1/items/${item}/sealed/original/body`)).toMatchObject(unauthenticated);
	expect(await asBefore('GET', `/v1/receipts/${one.id}`)).toMatchObject(unauthenticated);
	await expect(live.connect(editor.identity).then((line) => line.bearer())).rejects.toMatchObject({
		code: 'unauthenticated',
	});
});

test('past a bought API too there is no share: the attempt is an entry', async () => {
	const one = await opening();
	await setSuspended(live.steward, me(), true);
	await forge(live, [{ letter: one }]);
	const outcome = await outcomeOf(live, one);
	expect(resultOf(outcome)).toBe('denied:suspended');
	expect(JSON.stringify(outcome)).not.toContain('share');
});

test('suspended in the very turn in which they open: what comes after the suspension is denied', async () => {
	const [before, after] = [await opening(), await opening()];
	const suspension = await letter(live.steward, { type: 'person.suspended', person: me() });
	await forge(live, [{ letter: before }, { letter: suspension }, { letter: after }]);
	expect(resultOf(await outcomeOf(live, after))).toBe('denied:suspended');
	const outcome = await outcomeOf(live, before);
	expect(resultOf(outcome)).toBe('accepted');
	expect(JSON.stringify(outcome)).not.toContain('share');
});

test('an opening that was accepted before gives no share when it is asked for again', async () => {
	const one = await opening();
	expect(JSON.stringify((await post(live, editor, [one])).body)).toContain('share');
	await setSuspended(live.steward, me(), true);
	await live.sql('delete from outcomes where statement_id = $1', [one.id]);
	await forge(live, [{ letter: one }]);
	const outcome = await outcomeOf(live, one);
	expect(resultOf(outcome)).toBe('accepted');
	expect(JSON.stringify(outcome)).not.toContain('share');
});

test('an upload that was begun takes no part and is not completed', async () => {
	const { object, last } = await beginUpload();
	await setSuspended(live.steward, me(), true);
	const part = await request(live, 'PUT', `/v1/uploads/${object}/parts/1`, {
		body: last,
		headers: { ...bodyHeaders(last), authorization: `Bearer ${token}` },
	});
	expect(part).toMatchObject({ status: 401 });
	expect(await asBefore('POST', `/v1/uploads/${object}/complete`)).toMatchObject({ status: 401 });
	expect(await live.store.head(`o/${object}`)).toBeUndefined();

	await setSuspended(live.steward, me(), false);
	await request(live, 'PUT', `/v1/uploads/${object}/parts/1`, { as: editor, body: last, headers: bodyHeaders(last) });
	expect(await request(live, 'POST', `/v1/uploads/${object}/complete`, { as: editor })).toMatchObject({ status: 200 });
});

test('put out of the case in the middle of an upload: no part, no completion', async () => {
	const { object, last } = await beginUpload();
	await removeMember(lead, open, me());
	const part = await request(live, 'PUT', `/v1/uploads/${object}/parts/1`, {
		as: editor,
		body: last,
		headers: bodyHeaders(last),
	});
	expect(part).toMatchObject({ status: 404 });
	expect(await request(live, 'POST', `/v1/uploads/${object}/complete`, { as: editor })).toMatchObject({ status: 404 });
	expect(await live.store.head(`o/${object}`)).toBeUndefined();
	const [denied] = (await post(live, editor, [await opening()])).body.outcomes ?? [];
	expect(resultOf(denied)).toBe('denied:not-found');
});

test('reinstated, they go on', async () => {
	await setSuspended(live.steward, me(), true);
	await setSuspended(live.steward, me(), false);
	const again = await live.connect(editor.identity);
	const [opened] = await submit(again, [
		{ type: 'item.opened', fields: { case: open.id, generation: 1, item, class: 'original' } },
	]);
	expect(opened?.receipt.share).toBeDefined();
});
