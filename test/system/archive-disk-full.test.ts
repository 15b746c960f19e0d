import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf } from '../../src/cli/failure.ts';
import { messagesIn } from '../../src/cli/messages.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import { openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

/** The archive's own disk takes no more: whoever asks is told whose disk it is, and its log tells the operator. */

let live: Live;
let lead: Connection;
let open: OpenCase;
let storeIsFull = false;
/** Of the clock, in milliseconds. */
let later = 0;

beforeAll(async () => {
	live = await startLive({
		clock: () => new Date(Date.now() + later),
		wrapStore: (store) => ({
			...store,
			async put(key, bytes, facts) {
				if (storeIsFull) throw new CustosError('disk-full', 'no space left for objects');
				await store.put(key, bytes, facts);
			},
		}),
	});
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead);
});
afterAll(() => live.close());

const spoken = (error: unknown, language: 'en' | 'ru') => failureOf(error, messagesIn(language))?.message;
const caught = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

test.each([
	['53100', 'disk-full', 'the disk of its database is full: make room on it, nothing is lost'],
	['58030', 'unavailable', 'the disk of its database fails: see whether it is sound'],
])('what PostgreSQL says of its disk (%s) is no defect', async (state, code, line) => {
	await live.sql(
		`create function fails() returns trigger language plpgsql as $$
		begin raise exception 'could not extend file' using errcode = '${state}'; end $$`,
	);
	await live.sql('create trigger fails before insert on counts_asked for each statement execute function fails()');
	const before = live.log.length;
	const answer = await live.api.request('/v1/counts', {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${await lead.bearer()}` },
		body: JSON.stringify({ nonce: newId(platform.randomBytes), subjects: [{ kind: 'case', id: open.id }] }),
	});
	expect(await answer.json()).toMatchObject({ code });
	expect(live.log.slice(before)).toEqual([`a disk of the archive needs you: ${line}`]);
	await live.sql('drop trigger fails on counts_asked');
	await live.sql('drop function fails');
	expect(await openCases(lead)).toHaveLength(1);
});

test('a full disk of objects is said to be the archive’s, to whoever deposits and to whoever looks after it', async () => {
	storeIsFull = true;
	const before = live.log.length;
	const intake = await openIntake(lead, open, { received: 'by hand' });
	const error = await caught(deposit(lead, open, intake, utf8('the gate, at night')));
	expect(error).toMatchObject({ code: 'disk-full' });
	expect(spoken(error, 'en')).toBe(
		'the archive has no room: no space left for objects. Have whoever looks after its machine make room there, then repeat the command: nothing is lost.',
	);
	expect(spoken(error, 'ru')).toMatch(/^на диске архива закончилось место .*кто присматривает за машиной архива/);
	const line = 'a disk of the archive needs you: no space left for objects: make room on it, nothing is lost';
	await caught(deposit(lead, open, intake, utf8('the gate, at night')));
	expect(live.log.slice(before)).toEqual([line]);
	later += 60_000;
	await caught(deposit(lead, open, intake, utf8('the gate, at night')));
	expect(live.log.slice(before)).toEqual([line, line]);
	later = 0;
	storeIsFull = false;
	await deposit(lead, open, intake, utf8('the gate, at night'));
});
