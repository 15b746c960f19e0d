import type { Command } from 'commander';
import { submit } from '../../client/submit.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { Told } from '../told.ts';
import { shortId } from '../words.ts';

/** `custos retry`: has a failed item examined again. */
export function retryCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('retry')
		.description(t.help.retry)
		.argument('<item>', t.help.item)
		.action(async (wanted: string) => {
			const connection = await context.connection();
			const { open, item } = await theItem(context, connection, wanted);
			if (item.state !== 'failed') throw new Told('conflict', t.notFailed(t.state[item.state]));
			const [made] = await submit(connection, [
				{ type: 'item.retried', fields: { case: open.id, generation: open.key.generation, item: item.id } },
			]);
			context.out(t.retried(shortId(item.id)));
			context.result({ item: item.id, entry: made?.index ?? null });
		});
	examples(command, context, 'retry 1f0c22ab');
}
