import { type Command, Option } from 'commander';
import {
	approveExpunging,
	type ExpungeProposal,
	expunge,
	expungeProposals,
	proposeExpunging,
} from '../../client/expunge.ts';
import { pseudonym } from '../../client/identity.ts';
import { isCustosError } from '../../domain/errors.ts';
import { ExpungeReason } from '../../domain/ledger/expunge-reason.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { Told, wrongUsage } from '../told.ts';
import { shortId, timeInWords } from '../words.ts';

/** `custos expunge`: two stewards destroy an item for ever. */
export function expungeCommands(program: Command, context: Context): void {
	const { t } = context;
	const words = t.expunge;
	const group = program.command('expunge').description(words.help);
	examples(group, context, 'expunge propose GUL-0012 --reason court-order', 'expunge list', 'expunge approve 4b1e9a07');

	const propose = group
		.command('propose')
		.description(words.helpPropose)
		.argument('<item>', t.help.item)
		.addOption(new Option('--reason <reason>', words.helpReason).choices(ExpungeReason.options).makeOptionMandatory())
		.action(async (wanted: string, options: { reason: ExpungeReason }) => {
			const connection = await context.connection();
			// A steward need not be in a case of it, and then names it by its whole id.
			const item = /^[0-9a-f]{32}$/.test(wanted) ? wanted : (await theItem(context, connection, wanted)).item.id;
			const proposal = await proposeExpunging(connection, item, options.reason).catch((error) => {
				throw isCustosError(error, 'unapproved') ? new Told('unapproved', words.alone) : error;
			});
			context.out(words.proposed(shortId(item), shortId(proposal)));
			context.result({ proposal, item, reason: options.reason });
		});
	examples(propose, context, 'expunge propose GUL-0012 --reason person-harmed');

	const list = group
		.command('list')
		.description(words.helpList)
		.action(async () => {
			const proposals = await expungeProposals(await context.connection());
			for (const one of proposals) say(context, one);
			if (proposals.length === 0) context.out(words.none);
			context.result({ proposals: proposals.map(({ reasons: _, ...one }) => one) });
		});
	examples(list, context, 'expunge list');

	const approve = group
		.command('approve')
		.description(words.helpApprove)
		.argument('<proposal>', words.helpProposal)
		.option('--item <id>', words.helpConfirm)
		.action(async (wanted: string, options: { item?: string }) => {
			const connection = await context.connection();
			const proposals = await expungeProposals(connection);
			const found = proposals.filter((one) => one.id.startsWith(wanted.toLowerCase()));
			const [one] = found;
			if (one === undefined || found.length > 1) throw new Told('not-found', words.noSuch(wanted));
			say(context, one);
			if (one.reason === undefined) throw new Told('unapproved', words.unread);
			const typed = await context.answer(options.item, words.confirm, '--item');
			if (typed.length < 8 || !one.act.item.startsWith(typed.toLowerCase())) throw wrongUsage(words.other);
			await approveExpunging(connection, one);
			const { id: proposal, needed } = one;
			const agreed = new Set([...one.approvals, connection.identity.keys.sign]).size;
			if (agreed < needed) {
				context.out(words.more(needed - agreed));
				return context.result({ proposal, item: one.act.item, approvals: agreed, needed });
			}
			const index = await expunge(connection, proposal, one.act);
			context.out(words.done(shortId(one.act.item), index));
			context.result({ proposal, item: one.act.item, index });
		});
	examples(approve, context, 'expunge approve 4b1e9a07', 'expunge approve 4b1e9a07 --item 1f0c22ab');
}

function say({ out, t }: Context, { id, act, approvals, needed, time, reason }: ExpungeProposal): void {
	const by = approvals.map((key) => pseudonym(key)).join(', ');
	const why = t.expunge.reasons[reason ?? 'unread'];
	out(t.expunge.one(shortId(id), act.item, why, timeInWords(time), by, approvals.length, needed));
}
