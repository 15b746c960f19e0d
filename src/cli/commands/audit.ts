import type { Command } from 'commander';
import { z } from 'zod';
import { archiveTask } from '../archive-task.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { stepsOn } from '../steps.ts';
import { bytesInWords } from '../words.ts';

const Result = z.object({
	ok: z.boolean(),
	entries: z.number(),
	firstDifference: z
		.object({ index: z.number().optional(), table: z.string().optional(), what: z.string() })
		.optional(),
	checked: z
		.object({
			signatures: z.number(),
			checkpoints: z.number(),
			rows: z.number(),
			objects: z.number(),
			bytes: z.number(),
		})
		.loose(),
	seconds: z.number(),
});

/** `custos audit`: re-derives the archive of this machine from its ledger. */
export function auditCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('audit')
		.description(t.help.audit)
		.option('--quick', t.help.auditQuick)
		.option('--log-key <key>', t.help.auditKey)
		.action(async (options: { quick?: boolean; logKey?: string }) => {
			// What this person pinned when they joined is a better witness than the machine's own word.
			const logKey = options.logKey ?? (await context.profile.pin())?.log;
			const steps = stepsOn(context, t.phase);
			const settings = { objects: options.quick !== true, ...(logKey === undefined ? {} : { logKey }) };
			const result = await archiveTask(context, 'audit', settings, Result, steps.show).finally(steps.done);
			const { checked, firstDifference: first } = result;
			if (result.ok)
				context.out(
					t.auditClean(
						result.entries,
						checked.signatures,
						checked.rows,
						checked.objects,
						bytesInWords(checked.bytes),
						result.seconds.toFixed(1),
					),
				);
			else {
				context.out(t.auditDiffers);
				context.out(
					`  ${[first?.table, first?.index === undefined ? '' : `#${first.index}`, first?.what].filter(Boolean).join('  ')}`,
				);
				context.exit(exitCodes.failed);
			}
			if (logKey === undefined) context.out(t.auditOwnKey);
			context.result(result);
		});
	examples(command, context, 'audit', 'audit --quick', '--json audit');
	command.addHelpText('after', `\n${t.help.onMachine}`);
}
