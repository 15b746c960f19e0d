import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8 } from '../../src/domain/bytes.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { addCosignatures, cosignedAt, parseWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { leafHash, rootOf } from '../../src/domain/ledger/merkle.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { formatAddCheckpoint, originHash } from '../../src/domain/ledger/witness.ts';
import { platform } from '../../src/domain/platform/node.ts';

// `custos witness` as another organisation types it: no archive, no account, no passphrase.

const program = fileURLToPath(new URL('../../src/cli/custos.ts', import.meta.url));
const seed = platform.randomBytes(32);
const ORIGIN = 'custos/22f1b29c1d231a00';
const logKey = formatKey(ORIGIN, platform.ed25519Public(seed));
const checkpoint = (size: number, text = 'entry'): string =>
	signCheckpoint(
		{ origin: ORIGIN, size, root: rootOf(Array.from({ length: size }, (_, i) => leafHash(utf8(`${text} ${i}`)))) },
		seed,
	);

let folder: string;
let home: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-cli-witness-'));
	home = join(folder, 'witness');
});
afterAll(async () => {
	for (const one of running) one.kill('SIGKILL');
	await rm(folder, { recursive: true, force: true });
});

function start(...args: string[]): ChildProcess {
	const child = spawn(process.execPath, [program, ...args], {
		env: { PATH: process.env['PATH'], LANG: 'C', CUSTOS_PROFILE: '/nonexistent' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running.push(child);
	return child;
}

async function custos(...args: string[]): Promise<{ code: number; out: string; err: string }> {
	const child = start(...args);
	let [out, err] = ['', ''];
	child.stdout?.on('data', (data: Buffer) => {
		out += data.toString();
	});
	child.stderr?.on('data', (data: Buffer) => {
		err += data.toString();
	});
	const [code] = (await once(child, 'close')) as [number];
	return { code, out, err };
}

let address: string;
const ask = (note: string): Promise<Response> =>
	fetch(`${address}/add-checkpoint`, { method: 'POST', body: formatAddCheckpoint({ old: 0, proof: [], note }) });

test('a witness is made once, and says its key', async () => {
	const made = await custos('witness', 'init', home, '--name', 'witness.example/w1');
	expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/ {2}witness\.example\/w1\+[0-9a-f]{8}\+\S+\n/) });
	const again = await custos('--lang', 'ru', 'witness', 'init', home, '--name', 'witness.example/w1');
	expect(again).toMatchObject({ code: 1, err: expect.stringContaining('there is a witness in this folder') });
	expect(await custos('witness', 'init', join(folder, 'w2'), '--name', 'two words')).toMatchObject({ code: 1 });
});

test('while it serves a log is given to it, it countersigns, and its status says so', async () => {
	const serving = start('--json', 'witness', 'serve', home, '--port', '0');
	const [line] = (await once(createInterface({ input: serving.stdout as NodeJS.ReadableStream }), 'line')) as [string];
	const ready = JSON.parse(line) as { address: string; key: string; logs: number };
	expect(ready).toMatchObject({ ready: 'witness', logs: 0 });
	address = ready.address;
	expect((await ask(checkpoint(3))).status).toBe(404);

	const file = join(folder, 'log.key');
	await writeFile(file, `${logKey}\n`);
	const watched = await custos('--json', 'witness', 'watch', home, file);
	expect(JSON.parse(watched.out)).toMatchObject({ key: ready.key, logs: [{ log: ORIGIN, size: 0, at: null }] });
	const reading = `${address}/checkpoint/${originHash(ORIGIN)}`;
	expect((await fetch(reading)).status).toBe(404);
	const answer = await ask(checkpoint(3));
	const key = parseWitnessKey(ready.key);
	expect(cosignedAt(addCosignatures(checkpoint(3), await answer.text(), [key]), key)).toBeGreaterThan(0);
	expect(await (await fetch(reading)).text()).toBe(checkpoint(3));

	const status = await custos('witness', 'status', home);
	expect(status.out).toMatch(new RegExp(`${ORIGIN} +3 {2}\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\n`));
	expect(status.out).not.toContain('against what was seen');

	serving.kill('SIGTERM');
	expect(await once(serving, 'close')).toEqual([0, null]);
});

test('what a log signed against what was seen of it is named', async () => {
	const serving = start('--json', 'witness', 'serve', home, '--port', '0');
	const [line] = (await once(createInterface({ input: serving.stdout as NodeJS.ReadableStream }), 'line')) as [string];
	address = (JSON.parse(line) as { address: string }).address;
	const other = formatAddCheckpoint({ old: 3, proof: [], note: checkpoint(3, 'other') });
	expect((await fetch(`${address}/add-checkpoint`, { method: 'POST', body: other })).status).toBe(409);
	const status = JSON.parse((await custos('--json', 'witness', 'status', home)).out);
	expect(status).toMatchObject({ contradictions: [expect.stringContaining('signed-otherwise')] });
	const second = await custos('witness', 'serve', home, '--port', '0');
	expect(second).toMatchObject({ code: 1, err: expect.stringContaining('is running a witness for this home') });
	serving.kill('SIGTERM');
	await once(serving, 'close');
});

test('what is typed wrongly is said', async () => {
	const key = await custos('witness', 'watch', home, `${logKey.slice(0, -4)}AAAA`);
	expect(key).toMatchObject({ code: 1, err: expect.stringContaining('not an Ed25519 log key') });
	expect(await custos('witness', 'serve', home, '--port', 'http')).toMatchObject({ code: 2 });
	const nowhere = await custos('witness', 'status', join(folder, 'nowhere'));
	expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('there is no witness in this folder') });
});
