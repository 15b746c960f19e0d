import { expect, test } from 'vitest';
import { everyCommand, run } from './cli-run.ts';

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
