import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { parsePolicy } from '../../src/domain/ledger/policy.ts';
import { type Verdict, verifyBag } from '../../src/report/verify/verify-bag.ts';
import { createWitness, type WitnessKeys, watchLog } from '../../workers/witness/folder.ts';
import { type Program, startProgram } from '../attack/program.ts';
import { freePorts } from './daemon.ts';
import { deposit } from './live/deposit.ts';
import { forCourt, madeReport } from './live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// A report of an archive that a witness watches: the bag says it, and proves it to whoever has the witness's key.

let folder: string;
let keys: WitnessKeys;
let witness: Program;
let live: Live;
let lead: Connection;
let open: OpenCase;
let item: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-report-witnessed-'));
	keys = await createWitness(folder, 'witness.example/w1');
	const [port] = (await freePorts(1)) as [number];
	live = await startLive({ policy: `witness w1 ${keys.vkey} http://127.0.0.1:${port}\nquorum w1\n` });
	await watchLog(folder, live.pin.log);
	witness = startProgram('workers/witness/main.ts', { WITNESS_HOME: folder, PORT: String(port) });
	await witness.ready;
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead);
	const intake = await openIntake(lead, open, { received: 'by hand' });
	item = (await deposit(lead, open, intake, utf8('one'))).id;
});
afterAll(async () => {
	await live.close();
	await witness.stop();
	await rm(folder, { recursive: true });
});

/** Makes a report, and verifies it with the witness's key and without. */
async function verdicts(): Promise<{ own: Verdict; bags: Verdict }> {
	const bag = await madeReport(lead, forCourt(open, [item], { withNotes: true }));
	const policy = parsePolicy(`log ${live.pin.log}\nwitness theirs ${keys.vkey}\nquorum theirs\n`);
	return { own: await verifyBag(bag, { policy }), bags: await verifyBag(bag) };
}

test('the bag has the checkpoint that the witness cosigned, with every entry of the report under it', async () => {
	const { own, bags } = await verdicts();
	expect(own.checks.filter((one) => one.state !== 'pass')).toEqual([]);
	expect(own).toMatchObject({ result: 'confirmed', witnesses: { by: ['theirs'], of: 1, own: false } });
	expect(bags).toMatchObject({ result: 'consistent', witnesses: { by: ['w1'], own: true } });
});

test('while the witness is away a report is made all the same, and says how far the log was witnessed', async () => {
	await witness.stop();
	const { own, bags } = await verdicts();
	expect(bags.result).toBe('consistent');
	const [failed] = own.checks.filter((one) => !one.ok);
	expect(own.result).toBe('failed');
	expect(failed).toMatchObject({
		key: 'witnesses',
		reason: expect.stringMatching(/^witnesses cosigned the first \d+ entries/),
	});
});
