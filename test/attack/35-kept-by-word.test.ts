import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { waitUntilKept } from '../../src/client/put/kept.ts';
import { submit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import type { EntryText } from '../../src/domain/ledger/receipt.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Deposited, deposit } from '../system/live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 35, the other way round: the server says that an item is kept. A depositor may wipe the disk only on a proven entry.

let live: Live;
let lies: LyingApi;
let worker: Connection;
let through: Connection;
let open: OpenCase;
let items: Deposited[];

beforeAll(async () => {
	live = await startLive();
	lies = await startLyingApi(live);
	({ worker } = await enrolWorker(live));
	const lead = await live.enrol();
	open = await openCase(lead);
	const intake = await openIntake(lead, open, {});
	items = [await deposit(lead, open, intake, utf8('footage')), await deposit(lead, open, intake, utf8('footage'))];
	through = await live.connect(lead.identity, lies.server);
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await live.close();
});

type States = { states: { item: string; state: string; kept: boolean; proof?: EntryText }[] };

const wait = (id: string, signal?: AbortSignal) =>
	waitUntilKept(through, open.id, [id], signal === undefined ? {} : { signal });

test('its word alone is not believed: the wait goes on', async () => {
	const [item] = items as [Deposited];
	lies.lie = (path, body: States) =>
		path.endsWith('/states') ? { states: body.states.map((one) => ({ ...one, state: 'kept', kept: true })) } : body;
	await expect(wait(item.id, AbortSignal.timeout(700))).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('another entry in place of the proof is refused; the true one ends the wait', async () => {
	const [item, other] = items as [Deposited, Deposited];
	const fields = {
		case: open.id,
		generation: 1,
		item: other.id,
		prefix: toHex(platform.sha256(other.prefix)),
		sha256: other.body.sha256,
	};
	await submit(worker, [{ type: 'item.kept', fields }]);
	let proof: EntryText | undefined;
	lies.lie = (path, body: States) => {
		if (path.endsWith('/states')) proof = body.states[0]?.proof;
		return body;
	};
	expect(await wait(other.id)).toEqual([]);
	expect(proof).toBeDefined();
	lies.lie = (path, body: States) =>
		path.endsWith('/states') ? { states: body.states.map((one) => ({ ...one, kept: true, proof })) } : body;
	await expect(wait(item.id)).rejects.toMatchObject({ code: 'bad-proof' });
});
