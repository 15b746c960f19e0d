import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatInvite } from '../../src/client/invite.ts';
import { approve, invite, type JoinRequest, joinRequests } from '../../src/client/people.ts';
import { audit } from '../../workers/audit/audit.ts';
import { custosAs } from './live/custos.ts';
import { type Live, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

// A media worker is killed for good and its key deleted. People are told, and an editor has another take its items up.

const root = fileURLToPath(new URL('../..', import.meta.url));
let live: Live;
let folder: string;
const workers: ChildProcess[] = [];

beforeAll(async () => {
	[live, folder] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-lost-'))];
});
afterAll(async () => {
	await Promise.all(workers.map(kill));
	await live.close();
	await rm(folder, { recursive: true });
});

async function kill(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill('SIGKILL');
	await ended;
}

/** The request made by this invite, as soon as it is there. */
async function asks(letter: Awaited<ReturnType<typeof invite>>): Promise<JoinRequest> {
	const find = async () => (await joinRequests(live.steward, [letter])).find((one) => one.genuine);
	await expect.poll(find, { timeout: 20_000 }).toBeDefined();
	return (await find()) as JoinRequest;
}

/** A worker process with a folder of its own, approved. */
async function startWorker(name: string): Promise<ChildProcess> {
	const letter = await invite(live.steward, 'worker');
	const child = spawn(process.execPath, [join(root, 'workers/media/main.ts')], {
		env: { ...process.env, SERVER: live.server, WORKER_HOME: join(folder, name), INVITE: formatInvite(letter) },
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	workers.push(child);
	await approve(live.steward, await asks(letter), 'worker');
	return child;
}

/** Runs a command as the editor; throws unless it ends well. */
async function custos(...args: string[]): Promise<string> {
	const { code, out, err } = await custosAs(folder, 'editor', ...args);
	if (code !== 0) throw new Error(`custos ${args[0]} ended with ${code}: ${err}`);
	return out;
}

async function disk(name: string, text: string): Promise<string> {
	await mkdir(join(folder, name));
	await writeFile(join(folder, name, 'letter.txt'), text);
	return join(folder, name);
}

const epoch = async (): Promise<unknown> => (await live.sql('select epoch from open_epoch'))[0]?.['epoch'];
const states = async (): Promise<unknown[]> =>
	(await live.sql('select state from items order by idx')).map((row) => row['state']);

test('the items of a lost worker are named, handed over by an editor, kept and examined by the second', async () => {
	const letter = await invite(live.steward, 'member');
	await custos('join', formatInvite(letter), '--name', 'editor');
	await approve(live.steward, await asks(letter), 'member');
	const first = await startWorker('first');
	await custos('case', 'new', 'a case', '--prefix', 'GUL');
	await custos('put', await disk('one', 'the gate'), '--case', 'GUL');
	expect(await custos('status')).not.toContain('wait for a media worker');

	await kill(first);
	await rm(join(folder, 'first'), { recursive: true });
	await custos('put', await disk('two', 'the yard'), '--case', 'GUL', '--no-wait');
	// An hour goes by.
	await live.sql(`update epochs_seen set at = now() - interval '1 hour'`);
	const status = await custos('status');
	expect(status).toMatch(/GUL: 1 items? waits? for a media worker whose key has not been seen since \d{4}-/);
	expect(status).toContain('custos retry --waiting');
	expect(await custos('status', '--lang', 'ru')).toMatch(/GUL: материалов ждут обработчика, ключа которого не видно с/);

	await startWorker('second');
	await expect.poll(epoch, { timeout: 60_000 }).toBe(2);
	expect((await states())[1]).toBe('received');
	expect(await custos('retry', '--waiting', '--case', 'GUL')).toContain('1 ');
	await expect.poll(states, { timeout: 60_000 }).toEqual(['examined', 'examined']);
	expect(await custos('retry', '--waiting')).toContain('No item waits');

	const [, item] = (await live.sql('select id from items order by idx')) as { id: string }[];
	const opened = join(folder, 'opened.txt');
	await custos('get', String(item?.id), '--purpose', 'a test', '--out', opened);
	expect(await readFile(opened, 'utf8')).toBe('the yard');

	const head = live.notary.started.head.current;
	const result = await audit({
		databaseUrl: databaseUrl(live.database.connection),
		logKey: live.notary.started.keys.vkey,
		head,
		signatures: true,
		objects: false,
	});
	expect(result.firstDifference).toBeUndefined();
}, 180_000);
