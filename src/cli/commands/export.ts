import type { Command } from 'commander';
import { platform } from '#platform';
import {
	approveExport,
	type ExportRequest,
	exportsOf,
	isOwn,
	refuseExport,
	requestExport,
	setExportRules,
	stateOf,
} from '../../client/case/exports.ts';
import { findCase, type OpenCase } from '../../client/cases.ts';
import { toHex } from '../../domain/bytes.ts';
import { newId } from '../../domain/ids.ts';
import { issuerFields } from '../../domain/issuer-words.ts';
import type { Leaves } from '../../domain/leaves.ts';
import { checkChosen, leavesOf } from '../../report/gather/report-choices.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { caseNames } from '../members.ts';
import { findRequest } from '../report/agreed-report.ts';
import { addChoiceOptions, assertShown, type ChoiceOptions, choicesFrom } from '../report/choice-options.ts';
import { addIssuerOptions, type IssuerOptions, issuerWords } from '../report/issuer-options.ts';
import { leavingWith, outgoingLines } from '../report/outgoing-lines.ts';
import { subjectOf } from '../report/report-subject.ts';
import { table } from '../table.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable, shortId, timeInWords } from '../words.ts';

/** `custos export request|approve|refuse|list`: a report leaves a case when two people want it to. */
export function exportCommands(program: Command, context: Context): void {
	const { t } = context;
	const group = program.command('export').description(t.leave.help.group);
	examples(
		group,
		context,
		'export request GUL --recipient "a court"',
		'export approve GUL 1f0c22ab',
		'export list GUL',
	);

	const request = addIssuerOptions(addChoiceOptions(group.command('request'), context), context)
		.description(t.leave.help.request)
		.argument('<case|exhibit...>', t.help.reportWhat)
		.action(async (wanted: string[], options: ChoiceOptions & IssuerOptions) => {
			const connection = await context.connection();
			const choices = await choicesFrom(context, options);
			const { open, items, expunged } = await subjectOf(context, connection, wanted);
			await assertShown(context, connection, open, { items, hide: choices.hide });
			const words = await issuerWords(context, connection, open, options);
			const leaving = { ...choices, items, expunged, words };
			checkChosen(leaving);
			const leaves = leavesOf(leaving, toHex(platform.randomBytes(32)));
			const report = newId(platform.randomBytes);
			const index = await requestExport(connection, open, { report, leaves, items, expunged, words });
			context.out(t.leave.asked(shortId(report), open.prefix));
			context.result({ report, case: open.id, entry: index });
		});
	examples(request, context, 'export request GUL-0001 GUL-0002 --recipient "Office of the prosecutor" --without-names');

	const approve = group
		.command('approve')
		.description(t.leave.help.approve)
		.argument('<case>', t.help.caseName)
		.argument('<request>', t.leave.help.requestId)
		.option('--yes', t.leave.help.yes)
		.action(async (name: string, wanted: string, options: { yes?: boolean }) => {
			const connection = await context.connection();
			const { open, request } = await findRequest(context, connection, name, wanted);
			onlyLead(context, open);
			if (await isOwn(connection, request)) throw new Told('denied', t.leave.own);
			if (request.leaves === undefined) throw new Told('damaged', t.leave.unreadable);
			for (const line of inWords(context, request, request.leaves)) context.out(line);
			const outgoing = await leavingWith(context, connection, open, request, request.leaves);
			for (const line of outgoingLines(context, outgoing)) context.out(line);
			if (options.yes !== true) {
				const answer = await context.answer(undefined, t.leave.ask, '--yes');
				if (!/^(y|yes|д|да)$/i.test(answer.trim())) throw new Told('denied', t.leave.notApproved);
			}
			const index = await approveExport(connection, open, request);
			const { rules } = await exportsOf(connection, open);
			context.out(t.leave.approved(rules.days));
			context.result({ report: request.report, entry: index, outgoing });
		});
	examples(approve, context, 'export approve GUL 1f0c22ab');

	const refuse = group
		.command('refuse')
		.description(t.leave.help.refuse)
		.argument('<case>', t.help.caseName)
		.argument('<request>', t.leave.help.requestId)
		.option('--reason <text>', t.leave.help.reason)
		.action(async (name: string, wanted: string, options: { reason?: string }) => {
			const connection = await context.connection();
			const { open, request } = await findRequest(context, connection, name, wanted);
			onlyLead(context, open);
			const index = await refuseExport(connection, open, request, options.reason ?? '');
			context.out(t.leave.refused);
			context.result({ report: request.report, entry: index });
		});
	examples(refuse, context, 'export refuse GUL 1f0c22ab --reason "the names first"');

	const list = group
		.command('list')
		.description(t.leave.help.list)
		.argument('<case>', t.help.caseName)
		.action(async (name: string) => {
			const connection = await context.connection();
			const open = await findCase(connection, name);
			const { rules, requests } = await exportsOf(connection, open);
			const names = await caseNames(context, connection, open);
			context.out(rules.approvals === 0 ? t.leave.one(open.prefix) : t.leave.two(open.prefix, rules.days));
			const columns = [{ title: t.col.id }, { title: t.col.time }, { title: t.col.who }, { title: t.col.state }];
			const rows = requests.map((one) => {
				const state = t.leave.state[stateOf(one, context.now())](timeInWords(one.approved?.until ?? one.at));
				return [shortId(one.report), timeInWords(one.at), names(one.by), state];
			});
			if (rows.length > 0) for (const line of table(columns, rows)) context.out(line);
			context.result({
				case: open.id,
				rules,
				requests: requests.map((one) => ({ ...one, state: stateOf(one, context.now()) })),
			});
		});
	examples(list, context, 'export list GUL');
}

/** `custos case policy`: what it takes for a report to leave a case. */
export function casePolicyCommand(group: Command, context: Context): void {
	const { t } = context;
	const policy = group
		.command('policy')
		.description(t.leave.help.policy)
		.argument('<case>', t.help.caseName)
		.option('--approvals <number>', t.leave.help.approvals)
		.option('--days <number>', t.leave.help.days)
		.action(async (name: string, options: { approvals?: string; days?: string }) => {
			const connection = await context.connection();
			const open = await findCase(connection, name);
			let { rules } = await exportsOf(connection, open);
			if (options.approvals !== undefined || options.days !== undefined) {
				const { approvals = String(rules.approvals), days = String(rules.days) } = options;
				if (approvals !== '0' && approvals !== '1') throw wrongUsage(t.oneOf('--approvals', ['0', '1']));
				if (!/^[1-9]\d?$/.test(days) || Number(days) > 90) throw wrongUsage(t.leave.wrongDays);
				onlyLead(context, open);
				rules = { approvals: approvals === '0' ? 0 : 1, days: Number(days) };
				await setExportRules(connection, open, rules);
			}
			context.out(rules.approvals === 0 ? t.leave.one(open.prefix) : t.leave.two(open.prefix, rules.days));
			context.result({ case: open.id, ...rules });
		});
	examples(policy, context, 'case policy GUL', 'case policy GUL --approvals 1 --days 7');
}

function onlyLead(context: Context, open: OpenCase): void {
	if (open.role !== 'lead') throw new Told('denied', context.t.onlyLeads(printable(open.title)));
}

/** What is asked for, line by line, for whoever is to agree. */
function inWords({ t }: Context, { items, expunged, words }: ExportRequest, leaves: Leaves): string[] {
	const { hidden, recipient, purpose } = leaves;
	const kinds = (['names', 'people', 'technical', 'titles', 'purposes'] as const).filter((one) => hidden[one]);
	return [
		t.leave.recipient(recipient === null ? t.leave.notSaid : printable(recipient)),
		t.leave.purpose(purpose === null ? t.leave.notSaid : printable(purpose)),
		t.leave.items(items.length),
		...(expunged.length > 0 ? [t.expunge.named(expunged.length)] : []),
		t.leave.leaves(
			[
				...(leaves.originals ? [t.leave.originals] : []),
				...(leaves.origin ? [t.leave.origin] : []),
				...(leaves.notes ? [t.leave.notes] : []),
				t.leave.keyframes[leaves.keyframes],
			].join(', '),
		),
		...(kinds.length > 0 ? [t.leave.hidden(kinds.map((one) => t.leave.kinds[one]).join(', '))] : []),
		...(hidden.peopleShown ? [t.leave.onlyPeople(hidden.peopleShown.map(printable).join(', '))] : []),
		...(hidden.entries.length > 0 ? [t.leave.entries(hidden.entries.join(', '))] : []),
		...issuerFields.flatMap((name) =>
			words[name] === undefined ? [] : [t.leave.says(t.leave.issuer.says[name], printable(words[name]))],
		),
	];
}
