import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRunning, markOf, type ProcessMark } from '../../infra/embedded/proc.ts';
import { connect } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { forgetful } from '../../src/client/memory.ts';
import { Pin } from '../../src/client/pin.ts';
import { fromBase64, utf8 } from '../../src/domain/bytes.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { type Receipt, verifyReceipt } from '../../src/domain/ledger/receipt.ts';
import { parseStatement } from '../../src/domain/ledger/statement.ts';
import { answers } from '../../src/domain/wire.ts';
import { until } from './embedded/until.ts';
import { killAll } from './kill-all.ts';
import { type PutProxy, proxyFor } from './put-proxy.ts';
import { asked, foundWithCase, type Ran, type Running, startArchive } from './running.ts';

/** Small files share a pack; every large one goes in a part of its own. */
const [SMALL, LARGE] = [176, 24];

let archive: Running;
let proxy: PutProxy;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
	proxy = await proxyFor(archive, 'investigator');
});
afterAll(async () => {
	await proxy?.close();
	await archive?.stop();
});

/** Kills a process for good, and waits until it is gone. */
async function killNine(pid: number | undefined): Promise<void> {
	const mark = markOf(pid ?? -1);
	if (mark === undefined) throw new Error('there is no such process');
	process.kill(mark.pid, 'SIGKILL');
	await until('it is gone', () => !isRunning(mark as ProcessMark));
}

/** What looks after the copies is no part of a put: nothing but itself shows that it was started anew. */
async function copiesComeBack(): Promise<void> {
	const before = (await archive.pids()).get('copies');
	await killNine(before);
	const isAnother = async (): Promise<boolean> => ![undefined, before].includes((await archive.pids()).get('copies'));
	await expect.poll(isAnother, { timeout: 60_000 }).toBe(true);
}

async function killStart(): Promise<void> {
	const main = archive.main();
	const ended = once(main, 'exit');
	main.kill('SIGKILL');
	await ended;
	await archive.start();
}

test('kill -9 of each process in turn, and of all at once, during a put of 200 files: every file is kept once, every receipt verifies', async () => {
	const disk = join(archive.folder, 'disk');
	await mkdir(disk);
	for (let i = 0; i < SMALL; i++) await writeFile(join(disk, `letter ${i}.txt`), `letter ${i}`);
	for (let i = 0; i < LARGE; i++) await writeFile(join(disk, `recording ${i}.mp4`), Buffer.alloc(4.2 * 2 ** 20, i));

	let put: { child: { kill(signal: NodeJS.Signals): boolean }; ended: Promise<Ran> } | undefined;
	const turns: { name: string; kill: () => Promise<void> }[] = [
		{ name: 'copies', kill: copiesComeBack },
		{ name: 'media', kill: async () => killNine((await archive.pids()).get('media')) },
		{ name: 'notary', kill: async () => killNine((await archive.pids()).get('notary')) },
		{ name: 'api', kill: async () => killNine((await archive.pids()).get('api')) },
		{ name: 'postgres', kill: async () => killNine(await archive.postmaster()) },
		{ name: 'put', kill: async () => void put?.child.kill('SIGKILL') },
		{ name: 'start', kill: killStart },
		{
			name: 'all',
			kill: async () => {
				await killAll(archive);
				await archive.start();
			},
		},
	];
	const killed: string[] = [];
	proxy.onPart = async (n) => {
		if (n % 3 !== 2) return;
		const turn = turns[killed.length];
		if (turn === undefined) return;
		killed.push(turn.name);
		await turn.kill();
	};
	let ran: Ran;
	do {
		put = archive.spawnCustos('investigator', '--json', 'put', disk, '--case', 'GUL');
		ran = await put.ended;
	} while (ran.signal === 'SIGKILL');
	expect(ran.code, ran.err).toBe(0);
	expect(killed).toEqual(turns.map((one) => one.name));
	const said = JSON.parse(ran.out) as { kept: { path: string }[]; failed: unknown[] };
	expect(said.failed).toEqual([]);
	expect(new Set(said.kept.map((one) => one.path)).size).toBe(SMALL + LARGE);
	expect(said.kept).toHaveLength(SMALL + LARGE);
	const { items } = (await asked(archive, 'investigator', 'ls', '--case', 'GUL')) as {
		items: { path: string; kept: boolean }[];
	};
	expect(items).toHaveLength(SMALL + LARGE);
	expect(items.every((one) => one.kept)).toBe(true);
	await everyReceiptVerifies();
}, 300_000);

test('after all were killed at once the next start, which speaks the language of the system, finds everything again', async () => {
	const before = await keptItems();
	expect(before).toHaveLength(SMALL + LARGE);
	const receipts = await readFile(join(archive.profile('investigator'), 'receipts.jsonl'), 'utf8');
	await killAll(archive);
	await archive.start({ LC_ALL: 'ru_RU.UTF-8' });
	expect(archive.said.join('')).toContain('Custos работает');
	expect(await keptItems()).toEqual(before);
	await everyReceiptVerifies();
	const added = join(archive.folder, 'added.txt');
	await writeFile(added, 'one more');
	await asked(archive, 'investigator', 'put', added, '--case', 'GUL');
	expect(await readFile(join(archive.profile('investigator'), 'receipts.jsonl'), 'utf8')).toContain(receipts);
}, 300_000);

/** What was kept, by name; what is examined meanwhile is another matter. */
async function keptItems(): Promise<{ item: string; path: string }[]> {
	const { items } = (await asked(archive, 'investigator', 'ls', '--case', 'GUL')) as {
		items: { item: string; path: string; kept: boolean }[];
	};
	return items.filter((one) => one.kept).map(({ item, path }) => ({ item, path }));
}

/** Each against the pinned key, and its checkpoint as a beginning of the log as it is now. */
async function everyReceiptVerifies(): Promise<void> {
	const folder = archive.profile('investigator');
	const pin = { ...Pin.parse(JSON.parse(await readFile(join(folder, 'pin.json'), 'utf8'))), server: archive.server };
	const connection = await connect(pin, createIdentity(), forgetful());
	const lines = (await readFile(join(folder, 'receipts.jsonl'), 'utf8')).trim().split('\n');
	// A line torn by a kill was never acknowledged.
	const kept = lines
		.filter((line) => line.endsWith('}'))
		.map((line) => JSON.parse(line) as { statement: string; signature: string; receipt: Receipt });
	expect(kept.length).toBeGreaterThanOrEqual(SMALL + LARGE);
	const shown = kept.map(({ statement, signature, receipt }) => {
		const signed = { bytes: utf8(statement), signature: fromBase64(signature) };
		return verifyReceipt(signed, parseStatement(signed.bytes).type, receipt, connection.archive.key);
	});
	await connection.follow(shown.map((one) => one.checkpoint));
	const latest = await connection.http.json(answers.archive, '/v1/archive');
	await connection.follow([openCheckpoint(latest.checkpoint ?? '', connection.archive.key)]);
	expect(new Set(kept.map((one) => one.receipt.index)).size).toBe(kept.length);
}
