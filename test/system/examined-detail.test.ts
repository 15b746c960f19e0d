import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenCase, openDetail } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { type Bytes, fromHex, toHex } from '../../src/domain/bytes.ts';
import { leafHash, rootOf } from '../../src/domain/ledger/merkle.ts';
import { type Command, examine, memorySource } from '../../workers/media/examine.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { folder, stock } from './media-files.ts';

// What an examination says of itself to the case, so that anybody can do it again.

let live: Live;
let worker: Connection;
let epochSecret: Bytes;
let lead: Connection;
let open: OpenCase;
beforeAll(async () => {
	live = await startLive();
	({ worker, epochSecret } = await enrolWorker(live));
	lead = await live.enrol();
	open = await openCase(lead);
});
afterAll(() => live.close());

interface Told {
	tools: { ffmpeg: string; ffprobe: string };
	commands: Command[];
	packets: { index: number; root: string }[];
}

/** Has a worker examine this content, and reads what it sealed to the case. */
async function toldOf(content: Uint8Array): Promise<Told> {
	const item = await deposit(lead, open, await openIntake(lead, open, {}), content);
	const stop = new AbortController();
	const running = new MediaWorker({ connection: worker, epochs: new Map([[1, epochSecret]]) }, true, () => {}).run(
		stop.signal,
	);
	const state = async () => (await live.sql('select state from items where id = $1', [item.id]))[0]?.['state'];
	await expect.poll(state, { timeout: 60_000 }).toBe('examined');
	stop.abort();
	await running;
	const { examined } = await itemEntries(lead, item.id);
	if (examined === undefined) throw new Error('nothing is said of the examination');
	return openDetail(open, examined).fields as unknown as Told;
}

test('an examination names its tools with their versions and every command, and the packet roots come out again by hand', async () => {
	const path = join(await folder(), 'a.mp4');
	const inputs = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=10:d=3', '-f', 'lavfi', '-i', 'sine=d=3'];
	await stock('ffmpeg', ...inputs, '-c:v', 'libx264', '-c:a', 'aac', path);
	const content = new Uint8Array(await readFile(path));
	const { tools, commands, packets } = await toldOf(content);

	for (const program of ['ffmpeg', 'ffprobe'] as const)
		expect(tools[program]).toBe(/version (\S+)/.exec(await stock(program, '-version'))?.[1]);
	expect(commands[0]?.program).toBe('ffprobe');
	expect(commands[0]?.args.slice(-5)).toEqual([
		'-print_format',
		'json',
		'-show_format',
		'-show_streams',
		'http://127.0.0.1:8000/input',
	]);
	// Some run beside each other: the order is not always the same.
	const run = (await examine(memorySource(content))).commands;
	expect(commands).toHaveLength(run.length);
	expect(commands).toEqual(expect.arrayContaining(run.map(({ program, args }) => ({ program, args: [...args] }))));

	const manifest = commands.find(({ args }) => args.includes('framehash'));
	const byHand = (manifest?.args ?? []).map((arg) =>
		arg === 'http://127.0.0.1:8000/input' ? path : arg === 'http,tcp' ? 'file' : arg === 'pipe:1' ? '-' : arg,
	);
	const rows = (await stock('ffmpeg', ...byHand)).split('\n').filter((row) => /^\d/.test(row));
	expect(packets).toHaveLength(2);
	for (const { index, root } of packets) {
		const cells = rows.map((row) => row.split(',').map((cell) => cell.trim())).filter(([of]) => Number(of) === index);
		expect(toHex(rootOf(cells.map((row) => leafHash(fromHex(row[5] as string)))))).toBe(root);
	}
});
