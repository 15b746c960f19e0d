import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedCount } from '../../src/app/counts.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { invite, join, joinRequests } from '../../src/client/people.ts';
import { connect } from '../../src/db/connect.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { forgetOutcomes, takePending } from '../../workers/notary/queue.ts';
import { type Answer, entryCount, letter, outcomeOf, post, request, resultOf } from '../system/live/raw.ts';
import { type Live, startLive } from '../system/live.ts';
import { databaseUrl } from '../system/postgres-url.ts';

// 34: what fills up if somebody sends much of it: the inbox of join requests, statements waiting, answers kept.

let live: Live;
let admin: ReturnType<typeof connect>;
beforeAll(async () => {
	live = await startLive();
	admin = connect(databaseUrl(live.database.connection), { max: 1 });
});
afterAll(async () => {
	await admin.pool.end();
	await live.close();
});

const id = (): string => newId(platform.randomBytes);
const indexIn = ({ body }: Answer, at: number): number => JSON.parse(JSON.stringify(body.outcomes))[at].receipt.index;
const joins = async (): Promise<number> => (await live.sql('select 1 from joins')).length;

test('strangers who ask to join take no place, and learn nothing', async () => {
	const stranger = createIdentity();
	const letter = await invite(live.steward, 'member');
	await join(letter, stranger, 'somebody');
	const before = await joins();
	const [row] = await live.sql('select body from joins where invite = $1', [letter.invite]);
	const body = JSON.parse(row?.['body'] as string) as Record<string, unknown>;
	const known = await request(live, 'POST', '/v1/joins', { json: body });
	const unknown = await request(live, 'POST', '/v1/joins', { json: { ...body, invite: id() } });
	expect(unknown).toEqual(known);
	expect(await joins()).toBe(before);
});

test('an invite has one place: who has it may ask again, other keys may not', async () => {
	const letter = await invite(live.steward, 'member');
	const [first, second] = [createIdentity(), createIdentity()];
	await join(letter, first, 'somebody');
	await join(letter, first, 'somebody');
	await expect(join(letter, second, 'somebody else')).rejects.toMatchObject({ code: 'conflict' });
	const requests = (await joinRequests(live.steward, [letter])).filter((one) => one.genuine);
	expect(requests.map((one) => one.join.person.sign)).toEqual([first.keys.sign]);
});

test('answers are kept half an hour; the same bytes get the same receipt from the entry itself', async () => {
	const [old, young] = [
		await letter(live.steward, { type: 'person.invited', invite: id(), role: 'member' }),
		await letter(live.steward, { type: 'person.invited', invite: id(), role: 'member' }),
	];
	const first = await post(live, live.steward, [old, young]);
	await live.sql(`update outcomes set at = now() - interval '31 minutes' where statement_id = $1`, [old.id]);
	await forgetOutcomes(admin.db);
	const kept = await live.sql('select statement_id from outcomes where statement_id = any($1)', [[old.id, young.id]]);
	expect(kept).toEqual([{ statement_id: young.id }]);
	const before = await entryCount(live);
	const again = await post(live, live.steward, [old]);
	expect(resultOf(await outcomeOf(live, old))).toBe('accepted');
	expect(again.body.outcomes?.[0]).toMatchObject({ receipt: { index: indexIn(first, 0) } });
	expect(await entryCount(live)).toBe(before);
});

test('who asks for counts without end keeps nobody else from one', async () => {
	const [greedy, other] = [await live.enrol(), await live.enrol()];
	const ask = async (of: Connection): Promise<string | null> => {
		const { sign: key, box } = of.identity.keys;
		const subjects = [{ kind: 'archive' as const, id: 'archive' as const }];
		return (await signedCount(live.context, { key, box, role: 'member' }, { nonce: id(), subjects })).count;
	};
	const many = Promise.allSettled(Array.from({ length: 60 }, () => ask(greedy)));
	expect(await ask(other)).toContain('archive');
	const [answered, refused] = [true, false].map(async (good) =>
		(await many).filter((one) => (one.status === 'fulfilled') === good),
	);
	expect(await answered).toHaveLength(20);
	expect((await refused)?.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(
		Array(40).fill('unavailable'),
	);
	expect(await ask(greedy)).toContain('archive');
});

test('statements are taken by their bytes, not only by their number', async () => {
	const [statement, signature, sealed] = [new Uint8Array(10), new Uint8Array(64), new Uint8Array(3 * 2 ** 20)];
	const people = Array.from({ length: 8 }, id);
	const read = admin.db.transaction().execute(async (tx) => {
		for (const actor of people)
			await tx
				.insertInto('pending')
				.values({ actor, statement_id: id(), statement, signature, sealed, prefix: null, founding: null })
				.execute();
		const first = await takePending(tx, 1000, []);
		const second = await takePending(tx, 1000, first.batch);
		const third = await takePending(tx, 3, []);
		throw new Seen([first, second, third].map(({ batch, more }) => ({ of: batch.map((one) => one.actor), more })));
	});
	// Rolled back: the notary beside must not see these.
	const { batches } = (await read.catch((error: unknown) => error)) as Seen;
	expect(batches).toEqual([
		{ of: people.slice(0, 6), more: true },
		{ of: people.slice(6), more: false },
		{ of: people.slice(0, 3), more: true },
	]);
});

class Seen extends Error {
	readonly batches: { of: string[]; more: boolean }[];
	constructor(batches: { of: string[]; more: boolean }[]) {
		super('seen');
		this.batches = batches;
	}
}
