import { expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { custos } from '../../src/cli/program.ts';

/** What a command prints, and how it ends. */
async function run(...args: string[]): Promise<{ out: string; err: string; exit: number }> {
	let [out, err] = ['', ''];
	const io: Io = {
		out: (text) => {
			out += text;
		},
		err: (text) => {
			err += text;
		},
		env: { CUSTOS_PROFILE: '/nonexistent/custos' },
		terminal: false,
		width: () => 100,
		read: () => Promise.resolve(''),
		signal: new AbortController().signal,
	};
	const exit = await custos(args, io);
	return { out, err, exit };
}

/** Every command and group, as typed. */
async function everyCommand(under: readonly string[] = []): Promise<string[][]> {
	const { out } = await run(...under, '--help');
	const [, list = ''] = /^Commands:\n((?: .*\n?)+)/m.exec(out) ?? [];
	const names = [...list.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => [...under, name as string]);
	return [...names, ...(await Promise.all(names.map((name) => everyCommand(name)))).flat()];
}

const commands = await everyCommand();

test('every command and every group has examples, of itself', async () => {
	expect(commands.length).toBeGreaterThan(35);
	for (const command of commands) {
		const { out, exit } = await run(...command, '--help');
		expect(exit, command.join(' ')).toBe(0);
		expect(out, command.join(' ')).toMatch(new RegExp(`Examples:\\n  \\$ custos .*${command.join(' ')}`));
	}
});

test('the help in Russian has no word of English', async () => {
	const english =
		/\b(usage|options?|arguments?|commands?|choices|default|global|one of|else|display|show|help|examples?)\b/i;
	for (const command of [[], ...commands]) {
		const { out } = await run(...command, '--help', '--lang', 'ru');
		const usage = ['custos', ...command].join(' ');
		const [text = ''] = out
			.replace(usage, '')
			.replaceAll(/--?[a-z-]+|<[^>]*>|^ {2}(\$.*|\S+)/gm, '')
			.split('\nПримеры:');
		expect(english.exec(text)?.[0], command.join(' ')).toBeUndefined();
		expect(out).toMatch(/^Как писать: custos.*\n/);
	}
});

test('a card that is a folder, or a long text and no card, is named as what it is, and not repeated', async () => {
	const folder = await run('suspend', '--card', '/');
	expect(folder).toMatchObject({ exit: 2, err: expect.stringContaining('that is a folder') });
	for (const length of [300, 5000]) {
		const { exit, err } = await run('suspend', '--card', 'z'.repeat(length));
		expect(exit).not.toBe(0);
		expect(err).toContain('not a whole suspension code');
		expect(err).not.toContain('zzzz');
	}
});
