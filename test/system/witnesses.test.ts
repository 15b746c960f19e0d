import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Witnessing, witnessing } from '../../src/client/witnesses.ts';
import { parsePolicy } from '../../src/domain/ledger/policy.ts';
import { createWitness, type WitnessKeys, watchLog } from '../../workers/witness/folder.ts';
import { type Program, startProgram } from '../attack/program.ts';
import { freePorts } from './daemon.ts';
import { makeInvite } from './live/one-entry.ts';
import { type Live, startLive } from './live.ts';

// An archive whose policy asks two of three witnesses, each a process of its own.

interface Witness {
	keys: WitnessKeys;
	folder: string;
	port: number;
	program?: Program;
}

let folder: string;
let witnesses: Witness[];
let live: Live;

const start = async (one: Witness): Promise<void> => {
	one.program = startProgram('workers/witness/main.ts', { WITNESS_HOME: one.folder, PORT: String(one.port) });
	await one.program.ready;
};
const stop = async (one: Witness): Promise<void> => one.program?.stop();
const ask = async (): Promise<Witnessing> => {
	const found = await witnessing(live.steward);
	if (found === undefined) throw new Error('the archive says that it asks nobody');
	return found;
};
/** Waits until what the archive says of its witnesses is so. */
const until = (so: (found: Witnessing) => boolean): Promise<Witnessing> =>
	vi.waitUntil(
		async () => {
			const found = await ask();
			return so(found) ? found : undefined;
		},
		{ timeout: 60_000, interval: 100 },
	) as Promise<Witnessing>;
const size = async (): Promise<number> => (await ask()).told.entries;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-witnesses-'));
	const ports = await freePorts(3);
	witnesses = await Promise.all(
		ports.map(async (port, i) => {
			const own = join(folder, `w${i}`);
			return { keys: await createWitness(own, `w${i}.example`), folder: own, port };
		}),
	);
	const lines = witnesses.map(({ keys, port }, i) => `witness w${i} ${keys.vkey} http://127.0.0.1:${port}/`);
	live = await startLive({ policy: [...lines, 'group two 2 w0 w1 w2', 'quorum two', ''].join('\n') });
	for (const one of witnesses) await watchLog(one.folder, live.pin.log);
});
afterAll(async () => {
	await live?.close();
	await Promise.all(witnesses.map(stop));
	await rm(folder, { recursive: true });
});

test('while all witnesses are away the archive goes on, and says since when nobody witnesses it', async () => {
	await makeInvite(live.steward);
	const found = await until(({ told }) => told.states.every(({ trouble }) => trouble?.why === 'away'));
	expect(found.cosigned).toBeUndefined();
	const { founding } = await live.steward.http.json(
		(await import('../../src/domain/wire.ts')).answers.archive,
		'/v1/archive',
	);
	expect(found.told.since).toBe(JSON.parse(founding?.receipt.skeleton ?? '').time);
	// Addresses of witnesses are for the notary alone.
	expect(found.told.policy).toBe(
		[
			`log ${live.pin.log}`,
			...witnesses.map(({ keys }, i) => `witness w${i} ${keys.vkey}`),
			'group two 2 w0 w1 w2',
			'quorum two',
			'',
		].join('\n'),
	);
});

test('one is too few, and two are enough', async () => {
	await start(witnesses[0] as Witness);
	await makeInvite(live.steward);
	const one = await until(({ told }) => told.states[0]?.trouble === null);
	expect([one.cosigned, one.told.since === null]).toEqual([undefined, false]);
	await start(witnesses[1] as Witness);
	await makeInvite(live.steward);
	const two = await until(({ told }) => told.since === null);
	expect(two.cosigned).toMatchObject({ size: await size(), by: [{ name: 'w0' }, { name: 'w1' }], of: 3, enough: true });
	expect(two.told.states.map(({ trouble }) => trouble?.why)).toEqual([undefined, undefined, 'away']);
});

test('a hundred entries at once are a round or two, and the newest of them is cosigned', async () => {
	await Promise.all(Array.from({ length: 100 }, () => makeInvite(live.steward)));
	const all = await size();
	const found = await until(({ cosigned, told }) => told.since === null && cosigned?.size === all);
	expect(found.cosigned?.by).toHaveLength(2);
});

test('keys of one’s own decide, whatever the archive calls enough', async () => {
	const [first, , third] = witnesses as [Witness, Witness, Witness];
	const mine = (...of: Witness[]): string =>
		[
			...of.map(({ keys }, i) => `witness own${i} ${keys.vkey}`),
			`group g all ${of.map((_, i) => `own${i}`).join(' ')}`,
			'quorum g',
			'',
		].join('\n');
	expect((await witnessing(live.steward, parsePolicy(mine(first))))?.cosigned).toMatchObject({ enough: true, of: 1 });
	expect((await witnessing(live.steward, parsePolicy(mine(first, third))))?.cosigned).toMatchObject({
		by: [{ name: 'own0' }],
		enough: false,
	});
});

test('when one of the two goes, what was cosigned stays, and what comes is said to be unwitnessed', async () => {
	const before = (await ask()).cosigned?.size;
	await stop(witnesses[1] as Witness);
	await makeInvite(live.steward);
	const gone = await until(({ told }) => told.states[1]?.trouble?.why === 'away');
	expect(gone.cosigned?.size).toBe(before);
	expect(gone.told).toMatchObject({ since: expect.any(String), entries: (before ?? 0) + 1 });
	await start(witnesses[1] as Witness);
	await makeInvite(live.steward);
	await until(({ told }) => told.since === null);
	expect(live.notary.failure()).toBeUndefined();
});
