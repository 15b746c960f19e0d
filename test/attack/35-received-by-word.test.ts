import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { put } from '../../src/client/put/put.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import { type Deposited, deposit } from '../system/live/deposit.ts';
import { memoryJournal, putInHand } from '../system/live/put-in-hand.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 35, when an answer is lost: the server says that it has received an item. A put believes only the entry of its own statement.

let live: Live;
let lies: LyingApi;
let through: Connection;
let open: OpenCase;
let other: Deposited;
let proofOfOther: EntryText;

beforeAll(async () => {
	live = await startLive();
	lies = await startLyingApi(live);
	await enrolWorker(live);
	const lead = await live.enrol();
	open = await openCase(lead);
	other = await deposit(lead, open, await openIntake(lead, open, {}), utf8('footage'));
	through = await live.connect(lead.identity, lies.server);
	lies.lie = (path, body: States) => {
		if (path.endsWith('/states')) proofOfOther = body.states[0]?.proof as EntryText;
		return body;
	};
	const { states } = (await (
		await through.send(`/v1/cases/${open.id}/states`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items: [other.id], proofs: 'received' }),
		})
	).json()) as States;
	expect(states).toMatchObject([{ item: other.id, state: 'received', kept: false }]);
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await live.close();
});

type States = { states: { item: string; state: string; kept: boolean; proof?: EntryText }[] };

async function disk(name: string): Promise<string> {
	const folder = join(live.folder, name);
	await mkdir(folder);
	for (let i = 0; i < 3; i++) await writeFile(join(folder, `letter ${i}`), `letter ${i} of ${name}`);
	return folder;
}

/** Every statement but the intake's gets through, and its answer is another. */
function staleAnswers(statesOf: (states: States['states']) => States['states']) {
	lies.lie = (path, body: { outcomes?: ({ receipt?: { skeleton: string } } | null)[] } & States) => {
		if (path.endsWith('/states')) return { states: statesOf(body.states) };
		if (path !== '/v1/statements') return body;
		return {
			outcomes: body.outcomes?.map((one) =>
				one?.receipt?.skeleton.includes('item.received') ? { error: { code: 'stale', message: 'sign again' } } : one,
			),
		};
	};
}

test('the answer was lost and the entries are shown: nothing is stated twice', async () => {
	staleAnswers((states) => states);
	const summary = await put(putInHand(through, open, [await disk('lost')]));
	expect(summary.items).toHaveLength(3);
	expect(summary.failed).toEqual([]);
});

test('its word alone is not believed, at the end of a put or when it is taken up again', async () => {
	staleAnswers((states) => states.map(({ proof: _, ...one }) => one));
	const [journal, folder] = [memoryJournal(), await disk('word')];
	await expect(put(putInHand(through, open, [folder], journal))).rejects.toMatchObject({
		code: expect.stringMatching(/^(stale|denied)$/) as string,
	});
	await expect(put(putInHand(through, open, [folder], journal))).rejects.toMatchObject({
		code: expect.stringMatching(/^(stale|denied)$/) as string,
	});
	lies.lie = undefined;
	const summary = await put(putInHand(through, open, [folder], journal));
	expect(summary.items).toHaveLength(3);
});

test('the entry of another item is refused', async () => {
	const [journal, folder] = [memoryJournal(), await disk('entry')];
	staleAnswers((states) => states.map((one) => ({ ...one, proof: proofOfOther })));
	await expect(put(putInHand(through, open, [folder], journal))).rejects.toMatchObject({ code: 'bad-proof' });
});
