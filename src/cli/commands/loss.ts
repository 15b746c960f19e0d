import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Connection } from '../../client/connection.ts';
import { pseudonym } from '../../client/identity.ts';
import { connectAnew, goOnAfter, lossToKnow, type StatedLoss, statedLosses, stateLoss } from '../../client/loss.ts';
import { roster } from '../../client/people.ts';
import { toHex } from '../../domain/bytes.ts';
import { isWaiting } from '../../domain/ledger/agreements.ts';
import { spansOf } from '../../domain/ledger/log-keys.ts';
import { openLost } from '../../domain/ledger/loss.ts';
import { answers } from '../../domain/wire.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { tellWaiting } from '../tell-agreed.ts';
import { Told, wrongUsage } from '../told.ts';
import { timeInWords } from '../words.ts';

/** `custos loss`: the signed way on after a part of the log is gone for ever. */
export function lossCommands(program: Command, context: Context): void {
	const { t } = context;
	const words = t.loss;
	const group = program.command('loss').description(words.help);
	examples(group, context, 'loss list', 'loss state', 'loss accept');

	const state = group
		.command('state')
		.description(words.helpState)
		.option('--checkpoint <file>', words.helpCheckpoint)
		.option('--from <n>', words.helpFrom)
		.action(async (options: { checkpoint?: string; from?: string }) => {
			const connection = await anew(context);
			const { witnesses } = await connection.ask(answers.witnesses, '/v1/witnesses');
			const held = witnesses?.held ?? undefined;
			const note = options.checkpoint === undefined ? held?.note : await readFile(options.checkpoint, 'utf8');
			if (note === undefined || note === null) throw new Told('not-found', words.noCheckpoint);
			const checkpoint = openLost(note, connection.archive.key);
			const { size } = checkpoint;
			const proposed = await proposedFrom(connection, note);
			const from = wholeNumber(context, options.from) ?? proposed ?? (await firstMissing(connection, held?.entries));
			if (from === undefined) throw wrongUsage(words.whichFirst);
			if (from >= size) throw wrongUsage(words.nothingLost(size, from));
			const agreed = await stateLoss(connection, from, note);
			await tellWaiting(context, connection, { type: 'loss.stated', from, checkpoint: note }, agreed);
			if (!agreed.done) return context.result({ ...agreed, from, size, checkpoint: note });
			await goOnAfter(
				context.profile,
				{ from, checkpoint, note },
				await connection.seen(),
				spansOf(connection.archive.key),
			);
			context.out(words.stated(agreed.entry, from, size - 1));
			context.result({ index: agreed.entry, from, size, checkpoint: note });
		});
	examples(state, context, 'loss state', 'loss state --checkpoint newest.checkpoint --from 4711');

	const accept = group
		.command('accept')
		.description(words.helpAccept)
		.action(async () => {
			const before = await context.profile.checkpoint();
			const connection = await anew(context);
			const losses = await statedLosses(connection);
			const loss = before === undefined ? 'none' : lossToKnow(losses, before, await context.profile.losses());
			if (before === undefined || loss === 'none') throw new Told('not-found', words.noneFits(before?.size ?? 0));
			if (loss === 'known') throw new Told('not-found', words.known(before.size));
			show(context, loss);
			await goOnAfter(context.profile, loss, await connection.seen(), spansOf(connection.archive.key));
			context.out(words.accepted(before.size, toHex(before.root), loss.from));
			context.result({ before: { size: before.size, root: toHex(before.root) }, loss: inJson(loss) });
		});
	examples(accept, context, 'loss accept');

	const list = group
		.command('list')
		.description(words.helpList)
		.action(async () => {
			const losses = await statedLosses(await anew(context));
			for (const loss of losses) show(context, loss);
			if (losses.length === 0) context.out(words.none);
			context.result({ losses: losses.map(inJson) });
		});
	examples(list, context, 'loss list', '--json loss list');
}

/** The archive under the pin, without what was seen of its log before: nothing is remembered until the person says so. */
async function anew(context: Context): Promise<Connection> {
	const pin = await context.profile.pin();
	if (pin === undefined) throw new Told('not-found', context.t.noArchive(context.profile.folder));
	return connectAnew(pin, await context.identity(), context.profile, { signal: context.signal });
}

function show({ out, t }: Context, { entry, from, checkpoint }: StatedLoss): void {
	const { index, statement, skeleton } = entry;
	out(t.loss.one(index, pseudonym(statement.actor), timeInWords(skeleton.time), from, checkpoint.size - 1));
}

function inJson({ entry, from, checkpoint, note }: StatedLoss): object {
	const { actor } = entry.statement;
	return { index: entry.index, by: actor, at: entry.skeleton.time, from, size: checkpoint.size, checkpoint: note };
}

/** Where another steward proposed to state this very loss: to state the same is to agree. */
async function proposedFrom(connection: Connection, checkpoint: string): Promise<number | undefined> {
	const { proposals } = await roster(connection);
	for (const one of proposals) {
		if (isWaiting(one) && one.act.type === 'loss.stated' && one.act.checkpoint === checkpoint) return one.act.from;
	}
	return undefined;
}

/** The first entry that a held archive does not have; undefined where none is held, and nobody knows how it was put back. */
async function firstMissing(connection: Connection, heldAt: number | undefined): Promise<number | undefined> {
	return heldAt === undefined ? undefined : Math.min(heldAt, (await connection.seen()).size);
}

function wholeNumber({ t }: Context, given: string | undefined): number | undefined {
	if (given === undefined) return undefined;
	if (!/^\d{1,15}$/.test(given)) throw wrongUsage(t.loss.badNumber);
	return Number(given);
}
