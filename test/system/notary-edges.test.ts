import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keysOf } from '../../src/app/keys-of.ts';
import { State } from '../../src/app/state.ts';
import { createDesk } from '../../src/client/desk.ts';
import { connect } from '../../src/db/connect.ts';
import type { Database } from '../../src/db/tables.ts';
import { fromBase64, toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { leafHash, rootOf } from '../../src/domain/ledger/merkle.ts';
import { parseStatement } from '../../src/domain/ledger/statement.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { compose, type Fresh } from '../../workers/notary/compose.ts';
import { Denials } from '../../workers/notary/denials.ts';
import { entryCount, forge, letter, outcomeOf, request, resultOf, submission } from './live/raw.ts';
import { type Live, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

// What could stop the notary, fill its tables, or give one sender another's answer.

let live: Live;
let admin: { db: Kysely<Database>; pool: { end(): Promise<void> } };
beforeAll(async () => {
	live = await startLive();
	admin = connect(databaseUrl(live.database.connection), { max: 1 });
});
afterAll(async () => {
	await admin.pool.end();
	await live.close();
});

const id = (): string => newId(platform.randomBytes);
const invitation = () => letter(live.steward, { type: 'person.invited', invite: id(), role: 'member' });

test('a statement nested beyond any stack, laid by a broken API, is refused like any other', async () => {
	const deep = { ...(await invitation()), id: id(), statement: '['.repeat(8000) + ']'.repeat(8000) };
	await forge(live, [{ letter: deep }]);
	expect(resultOf(await outcomeOf(live, deep))).toBe('refused:bad-request');
	expect(live.notary.failure()).toBeUndefined();
});

test('what a defect keeps from being judged is refused, and what stands beside it is taken in', async () => {
	const [broken, whole] = (await Promise.all([invitation(), invitation()])).map((one, seq): Fresh => {
		const signed = { bytes: utf8(one.statement), signature: fromBase64(one.signature) };
		const pending = { ...one, statement: signed.bytes, signature: signed.signature, seq, statement_id: one.id };
		const rest = { sealed: null, prefix: null, founding: null, known: false };
		return { kind: 'fresh', pending: { ...pending, ...rest }, statement: parseStatement(signed.bytes), signed };
	}) as [Fresh, Fresh];
	const state = new State();
	const { sign: key, box } = live.steward.identity.keys;
	const row = { key, box, role: 'steward', suspended: false, first_key: key, idx: 0 } as const;
	// Nothing was loaded that judging the first one needs.
	state.fill(keysOf(whole.statement), [{ table: 'people', row }]);
	const tree = new Tree();
	const parts = { state, tree, denials: { count: () => true }, logKey: '', now: new Date() };
	const composed = compose([broken, whole], parts);
	expect(composed.refusals).toEqual([
		{ of: broken.pending, text: { error: { code: 'internal', message: expect.stringContaining('was not loaded') } } },
	]);
	expect(composed.written.map((one) => one.statement.id)).toEqual([whole.statement.id]);
	expect(tree.size).toBe(1);
	expect(state.takeChanges().get('invites')).toMatchObject([{ id: (whole.statement as { invite?: string }).invite }]);
	const own = { ...broken, pending: { ...broken.pending, seq: -1 } };
	expect(() => compose([own], parts)).toThrow(expect.objectContaining({ code: 'internal' }));
});

test('once there is an entry 0, nobody without a session leaves anything in a table', async () => {
	const { founding } = live.steward.archive;
	const one = await letter(live.steward, { ...founding, id: id() });
	const answer = await request(live, 'POST', '/v1/founding', { json: submission(one) });
	expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
	expect(await live.sql('select 1 from outcomes where statement_id = $1', [one.id])).toEqual([]);
	const large = { ...submission(one), sealed: 'A'.repeat(2 ** 17) };
	expect((await request(live, 'POST', '/v1/founding', { json: large })).status).toBe(413);
});

test('refusals of one person cost the notary the edge of a tree, across a restart, and fold to the right root', async () => {
	const { keys, head } = live.notary.started;
	const [now, later] = [new Date('2026-03-14T21:10:00Z'), new Date('2026-03-14T22:10:00Z')];
	const statements = Array.from({ length: 53 }, (_, i) => utf8(`statement ${i}`));
	const person = live.steward.identity.keys.sign;
	const before = new Denials(admin.db);
	await before.due(keys, now, head.current);
	expect(statements.slice(0, 45).filter((one) => before.count(person, one, now)).length).toBe(20);
	await before.save(admin.db);
	const [row] = await live.sql('select count, length(hashes) as bytes from denials where person = $1', [person]);
	expect(row).toEqual({ count: 45, bytes: 3 * 32 });

	const after = new Denials(admin.db);
	expect(await after.due(keys, now, head.current)).toEqual([]);
	for (const one of statements.slice(45)) after.count(person, one, now);
	await after.save(admin.db);
	const [folded] = await after.due(keys, later, head.current);
	expect(folded?.statement).toMatchObject({
		type: 'denials.folded',
		person,
		count: 33,
		root: toHex(rootOf(statements.slice(20).map(leafHash))),
	});
	await after.save(admin.db);
	expect(await live.sql('select 1 from denials where person = $1', [person])).toEqual([]);
});

test('after a crash all outcomes come back in one transaction', async () => {
	for (let i = 0; i < 3; i++) await live.enrol();
	await live.sql('delete from outcomes');
	await live.notary.started.notary.publishAgain(0, await entryCount(live));
	const [row] = await live.sql(
		'select count(*)::int as n, count(distinct xmin::text)::int as transactions from outcomes',
	);
	expect(row).toEqual({ n: await entryCount(live), transactions: 1 });
});

test('a statement that comes again right behind the batch it is in gets the receipt of its entry', async () => {
	const before = await entryCount(live);
	const junk = async (size: number) => ({ ...(await invitation()), sealed: toBase64(new Uint8Array(size * 2 ** 20)) });
	const one = await invitation();
	const other = await letter(live.steward, { type: 'person.invited', invite: id(), role: 'member', id: one.id });
	// The first three are 17 MiB, one batch; the others are read while that one is written.
	const letters = [await junk(9), one, await junk(8), one, other];
	await forge(
		live,
		letters.map((each) => ({ letter: each })),
	);
	await expect.poll(() => live.sql('select 1 from pending'), { timeout: 60_000 }).toEqual([]);
	expect(resultOf(await outcomeOf(live, one))).toBe('accepted');
	expect(await entryCount(live)).toBe(before + 1);
	expect(live.notary.failure()).toBeUndefined();
});

test('a refusal is its own sender’s alone: the others of its request have their receipts', async () => {
	const [first, second] = [id(), id()];
	const desk = createDesk({
		...live.steward,
		// The clock of one of three statements is eleven minutes slow.
		now: (
			(turn) => () =>
				new Date(Date.now() - (++turn === 2 ? 11 * 60_000 : 0))
		)(0),
	});
	const results = await Promise.allSettled(
		[first, id(), second].map((invite) => desk.submit({ type: 'person.invited', fields: { invite, role: 'member' } })),
	);
	expect(results.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(results[1]).toMatchObject({ reason: { code: 'stale' } });
	expect((await live.sql('select id from invites where id = any($1)', [[first, second]])).length).toBe(2);
});
