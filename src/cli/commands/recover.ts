import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { encodeSecretKey } from '../../domain/envelope/age-keys.ts';
import { archiveTask } from '../archive-task.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { keyFrom } from '../key-from.ts';
import { assertPlace } from '../new-file.ts';
import { readRecoveryFile } from '../recovery-file.ts';
import { stepsOn } from '../steps.ts';
import { Told, wrongUsage } from '../told.ts';
import { bytesInWords, printable } from '../words.ts';

const Recovered = z.object({
	number: z.number(),
	entries: z.number(),
	items: z.number(),
	opened: z.number(),
	before: z.number(),
	bytes: z.number(),
	faults: z.array(z.object({ item: z.string(), index: z.number(), what: z.string() })),
});

interface Options {
	key: string;
	out: string;
	case?: string;
	logKey?: string;
	number?: string;
}

/** `custos recover`: the originals out of a backup by the recovery key, where there is no archive any more. */
export function recoverCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('recover')
		.description(t.recovery.helpRecover)
		.argument('<backup>', t.help.backupDir)
		.requiredOption('--key <file>', t.recovery.helpKey)
		.requiredOption('--out <dir>', t.recovery.helpOut)
		.option('--case <id>', t.recovery.helpCase)
		.option('--log-key <key>', t.help.restoreKey)
		.option('--number <n>', t.help.backupNumber)
		.action((backup: string, options: Options) => recover(context, backup, options));
	examples(
		command,
		context,
		'recover /media/disk/custos-backup --key recovery.key --out /media/disk/opened',
		'recover s3:a-bucket-of-others --key recovery.key --out opened --log-key log-key.txt',
	);
}

async function recover(context: Context, backup: string, options: Options): Promise<void> {
	const { t } = context;
	const secret = await readRecoveryFile(options.key);
	if (secret === undefined) throw new Told('not-found', t.file['not-found']?.(printable(options.key)) ?? options.key);
	const out = resolve(options.out);
	await assertPlace(out);
	if (options.number !== undefined && !/^[1-9]\d{0,8}$/.test(options.number)) throw wrongUsage(t.help.backupNumber);
	const logKey = options.logKey === undefined ? (await context.profile.pin())?.log : await keyFrom(options.logKey);
	const settings = {
		from: backup.startsWith('s3:') ? backup : resolve(backup),
		recovery: encodeSecretKey(secret),
		out,
		...(options.case === undefined ? {} : { case: options.case }),
		...(logKey === undefined ? {} : { logKey }),
		...(options.number === undefined ? {} : { number: Number(options.number) }),
	};
	const steps = stepsOn(context, t.recovery.phase);
	const done = await archiveTask(context, 'recover', settings, Recovered, steps.show).finally(steps.done);
	context.out(t.recovery.ledger(done.number, done.entries));
	context.out(t.recovery.opened(done.opened, done.before, bytesInWords(done.bytes), out));
	context.out(t.recovery.names);
	if (done.faults.length > 0) {
		context.out(t.recovery.faults(done.faults.length));
		for (const one of done.faults.slice(0, 20)) context.out(`  #${one.index}  ${one.item}  ${printable(one.what)}`);
		context.exit(exitCodes.failed);
	}
	context.result({ out, ...done });
}
