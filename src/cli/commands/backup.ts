import type { Command } from 'commander';
import { z } from 'zod';
import { encodeSecretKey } from '../../domain/envelope/age-keys.ts';
import { archiveTask } from '../archive-task.ts';
import { sourceOf, targetOf } from '../backup-place.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { readRecoveryFile } from '../recovery-file.ts';
import { stepsOn } from '../steps.ts';
import { Told } from '../told.ts';
import { bytesInWords, printable, shortId, timeInWords } from '../words.ts';

const Fault = z.object({ object: z.string(), index: z.number(), what: z.string() });
const Saved = z.object({
	number: z.number(),
	entries: z.number(),
	added: z.number(),
	tableBytes: z.number(),
	objects: z.number(),
	copied: z.number(),
	objectBytes: z.number(),
	faults: z.array(Fault),
	expunged: z.array(z.object({ item: z.string(), until: z.string().nullable() })),
	earlier: z.string().nullable(),
	earlierKnown: z.boolean(),
	unproven: z.array(z.string()),
	unknown: z.array(z.string()),
});
const Restored = z.object({
	number: z.number(),
	audit: z.object({ ok: z.boolean(), entries: z.number() }).loose(),
	faults: z.array(Fault),
	expunged: z.array(z.string()),
	unproven: z.array(z.string()),
	second: z.string().nullable(),
	silent: z.string().nullable(),
});

interface RestoreOptions {
	recovery: string;
	logKey?: string;
	number?: number;
	also?: string[];
	nothingNewer?: boolean;
}

/** `custos backup`, `custos restore`. */
export function backupCommands(program: Command, context: Context): void {
	const { t } = context;
	const save = program
		.command('backup')
		.description(t.help.backup)
		.argument('<dir>', t.help.backupDir)
		.action(async (dir: string) => {
			const target = await targetOf(dir, t);
			const steps = stepsOn(context, t.machine.phase);
			const saved = await archiveTask(context, 'backup', { target }, Saved, steps.show).finally(steps.done);
			context.out(
				t.machine.backedUp(
					saved.number,
					saved.entries,
					saved.added,
					saved.objects,
					saved.copied,
					bytesInWords(saved.tableBytes + saved.objectBytes),
				),
			);
			sayFaults(context, saved.faults);
			for (const one of saved.expunged)
				if (one.until !== null) context.out(t.expunge.kept(shortId(one.item), timeInWords(one.until)));
			if (saved.earlier !== null) context.out(t.expunge.earlier(timeInWords(saved.earlier)));
			for (const item of saved.unproven) context.out(t.expunge.unproven(printable(shortId(item))));
			for (const item of saved.unknown) context.out(t.expunge.unknown(shortId(item)));
			const held = saved.earlier !== null && !saved.earlierKnown;
			if (saved.unproven.length > 0 || saved.unknown.length > 0 || held) context.exit(exitCodes.failed);
			context.out(t.machine.afterBackup);
			context.result({ backup: target, ...saved });
		});
	examples(save, context, 'backup /media/disk/custos-backup', 'backup s3:a-bucket-of-others');
	save.addHelpText('after', `\n${t.help.onMachine}`);

	const load = program
		.command('restore')
		.description(t.help.restore)
		.argument('<dir>', t.help.backupDir)
		.requiredOption('--recovery <file>', t.help.recoveryKey)
		.option('--log-key <key>', t.help.restoreKey)
		.option('--number <n>', t.help.backupNumber, Number)
		.option('--also <dir...>', t.expunge.helpAlso)
		.option('--nothing-newer', t.expunge.helpNothingNewer)
		.action(async (dir: string, options: RestoreOptions) => {
			const secret = await readRecoveryFile(options.recovery);
			if (secret === undefined) throw new Told('not-found', t.machine.noRecovery(printable(options.recovery)));
			const logKey = options.logKey ?? (await context.profile.pin())?.log;
			const settings = {
				from: await sourceOf(dir, t),
				also: await Promise.all((options.also ?? []).map((one) => sourceOf(one, t))),
				nothingNewer: options.nothingNewer ?? false,
				recovery: encodeSecretKey(secret),
				...(logKey === undefined ? {} : { logKey }),
				...(options.number === undefined ? {} : { number: options.number }),
			};
			const steps = stepsOn(context, t.machine.phase);
			const restored = await archiveTask(context, 'restore', settings, Restored, steps.show).finally(steps.done);
			context.out(t.machine.restored(restored.number, restored.audit.entries));
			sayFaults(context, restored.faults);
			for (const item of restored.expunged) context.out(t.expunge.again(shortId(item)));
			for (const name of restored.unproven) context.out(t.expunge.noProof(printable(name)));
			if (restored.unproven.length > 0) context.exit(exitCodes.failed);
			if (restored.second !== null) context.out(t.expunge.secondAsked(printable(restored.second)));
			context.out(t.expunge.onlyKnown);
			if (restored.silent !== null) context.out(t.expunge.secondNotAsked(printable(restored.silent)));
			context.out(t.machine.afterRestore);
			context.out(t.machine.workerAnew);
			context.result({ ...restored });
		});
	examples(
		load,
		context,
		'restore /media/disk/custos-backup --recovery /media/usb/recovery.key --also /media/other/custos',
		'restore /media/disk/custos-backup --recovery /media/usb/recovery.key --nothing-newer',
	);
	load.addHelpText('after', `\n${t.help.onMachine}`);
}

/** Objects that were missing or damaged when the backup was made: it is whole without them, but the archive is not. */
function sayFaults(context: Context, faults: readonly z.infer<typeof Fault>[]): void {
	if (faults.length === 0) return;
	context.out(context.t.machine.faults(faults.length));
	for (const one of faults.slice(0, 20)) context.out(`  #${one.index}  ${printable(one.what)}`);
	context.exit(exitCodes.failed);
}
