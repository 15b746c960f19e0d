import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { followKeys, type ServedLog } from '../../src/cli/monitor/follow.ts';
import { openMirror } from '../../src/cli/monitor/mirror.ts';
import { servedLog } from '../../src/cli/monitor/served-log.ts';
import { rotateLogKey } from '../../src/client/log-key.ts';
import { holdCard, makeCard } from '../../src/client/suspension-card.ts';
import { witnessing } from '../../src/client/witnesses.ts';
import { openCheckpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { keyOfSpans, newestText, signerOf } from '../../src/domain/ledger/log-keys.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { formatAddCheckpoint } from '../../src/domain/ledger/witness.ts';
import { prepareKey } from '../../workers/notary/keys.ts';
import { createWitness, type WitnessKeys, watchLog } from '../../workers/witness/folder.ts';
import { witnessStatus } from '../../workers/witness/status.ts';
import { type Program, startProgram } from '../attack/program.ts';
import { freePorts } from './daemon.ts';
import { type Live, openCase, startLive } from './live.ts';

// A loaded machine takes its time, and nothing here depends on it.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

// Who follows the log from outside: monitors by what is proven, witnesses by what their operator says.

let live: Live;
let folder: string;
let witness: { keys: WitnessKeys; program: Program };
let address: string;
let first: string;
let oldSeed: Uint8Array;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-log-key-'));
	const [port] = (await freePorts(1)) as [number];
	const keys = await createWitness(join(folder, 'witness'), 'w.example');
	const policy = `witness w ${keys.vkey} http://127.0.0.1:${port}/\nquorum w\n`;
	address = `http://127.0.0.1:${port}`;
	const program = startProgram('workers/witness/main.ts', {
		WITNESS_HOME: join(folder, 'witness'),
		PORT: String(port),
	});
	await program.ready;
	witness = { keys, program };
	live = await startLive({ policy });
	first = newestText(live.steward.archive.key);
	oldSeed = live.notary.started.keys.logSeed.slice();
	await watchLog(join(folder, 'witness'), first);
	await cosigned();
});
afterAll(async () => {
	await live.close();
	await witness.program.stop();
	await rm(folder, { recursive: true });
});

/** Waits until the witness has cosigned the newest checkpoint. */
async function cosigned(): Promise<number> {
	const size = await vi.waitUntil(
		async () => {
			const found = await witnessing(live.steward);
			return found?.cosigned !== undefined && found.cosigned.size === found.told.entries
				? found.cosigned.size
				: undefined;
		},
		{ timeout: 90_000, interval: 200 },
	);
	return size as number;
}
const monitored = async (key = first, log?: ServedLog) => {
	const mirror = await openMirror(join(folder, 'mirror'));
	const spans = await mirror.keys();
	const served = log ?? servedLog(`${live.server}/v1/log`, new AbortController().signal);
	return followKeys(served, spans === undefined ? parseKey(key) : keyOfSpans(spans), mirror);
};

test('monitors, witnesses and cards follow; a key that has ended moves none of them', async () => {
	const { steward } = live;
	const member = await live.enrol();
	const { code } = await makeCard(member);
	expect(await monitored()).toMatchObject({ state: 'followed' });
	const { vkey } = await prepareKey(join(live.folder, 'notary'), steward.archive.origin);
	await live.notary.sayTime();
	await rotateLogKey(steward, vkey);
	// The final checkpoint is the old key's, and everybody's newest: nobody needs to know more yet.
	expect(await monitored()).toMatchObject({ state: 'followed' });
	await openCase(steward);
	const final = steward.archive.key.ends?.size as number;
	await live.notary.sayTime();

	const round = await monitored();
	expect(round).toMatchObject({ state: 'followed' });
	expect(round.size).toBeGreaterThan(final);
	expect(JSON.parse(await readFile(join(folder, 'mirror', 'log-keys.json'), 'utf8'))).toEqual({
		first,
		next: [{ after: final, key: vkey }],
	});

	await vi.waitUntil(
		async () => (await witnessing(steward))?.told.states.some(({ trouble }) => trouble?.why === 'refused'),
		{ timeout: 90_000, interval: 200 },
	);
	await expect(watchLog(join(folder, 'witness'), vkey)).rejects.toMatchObject({ code: 'conflict' });
	await watchLog(join(folder, 'witness'), vkey, true);
	await openCase(steward, [], 'SEC');
	expect(await cosigned()).toBeGreaterThan(final);
	expect((await witnessStatus(join(folder, 'witness'))).logs).toHaveLength(1);
	expect((await witnessing(steward))?.told.policy).toContain(vkey);

	// A card made when the first key was the log's, in the hand of somebody who knows that key alone.
	const held = await holdCard(live.server, code, first);
	expect(held).toMatchObject({ inForce: true });
	await expect(held.use(new Date())).resolves.toMatchObject({ index: expect.any(Number) });
	await expect(holdCard(live.server, code, `${first.slice(0, -2)}A=`)).rejects.toMatchObject({ code: 'bad-key' });

	// Whoever holds the old key goes on with it.
	const { origin } = steward.archive;
	const seen = await steward.seen();
	const note = signCheckpoint({ origin, size: seen.size + 1, root: seen.root }, oldSeed);
	const alone = parseKey(first);
	expect(openCheckpoint(note, alone)).toMatchObject({ size: seen.size + 1 });
	expect(signerOf(steward.archive.key, seen.size + 1)).not.toBe(steward.archive.key);
	expect(() => openCheckpoint(note, steward.archive.key)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
	const served = servedLog(`${live.server}/v1/log`, new AbortController().signal);
	const thief: ServedLog = { ...served, checkpoint: async () => note, links: served.links };
	expect(await monitored(first, thief)).toMatchObject({ state: 'alarm', alarm: 'not-signed' });
	const size = await cosigned();
	const root = live.notary.started.tree.root();
	expect(live.notary.started.tree.size).toBe(size);
	const body = formatAddCheckpoint({ old: size, proof: [], note: signCheckpoint({ origin, size, root }, oldSeed) });
	const answer = await fetch(`${address}/add-checkpoint`, { method: 'POST', body });
	expect(answer.status).toBe(403);
});
