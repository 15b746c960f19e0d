import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CustosError } from '../../src/domain/errors.ts';
import { examine, findTools, memorySource } from '../../workers/media/examine.ts';
import { fileSource, footageFile, standIn } from '../system/media-files.ts';
import { runStandIn } from './media-run.ts';

/** Attack 39: ffmpeg crashes, hangs, eats memory, never stops printing. This job fails and says why; the next is clean. */

const MIB = 1024 * 1024;

/** Processes whose command line has this word, here or in a jail. */
function alive(word: string): number {
	return readdirSync('/proc').filter((pid) => {
		if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
		try {
			return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(word);
		} catch {
			return false;
		}
	}).length;
}

it.each([
	['crashes', 'process.abort()', 'tool-failed', {}, {}],
	['ends with an error', "console.error('the tag Иван'); process.exit(3)", 'tool-failed', {}, {}],
	['hangs', 'setInterval(() => {}, 1000)', 'limit', {}, { wallMs: 1_500 }],
	['spins', 'for (;;);', 'limit', { cpuMs: 1_000 }, {}],
	[
		'prints without end',
		'const b = Buffer.alloc(65536); (function w() { process.stdout.write(b, w); })()',
		'limit',
		{},
		{},
	],
	[
		'complains without end',
		'const b = Buffer.alloc(65536); (function w() { process.stderr.write(b, w); })()',
		'limit',
		{},
		{},
	],
	['eats memory', 'const a = []; for (;;) a.push(Buffer.alloc(2 ** 24, 1))', /limit|tool-failed/, {}, {}],
	[
		'eats memory in many processes',
		`const { spawn } = require('node:child_process');
		 for (let i = 0; i < 3; i++) spawn('/jail/node', ['-e', 'const a = []; for (let i = 0; i < 20; i++) a.push(Buffer.alloc(2 ** 24, 1)); setInterval(() => a, 1000)']);`,
		'limit',
		{ memory: 700 * MIB, processes: 60 },
		{},
	],
	[
		'makes processes without end',
		`const { spawn } = require('node:child_process');
		 (function more() { try { spawn('/jail/node', ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).on('error', () => {}); } catch {} setTimeout(more, 20); })()`,
		'limit',
		{ processes: 40 },
		{ wallMs: 6_000 },
	],
	[
		'leaves a child behind',
		"require('node:child_process').spawn('/jail/node', ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit', detached: true }); setTimeout(() => process.exit(4), 300)",
		'tool-failed',
		{},
		{},
	],
] as const)('a tool that %s', async (_, body, code, limits, options) => {
	const tools = await standIn(body);
	const failed: CustosError = await runStandIn(tools, { ...options, limits }).then(
		() => expect.unreachable('it came to a good end'),
		(error: CustosError) => error,
	);
	expect(failed).toBeInstanceOf(CustosError);
	expect(failed.code).toMatch(code);
	expect(failed.message).not.toMatch(/Иван|custos-media/);
	expect(failed.cause).toMatchObject({ name: 'ToolReport' });
	await expect.poll(() => alive(tools.ffmpeg)).toBe(0);
	const path = await footageFile('again.mkv');
	expect(await examine(await fileSource(path), { tools: await findTools() })).toMatchObject({ kind: 'video' });
});

it('what the tool said is in the cause only', async () => {
	const tools = await standIn("console.error('the tag Иван'); process.exit(3)");
	await expect(runStandIn(tools)).rejects.toMatchObject({
		code: 'tool-failed',
		cause: { exitCode: 3, stderrTail: expect.stringContaining('Иван') },
	});
});

it('an abort ends it at once, with the reason given', async () => {
	const tools = await standIn('setInterval(() => {}, 1000)');
	const reason = new CustosError('unavailable', 'shutting down');
	const abort = new AbortController();
	const running = runStandIn(tools, { signal: abort.signal });
	await expect.poll(() => alive(tools.ffmpeg)).toBeGreaterThan(0);
	abort.abort(reason);
	await expect(running).rejects.toBe(reason);
	await expect.poll(() => alive(tools.ffmpeg)).toBe(0);
});

it('a source that is damaged says so itself', async () => {
	const damaged = new CustosError('damaged', 'chunk 7 does not open');
	const head = Buffer.from('\x1a\x45\xdf\xa3', 'latin1');
	let asked = 0;
	const source = {
		size: 1_000_000,
		read: async (_: number, length: number) =>
			asked++ === 0 ? Buffer.concat([head, Buffer.alloc(length - 4)]) : Promise.reject(damaged),
	};
	await expect(examine(source)).rejects.toBe(damaged);
});

it('without a jail nothing is run', async () => {
	const tools = await findTools();
	await expect(runStandIn({ ...tools, bwrap: '/nonexistent/bwrap' })).rejects.toMatchObject({ code: 'no-jail' });
	await expect(runStandIn({ ...tools, bwrap: '/bin/false' })).rejects.toMatchObject({ code: 'no-jail' });
	await expect(runStandIn({ ...tools, ffmpeg: '/nonexistent/ffmpeg' })).rejects.toMatchObject({ code: 'no-jail' });
	await expect(
		examine(memorySource(Buffer.from('RIFF0000AVI LIST')), { tools: { ...tools, bwrap: '/bin/false' } }),
	).rejects.toMatchObject({ code: 'no-jail' });
});
