import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../src/api/app.ts';
import { createOutcomes } from '../../src/app/outcomes.ts';
import type { Connection } from '../../src/client/connection.ts';
import { connect, type Listening, listen as listenTo } from '../../src/db/connect.ts';
import { letter } from './live/raw.ts';
import { type Live, listen, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

// The API hears of the notary's answers on a connection of its own. It is cut: answers still come, and it is back.

let live: Live;
let ear: Listening;
let heard = 0;
let [server, person] = ['', undefined as unknown as Connection];
let close: () => Promise<void>;

beforeAll(async () => {
	live = await startLive();
	const url = databaseUrl({ ...live.database.connection, user: 'custos_api' });
	const own = connect(url, { max: 4 });
	ear = listenTo(url, 'custos_outcomes');
	const outcomes = createOutcomes(own.db, ear);
	const { onHeard } = ear;
	ear.onHeard = () => {
		heard += 1;
		onHeard();
	};
	const api = createApi({ ...live.context, db: own.db, outcomes }, () => undefined);
	const { http, ...at } = await listen(api.fetch);
	({ server } = at);
	person = await live.connect(live.steward.identity, server);
	close = async () => {
		await new Promise((resolve) => {
			http.close(resolve);
			if ('closeAllConnections' in http) http.closeAllConnections();
		});
		await ear.close();
		await own.pool.end();
	};
});
afterAll(async () => {
	await close();
	await live.close();
});

/** The status of the answer to a statement: 200 with its receipt, 202 where the API waited in vain. */
async function state(): Promise<number> {
	const id = crypto.randomUUID().replaceAll('-', '');
	const { statement, signature } = await letter(live.steward, { type: 'person.invited', invite: id, role: 'member' });
	const body = JSON.stringify({ statements: [{ statement, signature }] });
	const headers = { 'content-type': 'application/json' };
	return (await person.send('/v1/statements', { method: 'POST', headers, body })).status;
}
const backends = async () =>
	(
		await live.sql(
			`select pid from pg_stat_activity where datname = current_database() and query = 'listen "custos_outcomes"'`,
		)
	).map((row) => row['pid'] as number);
const listening = () => expect.poll(() => ear.listens, { timeout: 10_000 }).toBe(true);

test('an answer is heard of', async () => {
	await listening();
	expect(await state()).toBe(200);
	expect(heard).toBeGreaterThan(0);
});

test('the connection is cut: receipts come within the request all the same, and soon it hears again', async () => {
	const [before] = await backends();
	await live.sql('select pg_terminate_backend($1)', [before]);
	await expect.poll(() => ear.listens, { interval: 1 }).toBe(false);
	heard = 0;
	expect(await Promise.all([state(), state(), state()])).toEqual([200, 200, 200]);
	await listening();
	const [after] = await backends();
	expect(after).not.toBe(before);
	heard = 0;
	expect(await state()).toBe(200);
	expect(heard).toBeGreaterThan(0);
});

test('cut again and again, it comes back each time, with one connection', async () => {
	for (let i = 0; i < 2; i++) {
		for (const pid of await backends()) await live.sql('select pg_terminate_backend($1)', [pid]);
		await expect.poll(() => ear.listens, { interval: 1 }).toBe(false);
		await listening();
	}
	expect(await backends()).toHaveLength(1);
	expect(await state()).toBe(200);
});
