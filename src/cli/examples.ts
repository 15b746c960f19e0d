import type { Command } from 'commander';
import type { Context } from './context.ts';

/** Examples below a command's help. */
export function examples(command: Command, context: Context, ...lines: readonly string[]): Command {
	return command.addHelpText(
		'after',
		`\n${context.t.examples}\n${lines.map((line) => `  $ custos ${line}`).join('\n')}`,
	);
}
