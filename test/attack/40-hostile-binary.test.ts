import { existsSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools, type Tools } from '../../workers/media/examine.ts';
import { folder, standIn } from '../system/media-files.ts';
import { elf, systemCalls } from './hand-made-elf.ts';
import { runStandIn } from './media-run.ts';

/** Attack 40: ffmpeg was taken over by a file and now looks for keys, other files and a way out. */

let canary: Server;
let calls = 0;
let port = 0;

beforeAll(async () => {
	canary = createServer((socket) => {
		calls++;
		socket.destroy();
	});
	await new Promise<void>((resolve) => canary.listen(0, '0.0.0.0', resolve));
	port = (canary.address() as { port: number }).port;
});
afterAll(() => new Promise((resolve) => canary.close(resolve)));

/** Runs a body that fills `seen` in the jail and gives it back. */
async function inJail(body: string, reachable: boolean): Promise<Record<string, unknown>> {
	const script = `
		const fs = require('node:fs'), net = require('node:net'), dgram = require('node:dgram'), path = require('node:path');
		const seen = {};
		const attempt = (name, action) => { try { seen[name] = action() ?? 'done'; } catch (error) { seen[name] = error.code ?? String(error); } };
		(async () => { ${body} })().then(() => process.stdout.write(JSON.stringify(seen), () => process.exit(0)));`;
	return JSON.parse((await runStandIn(await standIn(script, reachable))).toString()) as Record<string, unknown>;
}

const denied = expect.stringMatching(/^(ENOENT|EACCES|EPERM|EROFS|ENOTDIR|ENOSYS)$/);

describe.each([
	['started as nobody where that is possible', true],
	['started as whoever runs the worker', false],
])('in the jail, %s', (_, reachable) => {
	it('there is no file to read but libraries and the tools', async () => {
		const secret = join(await folder(), 'worker.key');
		await writeFile(secret, 'AGE-SECRET-KEY-1', { mode: 0o644 });
		const wanted = [
			'/etc/passwd',
			'/etc/shadow',
			'/etc/hosts',
			'/etc/machine-id',
			'/proc/self/environ',
			'/proc/1/environ',
			'/proc/self/maps',
			'/sys/class/net',
			'/dev/mem',
			'/dev/fuse',
			'/dev/shm',
			'/run',
			'/var',
			'/root',
			'/home',
			'/boot',
			'/mnt',
			'/work',
			'/usr/share',
			'/usr/bin/env',
			homedir(),
			process.cwd(),
			secret,
			tmpdir() === '/tmp' ? secret : tmpdir(),
			process.execPath,
		];
		const seen = await inJail(
			`for (const one of ${JSON.stringify(wanted)}) attempt(one, () => { fs.statSync(one); return 'THERE'; });
			seen.top = fs.readdirSync('/').sort(); seen.etc = fs.readdirSync('/etc').sort(); seen.tmp = fs.readdirSync('/tmp'); seen.dev = fs.readdirSync('/dev');
			seen.environment = Object.keys(process.env).filter((name) => name !== 'PWD');`,
			reachable,
		);
		for (const one of wanted) expect(seen[one], one).toEqual(denied);
		expect(seen).toMatchObject({ tmp: [], dev: ['null'], environment: [] });
		for (const one of seen['etc'] as string[]) expect(['ld.so.cache', 'alternatives']).toContain(one);
		for (const one of seen['top'] as string[])
			expect(['dev', 'etc', 'jail', 'lib', 'lib32', 'lib64', 'tmp', 'usr']).toContain(one);
	});

	it('nothing outside can be written', async () => {
		const home = await folder();
		mkdirSync(join(home, 'drop'));
		const places = ['/', '/etc', '/usr/lib', '/jail', '/dev', home, join(home, 'drop')];
		const seen = await inJail(
			`for (const one of ${JSON.stringify(places)}) attempt(one, () => fs.writeFileSync(path.join(one, 'left-behind'), 'x'));
			attempt('/jail/ffmpeg', () => fs.appendFileSync('/jail/ffmpeg', 'x')); attempt('/jail/bridge.mjs', () => fs.writeFileSync('/jail/bridge.mjs', ''));
			attempt('chmod', () => fs.chmodSync('/jail/ffmpeg', 0o777)); attempt('link', () => fs.linkSync('/jail/ffmpeg', '/jail/again')); attempt('mkdir', () => fs.mkdirSync('/new'));
			attempt('scratch', () => fs.writeFileSync('/tmp/a', 'x'));
			attempt('much scratch', () => { const b = Buffer.alloc(4 << 20); for (let i = 0; i < 8; i++) fs.writeFileSync('/tmp/f' + i, b); });`,
			reachable,
		);
		for (const [place, result] of Object.entries(seen)) {
			if (place === 'scratch') expect(result).toBe('done');
			else if (place === 'much scratch') expect(result).toBe('ENOSPC');
			else expect(result, place).toEqual(denied);
		}
		for (const place of places) expect(existsSync(join(place, 'left-behind'))).toBe(false);
	});

	it('nobody can be called', async () => {
		const seen = await inJail(
			`
			const call = (name, options) => new Promise((resolve) => {
				const socket = net.connect({ ...options, timeout: 1500 });
				const end = (word) => { seen[name] = word; socket.destroy(); resolve(); };
				socket.on('connect', () => end('CONNECTED')).on('error', (error) => end(error.code)).on('timeout', () => end('timeout'));
			});
			await call('canary', { host: '127.0.0.1', port: ${port} });
			await call('metadata', { host: '169.254.169.254', port: 80 });
			await call('anybody', { host: '192.0.2.1', port: 443 });
			await call('six', { host: '::1', port: ${port} });
			await call('docker', { path: '/var/run/docker.sock' });
			await call('abstract', { path: '\\0/tmp/.X11-unix/X0' });
			await new Promise((resolve) => { try { const s = dgram.createSocket('udp4'); s.on('error', (e) => { seen.udp = e.code; resolve(); }); s.send('x', 53, '192.0.2.1', (e) => { seen.udp = e?.code ?? 'SENT'; resolve(); }); } catch (e) { seen.udp = e.code; resolve(); } });
			attempt('interfaces', () => Object.keys(require('node:os').networkInterfaces()).join());`,
			reachable,
		);
		for (const name of ['canary', 'metadata', 'anybody', 'six', 'docker', 'abstract', 'udp']) {
			expect(seen[name], name).toEqual(
				expect.stringMatching(/^(ECONNREFUSED|ENETUNREACH|EAFNOSUPPORT|EACCES|ENOENT|EINVAL|EPERM)$/),
			);
		}
		expect(seen['interfaces']).toBe('ERR_SYSTEM_ERROR');
		expect(calls).toBe(0);
	});

	it('keys and the socket to the decryptor are out of reach; the plaintext is all there is', async () => {
		const seen = await inJail(
			`
			for (let fd = 3; fd < 40; fd++) attempt('fd ' + fd, () => { const s = fs.fstatSync(fd); return s.isSocket() ? 'socket' : s.isFIFO() ? 'fifo' : s.isFile() ? 'file' : 'other'; });
			attempt('bridge', () => process.kill(2, 0)); seen.user = process.getuid();
			seen.item = await (await fetch('http://127.0.0.1:8000/input')).text();
			seen.other = (await fetch('http://127.0.0.1:8000/../../etc/passwd')).status;
			seen.beyond = (await fetch('http://127.0.0.1:8000/input', { headers: { range: 'bytes=999-' } })).status;
			seen.back = (await fetch('http://127.0.0.1:8000/input', { headers: { range: 'bytes=-5' } })).status;`,
			reachable,
		);
		expect(seen).toMatchObject({ user: 65_534, item: 'plaintext of the item', other: 404, beyond: 416, back: 416 });
	});
});

describe.runIf(process.arch === 'x64')('a binary made by hand', () => {
	const tools = async (calls: readonly (readonly [number, ...number[]])[]): Promise<Tools> => {
		const path = join(await folder(), 'elf');
		await writeFile(path, elf(calls), { mode: 0o755 });
		return { ...(await findTools()), ffmpeg: path };
	};

	it('gets no system call that leads out', async () => {
		const names = Object.keys(systemCalls) as (keyof typeof systemCalls)[];
		const printed = await runStandIn(await tools(names.map((name) => systemCalls[name].call)));
		const results = new Int32Array(new Uint8Array(printed).buffer);
		expect(results).toHaveLength(names.length);
		for (const [i, name] of names.entries()) expect(results[i], name).toBe(-systemCalls[name].errno);
	});

	it('dies when it speaks as a 32-bit program', async () => {
		await expect(runStandIn(await tools([[0x40000000 + 39]]))).rejects.toMatchObject({
			code: 'tool-failed',
			cause: { exitCode: 128 + 31 },
		});
	});
});

it('the limits of the program are hard', async () => {
	const tools = await standIn(`
		const { execFileSync } = require('node:child_process');
		const tell = (...args) => { try { return execFileSync('/jail/prlimit', args, { encoding: 'utf8' }); } catch (error) { return 'refused'; } };
		process.stdout.write(JSON.stringify({ raise: tell('--as=unlimited', '/jail/prlimit', '--help'), core: tell('--core', '--output=HARD', '--noheadings', '--raw') }));`);
	expect(JSON.parse((await runStandIn(tools)).toString())).toMatchObject({
		raise: 'refused',
		core: expect.stringMatching(/^0\s*$/),
	});
});

it('the bridge is the only code of ours in the jail, and it is small', async () => {
	const bridge = await readFile(new URL('../../workers/media/bridge.mjs', import.meta.url), 'utf8');
	expect(bridge.split('\n').length).toBeLessThan(150);
	expect([...bridge.matchAll(/from '(.*?)'/g)].map((match) => match[1])).toEqual([
		'node:child_process',
		'node:net',
		'node:os',
	]);
});
