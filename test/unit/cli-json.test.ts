import { expect, test } from 'vitest';
import { exitCodeOf, exitCodes } from '../../src/cli/exit-codes.ts';
import { jsonLine } from '../../src/cli/json-line.ts';
import { messagesIn } from '../../src/cli/messages.ts';
import { type ErrorCode, errorCodes } from '../../src/domain/errors.ts';
import { everyCommand, everyLeaf, run } from './cli-run.ts';

/** What a command says under `--json` where it fails: one line on stdout, and the sentence on stderr too. */
function failure(ran: Awaited<ReturnType<typeof run>>, typed: string): { code: string; message: string } {
	expect(ran.out, typed).toMatch(/^\{[^\n]+\}\n$/);
	expect(ran.out.trimEnd(), typed).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028\u2029]/);
	const said = JSON.parse(ran.out) as { error: { code: string; message: string } };
	expect(said, typed).toEqual({ error: { code: expect.any(String), message: expect.stringMatching(/\S/) } });
	const { code, message } = said.error;
	expect(['usage', ...errorCodes], typed).toContain(code);
	expect(code, typed).not.toBe('internal');
	expect(ran.err, typed).not.toContain('\u001b');
	const written = ['usage', 'bad-request', 'not-found'].includes(code);
	expect([exitCodeOf(code as ErrorCode), ...(written ? [exitCodes.usage] : [])], typed).toContain(ran.exit);
	return { code, message };
}

/** Something that is there for nobody, for every argument, and the options without which a command does not begin. */
const NOWHERE = '/dev/null/nowhere';
const MANDATORY: { readonly [command: string]: readonly string[] } = {
	init: ['--server', 'http://127.0.0.1:1'],
	'case new': ['--prefix', 'GUL'],
	'case add-member': ['--role', 'reader'],
	'clip add': ['--from', '1', '--to', '2'],
	share: ['--to', 'GUL'],
	acknowledge: ['--key', NOWHERE],
	monitor: ['--dir', NOWHERE],
	restore: ['--recovery', NOWHERE],
	'recover-key': ['--out', NOWHERE],
	recover: ['--key', NOWHERE, '--out', NOWHERE],
	// It is refused before a process is started, which would say the same in its own words, too.
	'witness serve': ['--port', 'http'],
	'witness init': ['--name', 'w1'],
	'expunge propose': ['--reason', 'law'],
};

async function wholly(command: readonly string[]): Promise<string[]> {
	const { out } = await run(...command, '--help');
	const usage = /^Usage: (.*(?:\n +.*)*)/.exec(out)?.[1] ?? '';
	const needed = [...usage.matchAll(/<[^>]+>/g)].map(() => NOWHERE);
	return [...command, ...needed, ...(MANDATORY[command.join(' ')] ?? [])];
}

const [commands, leaves] = await Promise.all([everyCommand(), everyLeaf()]);

test.each(['en', 'ru'])('what is wrongly written is one line of JSON, wherever --json stands (%s)', async (lang) => {
	expect(commands.length).toBeGreaterThan(75);
	for (const command of commands) {
		for (const typed of [
			['--json', ...command, '--no-such-option'],
			[...command, '--no-such-option', '--json'],
			[...command, '--json', 'a', 'b', 'c', 'd', '--no-such-option'],
		]) {
			const ran = await run('--lang', lang, ...typed);
			expect([failure(ran, typed.join(' ')).code, ran.exit], typed.join(' ')).toEqual(['usage', 2]);
		}
	}
});

test('what stands before --json and cannot be read is told as JSON, too', async () => {
	for (const typed of [
		['--lang', 'xx', '--json', 'people'],
		['--lang', 'xx', 'people', '--json'],
		['no-such-command', '--json'],
		['--json', 'no-such-command'],
		['case', 'no-such-command', '--json'],
		['people', '--json', '--home'],
		['expunge', 'propose', 'GUL-0001', '--reason', 'boredom', '--json'],
	]) {
		const ran = await run(...typed);
		expect([failure(ran, typed.join(' ')).code, ran.exit], typed.join(' ')).toEqual(['usage', 2]);
	}
});

test('a group alone, and no command at all, say so as JSON; the help goes to stderr', async () => {
	const groups = commands.filter((one) => !leaves.some((leaf) => leaf.join(' ') === one.join(' ')));
	for (const group of [[], ...groups.filter((one) => one[0] !== 'hand-over')]) {
		const ran = await run('--json', ...group);
		expect(failure(ran, group.join(' '))).toEqual({
			code: 'usage',
			message: messagesIn('en').usage('', 'no command was given'),
		});
		expect([ran.exit, ran.err.match(/^Usage: custos/gm)?.length], group.join(' ')).toEqual([2, 1]);
	}
	expect(failure(await run('--json', '--lang', 'ru'), 'ru').message).toMatch(/^не хватает команды; /);
});

test.each(['en', 'ru'])(
	'where there are no keys and no archive, every command fails with one line of JSON (%s)',
	async (lang) => {
		await Promise.all(
			leaves.map(async (leaf) => {
				const typed = [...(await wholly(leaf)), '--lang', lang, '--json'];
				const ran = await run(...typed);
				const { code, message } = failure(ran, typed.join(' '));
				expect(code, typed.join(' ')).not.toBe('usage');
				expect(ran.err, typed.join(' ')).toContain(message);
			}),
		);
	},
	// A few of them start a process of their own.
	120_000,
);

test('the example of a record is a value as well', async () => {
	const plain = await run('put', '--example-intake');
	const { out, exit } = await run('put', '--example-intake', '--json');
	expect([JSON.parse(out), exit]).toEqual([{ example: plain.out }, 0]);
	expect(out).toMatch(/^.+\n$/);
});

test('nothing that a file is called ends the line or reaches the terminal', () => {
	const called = { name: 'a\u009b31m\u001b[31m\u0085\u2028\u2029\u202eb\u{e0001}\ud800\ufeff\u007f' };
	const line = jsonLine(called);
	expect(line).toMatch(/^[ -~]+$/);
	expect(JSON.parse(line)).toEqual(called);
	expect(jsonLine({ name: 'коридор ی\u200c\u200dک 🎞' })).toBe('{"name":"коридор ی\u200c\u200dک 🎞"}');
});
