import type { Command } from 'commander';
import { lastSharing, shareItem } from '../../client/case/share-item.ts';
import { findCase } from '../../client/cases.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { Told, wrongUsage } from '../told.ts';
import { shortId } from '../words.ts';

/** `custos share`: one item in another case too. */
export function shareCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('share')
		.description(t.share.help.share)
		.argument('<item>', t.help.item)
		.requiredOption('--to <case>', t.share.help.to)
		.option('--case <case>', t.share.help.from)
		.option('--purpose <text>', t.share.help.purpose)
		.option('--again', t.share.help.again)
		.action(async (wanted: string, options: { to: string; case?: string; purpose?: string; again?: boolean }) => {
			const connection = await context.connection();
			const named = options.case === undefined ? wanted : `${options.case}/${wanted}`;
			const { open, item } = await theItem(context, connection, named);
			const to = await findCase(connection, options.to);
			if (to.id === open.id) throw wrongUsage(t.share.same);
			if (open.role !== 'lead') throw new Told('denied', t.share.notLead(open.prefix));
			if (to.role === 'reader') throw new Told('denied', t.share.notThere(to.prefix));
			const there = item.case === to.id || lastSharing(item, to) !== undefined;
			if (there && (item.case === to.id || options.again !== true))
				throw new Told('conflict', t.share.already(to.prefix));
			if (item.kept === undefined || (item.state !== 'examined' && item.state !== 'failed'))
				throw new Told('conflict', t.share.notYet(t.state[item.state]));
			const purpose =
				options.purpose === undefined ? '' : await context.answer(options.purpose, t.share.help.purpose, '--purpose');
			const { version, index } = await shareItem(connection, open, to, item, { purpose, again: there });
			context.out(t.share.done(shortId(item.id), to.prefix));
			context.out(t.share.after(to.prefix));
			context.result({ item: item.id, case: open.id, to: to.id, version, entry: index });
		});
	examples(command, context, 'share 1f0c22ab --to YRD', 'share GUL-0012 --to YRD --purpose "the same yard"');
}
