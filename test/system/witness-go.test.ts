import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { witnessing } from '../../src/client/witnesses.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { parseNote } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { createWitness, type WitnessKeys, watchLog } from '../../workers/witness/folder.ts';
import { type Program, startProgram } from '../attack/program.ts';
import { goPackages, goProgram, goThere } from './go-program.ts';
import { makeInvite } from './live/one-entry.ts';
import { type Live, startLive } from './live.ts';
import { needs } from './needs.ts';

// By the letter of C2SP, in both directions: a witness and a log that were written apart from ours, in Go.

const run = promisify(execFile);

let folder: string;
let cosign: string;
let live: Live | undefined;
let ours: Program | undefined;
let keys: WitnessKeys;
let address: string;
const running: ChildProcess[] = [];

function start(...args: string[]): { child: ChildProcess; line: () => Promise<string> } {
	const child = spawn(cosign, args, { stdio: ['pipe', 'pipe', 'inherit'] });
	running.push(child);
	const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
	return { child, line: async () => String((await lines.next()).value) };
}

beforeAll(async () => {
	if (!goThere) return;
	folder = await mkdtemp(join(tmpdir(), 'custos-go-'));
	cosign = await goProgram('cosign', folder);
	keys = await createWitness(join(folder, 'witness'), 'witness.example/w1');
	ours = startProgram('workers/witness/main.ts', { WITNESS_HOME: join(folder, 'witness'), PORT: '0' });
	address = `http://127.0.0.1:${(await ours.ready)['port']}`;
}, 300_000);
afterAll(async () => {
	for (const one of running) one.kill('SIGKILL');
	await live?.close();
	await ours?.stop();
	if (goThere) await rm(folder, { recursive: true });
});

test('a log in Go has its checkpoints cosigned by our witness, and opens what it gets', async ({ skip }) => {
	needs(goThere, goPackages, skip);
	const log = start('ask', address, keys.vkey);
	await watchLog(join(folder, 'witness'), await log.line());
	log.child.stdin?.write('\n');
	expect([await log.line(), await log.line(), await log.line(), await log.line()]).toEqual([
		'5 2',
		'13 2',
		'13 2',
		'64 2',
	]);
	if (log.child.exitCode === null) await once(log.child, 'exit');
	expect(log.child.exitCode).toBe(0);
});

test('our notary has its checkpoints cosigned by a witness in Go and by ours, and Go opens the note', async ({
	skip,
}) => {
	needs(goThere, goPackages, skip);
	const seed = platform.randomBytes(32);
	const vkey = formatWitnessKey('go.example/w', platform.ed25519Public(seed));

	const lines = [
		`witness go ${vkey} http://127.0.0.1:${await forward()}`,
		`witness ours ${keys.vkey} ${address}`,
		'group both all go ours',
		'quorum both',
		'',
	];
	live = await startLive({ policy: lines.join('\n') });
	const { steward, pin } = live;
	await watchLog(join(folder, 'witness'), pin.log);
	const witness = start('serve', pin.log, 'go.example/w', toHex(seed));
	const [again, at] = (await witness.line()).split(' ') as [string, string];
	expect(again).toBe(vkey);
	behind = Number(at.split(':').at(-1));
	for (let i = 0; i < 3; i++) {
		await makeInvite(steward);
		await vi.waitUntil(async () => (await witnessing(steward))?.told.since === null, {
			timeout: 60_000,
			interval: 100,
		});
	}
	const found = await witnessing(steward);
	expect(found?.cosigned?.by.map(({ name }) => name)).toEqual(['go', 'ours']);
	const note = found?.cosigned?.note ?? '';
	const file = join(folder, 'cosigned');
	await writeFile(file, note);
	const { stdout } = await run(cosign, ['check', file, pin.log, vkey, keys.vkey]);
	const size = found?.cosigned?.size;
	expect(stdout.split('\n').sort()).toEqual(
		['', `${pin.log.split('+')[0]} ${size}`, `go.example/w ${size}`, `witness.example/w1 ${size}`].sort(),
	);
	// A bent cosignature is none, there as here.
	const { text, signatures } = parseNote(note);
	const bent = note.replace(
		`${text}\n`,
		`${text.replace(/^(.*\n)(\d+)/, (_, origin, n) => `${origin}${Number(n) + 1}`)}\n`,
	);
	expect(signatures).toHaveLength(3);
	await writeFile(file, bent);
	await expect(run(cosign, ['check', file, pin.log, vkey, keys.vkey])).rejects.toThrow();
});

/** The port of the Go witness, which takes a free one itself and is started later. */
let behind: number | undefined;
async function forward(): Promise<number> {
	const server = createServer((socket) => {
		if (behind === undefined) return socket.destroy();
		const other = connect(behind, '127.0.0.1');
		socket.on('error', () => other.destroy());
		other.on('error', () => socket.destroy());
		socket.pipe(other).pipe(socket);
	}).listen(0, '127.0.0.1');
	server.unref();
	await once(server, 'listening');
	const at = server.address();
	return typeof at === 'object' && at !== null ? at.port : 0;
}
