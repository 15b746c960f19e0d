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
	repaired: z
		.object({
			prints: z.boolean(),
			mended: z.array(z.object({ table: z.string(), key: z.string(), was: z.enum(['changed', 'gone', 'foreign']) })),
		})
		.loose()
		.optional(),
});

/** `custos audit`: re-derives the archive of this machine from its ledger. */
export function auditCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('audit')
		.description(t.help.audit)
		.option('--quick', t.help.auditQuick)
		.option('--repair', t.repair.help)
		.option('--log-key <key>', t.help.auditKey)
		.action(async (options: { quick?: boolean; repair?: boolean; logKey?: string }) => {
			// What this person pinned when they joined is a better witness than the machine's own word.
			const logKey = options.logKey ?? (await context.profile.pin())?.log;
			const steps = stepsOn(context, t.machine.phase);
			const { quick = false, repair = false } = options;
			const settings = { objects: !quick, repair, ...(logKey === undefined ? {} : { logKey }) };
			const result = await archiveTask(context, 'audit', settings, Result, steps.show).finally(steps.done);
			const { checked, firstDifference: first, repaired } = result;
			if (repaired !== undefined) for (const line of sayRepair(context, repaired)) context.out(line);
			if (result.ok)
				context.out(
					t.machine.auditClean(
						result.entries,
						checked.signatures,
						checked.rows,
						checked.objects,
						bytesInWords(checked.bytes),
						result.seconds.toFixed(1),
					),
				);
			else {
				context.out(t.machine.auditDiffers);
				context.out(
					`  ${[first?.table, first?.index === undefined ? '' : `#${first.index}`, first?.what].filter(Boolean).join('  ')}`,
				);
				context.exit(exitCodes.failed);
			}
			if (logKey === undefined) context.out(t.machine.auditOwnKey);
			context.result(result);
		});
	examples(command, context, 'audit', 'audit --quick', 'audit --repair', '--json audit');
	command.addHelpText('after', `\n${t.help.onMachine}`);
}

/** What was not right in the read tables: names of tables and keys, which say nothing in clear. */
function sayRepair({ t }: Context, { mended, prints }: NonNullable<z.infer<typeof Result>['repaired']>): string[] {
	if (mended.length === 0) return [t.repair.nothing, ''];
	return [
		t.repair.mended(mended.length),
		...mended.slice(0, SHOWN).map(({ table, key, was }) => `  ${table}  ${key}  ${t.repair.was[was]}`),
		...(mended.length > SHOWN ? ['  …'] : []),
		prints ? t.repair.prints : t.repair.noPrints,
		t.repair.kept('repairs'),
		'',
	];
}

/** Rows that are listed; all of them are with --json, and in the notary's folder. */
const SHOWN = 50;
