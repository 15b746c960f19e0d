import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { timeThrough } from '../../src/client/time.ts';
import { connect as connectDatabase } from '../../src/db/connect.ts';
import { fromBase64, toBase64, utf8 } from '../../src/domain/bytes.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { timeRequest } from '../../src/domain/time/time-request.ts';
import { certificatesIn, openTimeToken } from '../../src/domain/time/time-token.ts';
import { answers } from '../../src/domain/wire.ts';
import { audit } from '../../workers/audit/audit.ts';
import { Stamping } from '../../workers/notary/stamping.ts';
import { type Live, openCase, startLive } from './live.ts';
import { needs } from './needs.ts';
import { databaseUrl } from './postgres-url.ts';
import { opensslThere, type TimeAuthority, timeAuthority } from './time-authority.ts';

/** Checkpoints stamped by two real authorities, and by one that fails, goes away, and comes back. */

const run = promisify(execFile);
let [now, live, first, second]: [Date, Live, TimeAuthority, TimeAuthority] = [
	new Date('2026-11-21T20:00:00Z'),
] as never;
let database: ReturnType<typeof connectDatabase>;
let stamping: Stamping;
beforeAll(async () => {
	if (!opensslThere) return;
	[live, first, second] = await Promise.all([startLive(), timeAuthority(), timeAuthority('Another Time')]);
	database = connectDatabase(databaseUrl({ ...live.database.connection, user: 'custos_notary' }), { max: 1 });
	stamping = new Stamping({ db: database.db, authorities: [first.url, second.url], clock: () => now });
});
afterAll(async () => {
	await Promise.all([live?.close(), first?.close(), second?.close(), database?.pool.end()]);
});

const state = async () => (await live.steward.ask(answers.timeState, '/v1/times')).authorities;
const tokensOf = async (index: number) =>
	(await live.steward.ask(answers.times, `/v1/log/times?index=${index}`)).tokens;

test('the newest checkpoint is stamped by each, and what they said verifies with openssl too', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	expect(await stamping.round()).toBe(true);
	const tokens = await tokensOf(0);
	expect(tokens.map(({ authority }) => authority).sort()).toEqual([first.url, second.url].sort());
	for (const { authority, note, size, answer } of tokens) {
		const tsa = authority === first.url ? first : second;
		expect(openCheckpoint(note, live.steward.archive.key).size).toBe(size);
		const token = await openTimeToken(fromBase64(answer), utf8(note), { roots: certificatesIn(tsa.ca) });
		expect(Math.abs(Date.parse(token.time) - Date.now())).toBeLessThan(60_000);
		await Promise.all([
			writeFile(join(tsa.folder, 'note'), note),
			writeFile(join(tsa.folder, 'tsr'), fromBase64(answer)),
		]);
		const args = ['ts', '-verify', '-data', 'note', '-in', 'tsr', '-CAfile', 'ca.pem'];
		expect((await run('openssl', args, { cwd: tsa.folder })).stdout).toContain('Verification: OK');
	}
});

test('a checkpoint is stamped once by each', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const before = await tokensOf(0);
	expect(await stamping.round()).toBe(true);
	expect(await tokensOf(0)).toEqual(before);
	expect(await tokensOf(before[0]?.size ?? 0)).toEqual([]);
});

test('one that is away, refuses or answers with rubbish holds up nobody, and is told of since when', async ({
	skip,
}) => {
	needs(opensslThere, 'openssl', skip);
	await openCase(await live.enrol());
	second.answers = 'not';
	expect(await stamping.round()).toBe(false);
	const [trouble] = (await state()).flatMap((one) => (one.trouble === null ? [] : [one]));
	expect(trouble).toMatchObject({ authority: second.url, trouble: { why: 'away', since: now.toISOString() } });
	const since = now.toISOString();
	now = new Date(now.getTime() + 60_000);
	const [, good] = await tokensOf(0);
	for (const [answers, why] of [
		[utf8('<html>Sorry</html>'), 'bad'],
		[fromBase64(good?.answer ?? ''), 'bad'],
		[new Uint8Array(100_000), 'bad'],
	] as const) {
		second.answers = answers;
		expect(await stamping.round()).toBe(false);
		expect((await state()).find((one) => one.authority === second.url)?.trouble).toEqual({ why, since });
	}
	second.answers = 'well';
	expect(await stamping.round()).toBe(true);
	const entries = (await live.steward.ask(answers.timeState, '/v1/times')).entries;
	for (const one of await state()) expect(one).toMatchObject({ size: entries, trouble: null });
});

test('a request is passed on to an authority that is asked, for a person with a session, and to no other', async ({
	skip,
}) => {
	needs(opensslThere, 'openssl', skip);
	const ask = (line: Connection, body: object) => line.ask(answers.passedOn, '/v1/times', { body });
	const data = utf8('a signature');
	const request = toBase64(timeRequest(platform.sha256(data), new Uint8Array(8).fill(7)));
	const said = await ask(live.steward, { authority: first.url, request });
	const answer = fromBase64('answer' in said ? said.answer : '');
	expect((await openTimeToken(answer, data, { roots: certificatesIn(first.ca) })).authority).toContain('Example Time');
	const stamped = await timeThrough(live.steward, second.url, data);
	expect(stamped).toMatchObject({ token: { authority: expect.stringContaining('Another Time') } });

	const refused = (body: object, line = live.steward) => ask(line, body).then(String, ({ code }) => code);
	expect(await refused({ authority: `${first.url}/elsewhere`, request })).toBe('not-found');
	expect(await refused({ authority: `${live.server}/v1/archive`, request })).toBe('not-found');
	expect(await refused({ authority: first.url, request: toBase64(utf8('GET / HTTP/1.1')) })).toBe('bad-request');
	expect(await refused({ authority: first.url, request: toBase64(new Uint8Array(5000)) })).toBe('too-large');
	expect(await refused({ authority: first.url, request }, await live.enrol('auditor'))).toBe('not-found');
	const plain = { method: 'POST', body: JSON.stringify({ authority: first.url, request }) };
	expect((await fetch(`${live.server}/v1/times`, plain)).status).toBe(401);
	for (const [answers, trouble] of [
		['not', 'away'],
		[new Uint8Array(100_000), 'bad'],
	] as const) {
		second.answers = answers;
		expect(await ask(live.steward, { authority: second.url, request })).toEqual({ trouble });
	}
	// What came for another request is passed on, and not taken.
	second.answers = answer;
	expect(await timeThrough(live.steward, second.url, data)).toBe('bad');
	// Whoever stops waits for no authority.
	second.answers = 'never';
	const [stop, waiting] = [new AbortController(), Promise.withResolvers<void>()];
	second.waiting = waiting.resolve;
	const stopped = expect(timeThrough(live.steward, second.url, data, stop.signal)).rejects.toThrow('enough');
	await waiting.promise;
	stop.abort(new Error('enough'));
	await stopped;
	await expect(timeThrough(live.steward, second.url, data, stop.signal)).rejects.toThrow('enough');
	second.answers = 'well';
	expect(live.log).toEqual([]);
});

test('tokens are never changed, and an authority that is asked no more is not told of', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	for (const change of [
		'update ledger.time_tokens set size = 1',
		'delete from ledger.time_tokens',
		'truncate ledger.time_tokens',
	])
		await expect(live.sql(change), change).rejects.toThrow('insert-only');
	const fewer = new Stamping({ db: database.db, authorities: [first.url], clock: () => now });
	await fewer.round();
	expect((await state()).map(({ authority }) => authority)).toEqual([first.url]);
	expect(await tokensOf(0)).toHaveLength(2);
});

test('an audit verifies every token, and names one that is over something else', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const audited = () =>
		audit({
			databaseUrl: databaseUrl({ ...live.database.connection, user: 'custos_auditor' }),
			logKey: live.pin.log,
			signatures: true,
			objects: false,
		});
	const { n } = (await live.sql('select count(*)::int as n from ledger.time_tokens'))[0] as { n: number };
	expect(await audited()).toMatchObject({ ok: true, checked: { times: n } });
	expect(n).toBeGreaterThanOrEqual(4);
	await live.sql(
		`insert into ledger.time_tokens select 1, 'https://false.example', c.note, t.answer, now()
		from ledger.time_tokens t, ledger.checkpoints c where c.size = 1 and t.size > 1 limit 1`,
	);
	expect(await audited()).toMatchObject({
		ok: false,
		firstDifference: { index: 0, table: 'ledger.time_tokens', what: 'the time token is over other bytes' },
	});
});
