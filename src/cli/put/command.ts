import { join } from 'node:path';
import type { Command } from 'commander';
import { closeIntake, completenessOf } from '../../client/put/completeness.ts';
import { journalName, journalSecret } from '../../client/put/journal.ts';
import { waitUntilKept } from '../../client/put/kept.ts';
import { handOverLeftBehind } from '../../client/put/left-behind.ts';
import { noteClosed, put } from '../../client/put/put.ts';
import type { PutJournal, PutOptions } from '../../client/put/put-options.ts';
import { sameBefore } from '../../client/put/same-before.ts';
import { readCompleteness } from '../../client/put/stated.ts';
import { chosenCase } from '../chosen-case.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { Stopped, wrongUsage } from '../told.ts';
import { bytesInWords } from '../words.ts';
import { exampleIntake, readIntakeRecord } from './intake-record.ts';
import { openJournalFile } from './journal-file.ts';
import { withPatience } from './patience.ts';
import { saveCompleteness } from './save-completeness.ts';
import { sayCompleteness, sayRecordTaken, statedInWords } from './say-completeness.ts';
import { sealThreads } from './threads.ts';
import { diskSource, rootsOf } from './walk.ts';
import { watchOn } from './watch.ts';

interface Options {
	case?: string;
	intake?: string;
	retryFailed?: boolean;
	again?: boolean;
	wait: boolean;
	exampleIntake?: boolean;
}

/** `custos put`: takes files into a case, and ends when all are kept. */
export function putCommand(program: Command, context: Context): void {
	const words = context.t.put;
	const command = program
		.command('put')
		.description(words.help)
		.argument('[paths...]', words.paths)
		.option('--case <case>', context.t.help.caseName)
		.option('--intake <file>', words.intake)
		.option('--retry-failed', words.retryFailed)
		.option('--again', words.again)
		.option('--no-wait', words.noWait)
		.option('--example-intake', words.exampleIntake)
		.action(async (paths: string[], options: Options) => {
			if (options.exampleIntake === true) return giveExample(context);
			if (paths.length === 0) throw wrongUsage(words.noPaths);
			await takeIn(context, paths, options).catch((error: unknown) => {
				if (!context.signal.aborted) throw error;
				if (error instanceof Error && error.name === 'AbortError') throw new Stopped(words.stopped, { cause: error });
				context.say(words.stopped);
				throw error;
			});
		});
	examples(
		command,
		context,
		'put /media/disk --case GUL --intake record.yaml',
		'put /media/disk --case GUL --retry-failed',
		'put letter.pdf photo.jpg --case GUL',
		'put --example-intake > record.yaml',
	);
}

/** As it is, so that it can go into a file. */
function giveExample(context: Context): void {
	if (!context.json) context.io.out(exampleIntake);
	context.result({ example: exampleIntake });
}

async function takeIn(context: Context, paths: readonly string[], options: Options): Promise<void> {
	// Read before anything else: a mistake in it should not show after an hour.
	const record = options.intake === undefined ? undefined : await readIntakeRecord(options.intake, context.t);
	const connection = await context.connection();
	const open = await chosenCase(connection, options.case, (titles) => wrongUsage(context.t.whichCase(titles)));
	const secret = journalSecret(connection.identity.seed);
	const { folder } = context.profile;
	const path = join(folder, 'puts', journalName(open.id, rootsOf(paths), secret));
	const journal: PutJournal = { open: () => openJournalFile(path), secret };
	const watch = watchOn(context);
	const settings: PutOptions = {
		connection,
		open,
		source: diskSource(paths),
		record,
		journal,
		threads: sealThreads,
		watch,
		signal: context.signal,
		retryFailed: options.retryFailed === true,
		again: options.again === true,
	};
	const summary = await withPatience(context, () => put(settings)).finally(() => watch.done());
	if (!options.wait) {
		const about = completenessOf(summary, []);
		const before = await sameBefore(connection, open, summary);
		context.out(context.t.put.received(about.kept.length));
		const told = sayCompleteness(context, about, before, 'received');
		const recordTaken = sayRecordTaken(context, summary);
		context.result({ case: open.id, ...told, closed: null, recordTaken });
		if (about.failed.length > 0 || recordTaken === false) context.exit(exitCodes.failed);
		return;
	}
	// Meanwhile, while the workers do theirs; a delivery is closed whatever becomes of it.
	const lookingBack = sameBefore(connection, open, summary);
	lookingBack.catch(() => {});
	const keeping = watch.keeping(summary.items.length, summary.bytes);
	const items = summary.items.map((one) => one.item);
	const sizes = new Map(summary.items.map((one) => [one.item, one.size]));
	await withPatience(context, () => handOverLeftBehind(connection, open, items));
	const notKept = await withPatience(context, () =>
		waitUntilKept(connection, open.id, items, {
			kept: (item) => keeping.kept(sizes.get(item) ?? 0),
			waiting: (ms) => keeping.waiting(ms),
			signal: context.signal,
		}),
	).finally(() => keeping.done());
	const about = completenessOf(summary, notKept);
	const closed = await closeIntake(connection, open, about);
	if (about.intake !== null) {
		await saveCompleteness(connection, join(folder, 'puts', `${about.intake}.sealed`), about);
		await noteClosed(
			journal,
			about.intake,
			about.kept.map((one) => one.item),
		);
	}
	const stated = closed === undefined ? undefined : await readCompleteness(connection, open, closed);
	const size = bytesInWords(about.bytes);
	if (about.failed.length > 0) context.out(context.t.put.incomplete(about.kept.length, size, about.failed.length));
	else if (about.unasked > 0) context.out(context.t.put.retried(about.kept.length, size));
	else if (about.kept.length > 0) context.out(context.t.put.complete(about.kept.length, size));
	else context.out(context.t.put.nothing);
	const told = sayCompleteness(context, about, await lookingBack, 'kept');
	if (closed !== undefined && stated !== undefined) {
		context.out(context.t.put.entry(closed.index, (about.intake ?? '').slice(0, 8)));
		context.out(`  ${statedInWords(context, stated)}`);
	}
	if (about.failed.length > 0) {
		context.out(context.t.put.retryHint);
		context.exit(exitCodes.failed);
	}
	const recordTaken = sayRecordTaken(context, summary);
	if (recordTaken === false) context.exit(exitCodes.failed);
	context.result({ case: open.id, ...told, closed: closed?.index ?? null, stated: stated ?? null, recordTaken });
}
