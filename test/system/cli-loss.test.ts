import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createWitness, watchLog } from '../../workers/witness/folder.ts';
import { type Program, startProgram } from '../attack/program.ts';
import { freePorts } from './daemon.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

// A machine is gone, its newest backup lacks the last entries, and a witness has seen them: what people type then.

let folder: string;
let archive: Running;
let witness: Program;
let seenBefore: string;
let saidBefore: number;
/** The checkpoint of what is lost. */
let lost: string;
const me = 'investigator';
const custos = (...args: string[]) => archive.custos(me, ...args);
const status = () =>
	asked(archive, me, 'status') as Promise<{ log: string; checkpoint: { size: number }; witnesses: Told }>;
const stopMain = async (): Promise<void> => {
	archive.main().kill('SIGTERM');
	await vi.waitUntil(() => archive.main().exitCode !== null, { timeout: 60_000, interval: 100 });
};
interface Told {
	size: number | null;
	unwitnessedSince: string | null;
	held: { size: number; entries: number } | null;
	states: { trouble: { why: string } | null }[];
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-loss-'));
	const home = join(folder, 'witness');
	const { vkey } = await createWitness(home, 'witness.example/w1');
	const [port] = (await freePorts(1)) as [number];
	const policy = join(folder, 'policy');
	await writeFile(policy, `witness w1 ${vkey} http://127.0.0.1:${port}\nquorum w1\n`);
	witness = startProgram('workers/witness/main.ts', { WITNESS_HOME: home, PORT: String(port) });
	await witness.ready;
	archive = await startArchive({ WITNESS_POLICY: policy });
	process.env['CUSTOS_HOME'] = archive.home;
	await foundWithCase(archive);
	await watchLog(home, (await status()).log);
});
afterAll(async () => {
	delete process.env['CUSTOS_HOME'];
	await archive?.stop();
	await witness.stop();
	await rm(folder, { recursive: true });
});

test('status says how far the log is witnessed', async () => {
	await asked(archive, me, 'backup', join(folder, 'copy'));
	await asked(archive, me, 'invite', '--name', 'after the backup');
	const found = await vi.waitUntil(
		async () => {
			const now = await status();
			return now.witnesses.unwitnessedSince === null && now.witnesses.size === now.checkpoint.size ? now : undefined;
		},
		{ timeout: 60_000, interval: 200 },
	);
	expect(found.witnesses).toMatchObject({ held: null, states: [{ trouble: null }] });
	const { out } = await custos('status');
	expect(out).toMatch(/^Witnesses {3}\d+ entries countersigned by 1 of 1, last \d{4}-/m);
});

test('the restored archive takes nothing in, and nobody who saw more goes on without being told', async () => {
	await stopMain();
	await rm(archive.database, { recursive: true, force: true });
	await rm(archive.home, { recursive: true, force: true });
	const recovery = join(archive.folder, 'recovery.key');
	const restored = await custos('restore', join(folder, 'copy'), '--recovery', recovery, '--nothing-newer');
	expect(restored).toMatchObject({ code: 0, out: expect.stringMatching(/its keys are in no backup.*--role worker/) });
	saidBefore = archive.said.length;
	await archive.start();
	expect(archive.said.join('')).toMatch(/behind: the witness w1 cosigned/);
	expect(await custos('people')).toMatchObject({ code: 1, err: expect.stringContaining('custos loss list') });
	expect(await custos('loss', 'list')).toMatchObject({ code: 0, out: 'No loss was ever stated.\n' });
	expect(await custos('loss', 'accept')).toMatchObject({
		code: 1,
		err: expect.stringContaining('no steward has stated'),
	});
	seenBefore = join(folder, 'checkpoint.json');
	await copyFile(join(archive.profile(me), 'checkpoint.json'), seenBefore);
});

test('a steward states the loss, and the log goes on', async () => {
	const stated = await asked(archive, me, 'loss', 'state');
	lost = String(stated['checkpoint']);
	expect(stated).toMatchObject({ index: stated['from'], size: expect.any(Number) });
	expect(await custos('people')).toMatchObject({ code: 0 });
	await asked(archive, me, 'invite', '--name', 'after the loss');
	const told = await vi.waitUntil(
		async () => {
			const { witnesses } = await status();
			return witnesses.states[0]?.trouble?.why === 'lost' ? witnesses : undefined;
		},
		{ timeout: 90_000, interval: 500 },
	);
	expect(told).toMatchObject({ held: null, unwitnessedSince: expect.any(String) });
	const { out } = await custos('status');
	expect(out).toContain('signs no other history');
	const since = String(told.unwitnessedSince).replace(/^(.{10})T(.{8}).*$/, '$1 $2 UTC');
	expect(since).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
	expect(out).toMatch(new RegExp(`^ +UNWITNESSED since ${since}: (one entry|\\d+ entries)$`, 'm'));
});

test('where no witness holds the archive, nobody guesses where a loss begins', async () => {
	const file = join(folder, 'lost.checkpoint');
	await writeFile(file, lost);
	const { size } = (await status()).checkpoint;
	const state = (...more: string[]) => custos('loss', 'state', '--checkpoint', file, ...more);
	expect(await state()).toMatchObject({ code: 2, err: expect.stringContaining('give --from') });
	expect(await state('--from', '1000000')).toMatchObject({ code: 2, err: expect.stringContaining('not among them') });
	expect((await status()).checkpoint.size).toBe(size);
});

test('who saw what is lost is stopped until they say that they know', async () => {
	await copyFile(seenBefore, join(archive.profile(me), 'checkpoint.json'));
	expect(await custos('people')).toMatchObject({ code: 1 });
	// Whoever stated it knows of it: what they saw since does not go the same way unseen.
	expect(await custos('loss', 'accept')).toMatchObject({ code: 1, err: expect.stringContaining('does not explain') });
	// Another device of theirs, where they have not said so yet.
	await rm(join(archive.profile(me), 'losses.json'));
	expect(await custos('loss', 'accept')).toMatchObject({
		code: 0,
		out: expect.stringMatching(/^Entry \d+, by P-\w+ on .* lost\.\nYou had seen \d+ entries/),
	});
	expect(await custos('people')).toMatchObject({ code: 0 });
});

test('the worker, whose keys are in no backup, waits and says how it comes in again; then what waited is kept', async () => {
	const heard = (): string[] =>
		archive.said
			.slice(saidBefore)
			.join('')
			.split('\n')
			.filter((line) => /^media: .*(waits|enrolled|conflict|ended)/.test(line));
	await expect
		.poll(heard, { timeout: 60_000, interval: 200 })
		.toEqual([expect.stringMatching(/^media: waits to be invited anew: .*`custos invite --role worker`/)]);
	const disk = join(folder, 'disk');
	await mkdir(disk);
	await writeFile(join(disk, 'letter.txt'), 'put while nobody keeps it');
	await asked(archive, me, 'put', disk, '--case', 'GUL', '--no-wait');
	const { invite } = await asked(archive, me, 'invite', '--role', 'worker', '--name', 'the new worker');
	await stopMain();
	saidBefore = archive.said.length;
	await archive.start({ INVITE: String(invite) });
	await expect
		.poll(() => asked(archive, me, 'approve', '--all'), { timeout: 60_000, interval: 500 })
		.toMatchObject({ approved: [{}] });
	await expect
		.poll(
			async () => {
				await asked(archive, me, 'retry', '--waiting');
				return (await asked(archive, me, 'status', '--case', 'GUL'))['cases'];
			},
			{ timeout: 60_000, interval: 500 },
		)
		.toMatchObject([{ received: 0, kept: 1 }]);
	// At the next start nothing is waited for, and nothing is said to be; the invite is needed no more.
	await stopMain();
	saidBefore = archive.said.length;
	await archive.start();
	await expect.poll(heard, { timeout: 60_000, interval: 200 }).toEqual(['media: is enrolled and works']);
});
