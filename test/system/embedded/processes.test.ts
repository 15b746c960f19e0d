import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markOf } from '../../../infra/embedded/proc.ts';
import type { ProcessSpec, Supervised } from '../../../infra/embedded/processes.ts';
import { supervise } from '../../../infra/embedded/processes.ts';
import { removeHome, temporaryHome } from '../postgres-homes.ts';
import { runScript } from './script.ts';
import { until } from './until.ts';

let home: string;
let log: string[];
let running: Supervised | undefined;

beforeEach(() => {
	home = temporaryHome();
	log = [];
});
afterEach(async () => {
	await running?.stop();
	running = undefined;
	removeHome(home);
});

/** A process that appends what happens to it to `journal`, says `ready`, and ends when told to. */
function journalling(name: string, onTerm = 'process.exit(0)'): ProcessSpec {
	const code = `
		const { appendFileSync } = require('node:fs');
		const note = (word) => appendFileSync(${JSON.stringify(join(home, 'journal'))}, '${name} ' + word + '\\n');
		process.on('SIGTERM', () => { note('told'); ${onTerm} });
		note('starts'); setTimeout(() => { note('ready'); console.log('ready'); }, 50); setInterval(() => {}, 60_000);
	`;
	return { name, command: process.execPath, args: ['-e', code], ready: /^ready$/ };
}

function journal(): string[] {
	return readFileSync(join(home, 'journal'), 'utf8').trim().split('\n');
}

async function start(
	specs: ProcessSpec[],
	options: { signal?: AbortSignal; graceMs?: number } = {},
): Promise<Supervised> {
	running = await supervise(specs, {
		home,
		log: (line) => log.push(line),
		signal: new AbortController().signal,
		...options,
	});
	return running;
}

test('starts each when the one before is ready, stops the last first', async () => {
	const all = await start([journalling('one'), journalling('two'), journalling('three')]);
	await all.stop();
	await all.done;
	const order = ['one starts', 'one ready', 'two starts', 'two ready', 'three starts', 'three ready'];
	expect(journal()).toEqual([...order, 'three told', 'two told', 'one told']);
	expect(all.pids().size).toBe(0);
});

test('what a process prints goes to the log, line by line, under its name', async () => {
	await start([journalling('one')]);
	expect(log).toEqual(['one: ready']);
});

test('a process that is killed is started again', async () => {
	const all = await start([journalling('one')]);
	const killed = all.pids().get('one') as number;
	process.kill(killed, 'SIGKILL');
	await until('a new pid', () => (all.pids().get('one') ?? killed) !== killed);
	expect(log).toContain('one: was ended by SIGKILL; restarting it');
});

test('one that does not end when told is killed after the grace', async () => {
	const all = await start([journalling('stubborn', '')], { graceMs: 300 });
	const pid = all.pids().get('stubborn') as number;
	await all.stop();
	expect(markOf(pid)).toBeUndefined();
	expect(log).toContain('stubborn: did not end within 0.3 s and was killed');
});

test('an abort stops all, also while starting', async () => {
	const controller = new AbortController();
	const never: ProcessSpec = { ...journalling('never'), ready: () => new Promise(() => undefined) };
	const starting = start([journalling('one'), never], { signal: controller.signal });
	appendFileSync(join(home, 'journal'), '');
	await until('the second hears signals', () => journal().includes('never ready'));
	controller.abort();
	await (await starting).done;
	expect(journal().slice(-2)).toEqual(['never told', 'one told']);
});

test('exit code 78 ends everything as a matter of configuration', async () => {
	const wrong: ProcessSpec = {
		name: 'wrong',
		command: process.execPath,
		args: ['-e', 'process.exit(78)'],
		ready: /^ready$/,
	};
	await expect(start([journalling('one'), wrong])).rejects.toMatchObject({ code: 'config' });
	expect(journal().at(-1)).toBe('one told');
	await start([]); // the home is free again
});

test('one that never becomes ready is given up after five attempts', async () => {
	const broken: ProcessSpec = {
		name: 'broken',
		command: process.execPath,
		args: ['-e', 'process.exit(3)'],
		ready: /^ready$/,
	};
	await expect(start([broken])).rejects.toMatchObject({
		code: 'unavailable',
		message: 'broken ended with exit code 3, 5 times',
	});
});

test('one home has one supervisor', async () => {
	await start([journalling('one')]);
	await expect(supervise([], { home, log: () => undefined })).rejects.toMatchObject({ code: 'conflict' });
});

test('children end with a killed supervisor; those that do not are ended by the next start', async () => {
	const script = await runScript<{ hearing: number; deaf: number }>('hold-processes.ts', home);
	await script.end('SIGKILL');
	await until('the one that watches its parent ends', () => markOf(script.said.hearing) === undefined);
	expect(markOf(script.said.deaf)).toBeDefined();
	await start([]);
	expect(markOf(script.said.deaf)).toBeUndefined();
	expect(log).toEqual(['ended 1 processes that an earlier run left behind']);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends supervisor and children', async (signal) => {
	const script = await runScript<{ hearing: number; deaf: number }>('hold-processes.ts', home);
	await script.end(signal);
	expect([markOf(script.said.hearing), markOf(script.said.deaf)]).toEqual([undefined, undefined]);
	expect(script.process.exitCode).toBe(0);
});

test('a note that names a process that has the pid now, or is cut short, ends nothing', async () => {
	await (await start([])).stop();
	const me = markOf(process.pid);
	for (const note of [
		JSON.stringify([{ ...me, startTicks: 1 }]),
		JSON.stringify([{ ...me, boot: 'another' }]),
		'[{"pid":',
	]) {
		writeFileSync(join(home, 'run/processes.json'), note);
		await (await start([])).stop();
	}
	expect(log).toEqual([]);
});
