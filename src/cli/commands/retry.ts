import type { Command } from 'commander';
import { findCase, openCases } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { rewrap, waitingItems } from '../../client/rewrap.ts';
import { submit } from '../../client/submit.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { Told } from '../told.ts';
import { shortId } from '../words.ts';

/** `custos retry`: has a failed item examined again, or items whose worker is gone taken up by another. */
export function retryCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('retry')
		.description(t.help.retry)
		.argument('[item]', t.help.item)
		.option('--waiting', t.help.retryWaiting)
		.option('--case <case>', t.help.caseName)
		.action(async (wanted: string | undefined, options: { waiting?: boolean; case?: string }) => {
			const connection = await context.connection();
			if (wanted !== undefined) return retryOne(context, connection, wanted);
			if (options.waiting !== true) throw new Told('bad-request', t.missing('ITEM, --waiting'), { usage: true });
			const cases =
				options.case === undefined ? await openCases(connection) : [await findCase(connection, options.case)];
			const items: string[] = [];
			for (const open of cases.filter((one) => one.role !== 'reader'))
				items.push(...(await rewrap(connection, open, await waitingItems(connection, open))).rewrapped);
			context.out(t.rewrapped(items.length));
			context.result({ rewrapped: items });
		});
	examples(command, context, 'retry 1f0c22ab', 'retry --waiting --case GUL');
}

/** A failed item is asked for again; one that waits for a worker that is gone gets a fresh wrap for the others. */
async function retryOne(context: Context, connection: Connection, wanted: string): Promise<void> {
	const { t } = context;
	const { open, item } = await theItem(context, connection, wanted);
	if (item.case !== open.id) throw new Told('denied', t.share.ofTheFirst);
	if (item.state === 'examined') throw new Told('conflict', t.notFailed(t.state[item.state]));
	const { already } = await rewrap(connection, open, [item]);
	if (already.length > 0) {
		if (item.state !== 'failed') throw new Told('conflict', t.waitsForWorker);
		await submit(connection, [
			{ type: 'item.retried', fields: { case: open.id, generation: open.key.generation, item: item.id } },
		]);
	}
	context.out(t.retried(shortId(item.id)));
	context.result({ item: item.id, rewrapped: already.length === 0 });
}
