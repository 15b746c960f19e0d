import type { Command } from 'commander';
import { approveProposal, withdrawProposal } from '../../client/agreed-acts.ts';
import { type Roster, roster } from '../../client/people.ts';
import { isWaiting, type Proposal } from '../../domain/ledger/agreements.ts';
import { actInWords, toCompare } from '../act-words.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { localNames } from '../names.ts';
import { table } from '../table.ts';
import { tellWaiting } from '../tell-agreed.ts';
import { Told, wrongUsage } from '../told.ts';
import { shortId } from '../words.ts';

/** `custos proposals`: what stewards do together. */
export function proposalCommands(program: Command, context: Context): void {
	const words = context.t.stewards;
	const group = program
		.command('proposals')
		.description(words.help)
		.option('--all', words.helpAll)
		.action(async (options: { all?: boolean }) => list(context, options.all === true));
	examples(group, context, 'proposals', 'proposals --all', 'proposals approve 1f0c22ab');

	const approve = group
		.command('approve')
		.description(words.helpApprove)
		.argument('<proposal>', words.id)
		.option('--yes', words.helpYes)
		.action((wanted: string, options: { yes?: boolean }) => approved(context, wanted, options.yes === true));
	examples(approve, context, 'proposals approve 1f0c22ab');

	const withdraw = group
		.command('withdraw')
		.description(words.helpWithdraw)
		.argument('<proposal>', words.id)
		.action((wanted: string) => withdrawn(context, wanted));
	examples(withdraw, context, 'proposals withdraw 1f0c22ab');
}

async function list(context: Context, all: boolean): Promise<void> {
	const { t } = context;
	const connection = await context.connection();
	const { proposals } = await roster(connection);
	const names = await localNames(context);
	const shown = proposals.filter((one) => all || isWaiting(one));
	const { col, state } = t.stewards;
	const columns = [col.proposal, col.what, col.by, col.approved, col.state].map((title) => ({ title }));
	const rows = shown.map((one) => [
		shortId(one.id),
		actInWords(t, one.act, names, connection.archive.key),
		names(one.by),
		`${one.approvals.map(names).join(', ')} (${one.approvals.length}/${one.needed})`,
		one.state === 'open' ? state.open(one.needed - one.approvals.length) : state[one.state],
	]);
	if (shown.length === 0) context.out(t.stewards.none);
	else for (const line of table(columns, rows)) context.out(line);
	context.result({ proposals: shown });
}

async function approved(context: Context, wanted: string, yes: boolean): Promise<void> {
	const { t } = context;
	const connection = await context.connection();
	const standing = await roster(connection);
	const proposal = choose(context, standing, wanted);
	const what = actInWords(t, proposal.act, await localNames(context), connection.archive.key);
	context.say(what);
	const compare = toCompare(t, proposal.act);
	if (compare !== undefined) context.say(compare);
	if (proposal.act.type === 'item.expunged') throw wrongUsage(t.stewards.expungeThere);
	if (proposal.state !== 'open') throw new Told('stale', t.stewards.state[proposal.state]);
	const answer = await context.answer(yes ? 'yes' : undefined, t.stewards.ask, '--yes');
	if (!/^(yes|да)$/i.test(answer.trim())) throw new Told('denied', t.stewards.notAgreed);
	const agreed = await approveProposal(connection, standing, proposal);
	if (agreed.done) context.out(t.stewards.done(what, agreed.entry));
	await tellWaiting(context, connection, proposal.act, agreed);
	context.result(agreed);
}

async function withdrawn(context: Context, wanted: string): Promise<void> {
	const { t } = context;
	const connection = await context.connection();
	const proposal = choose(context, await roster(connection), wanted);
	if (proposal.by !== connection.identity.keys.sign) throw new Told('denied', t.stewards.notYours);
	await withdrawProposal(connection, proposal.id);
	context.out(t.stewards.withdrawn(actInWords(t, proposal.act, await localNames(context), connection.archive.key)));
	context.result({ proposal: proposal.id, withdrawn: true });
}

function choose({ t }: Context, { proposals }: Roster, wanted: string): Proposal {
	const start = wanted.trim().toLowerCase();
	const found = start.length < 4 ? [] : proposals.filter((one) => one.id.startsWith(start));
	if (found.length !== 1)
		throw new Told('not-found', found.length === 0 ? t.stewards.noSuch(wanted) : t.stewards.several(wanted));
	return found[0] as Proposal;
}
