import type { Command } from 'commander';
import { readAcknowledgement } from '../../client/case/hand-over.ts';
import { wholeHistory } from '../../client/case/history.ts';
import type { LoggedEvent } from '../../client/case/logged-event.ts';
import { saidIn } from '../../client/case/said.ts';
import { findCase } from '../../client/cases.ts';
import { pseudonym } from '../../client/identity.ts';
import { StatedCompleteness } from '../../client/put/stated.ts';
import { attempted } from '../../report/verify/attempted.ts';
import { eventWords } from '../../report/verify/event-words.ts';
import { failureIn } from '../../report/words/failures.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { itemOrGone } from '../find-item.ts';
import { caseNames } from '../members.ts';
import type { Names } from '../names.ts';
import { statedInWords } from '../put/say-completeness.ts';
import { sayRemains } from '../remains-table.ts';
import { table } from '../table.ts';
import { wrongUsage } from '../told.ts';
import { timeInWords } from '../words.ts';

/** `custos history`: who did what, when and why, refusals included. */
export function historyCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('history')
		.description(t.help.history)
		.argument('[item]', t.help.item)
		.option('--case <case>', t.help.historyCase)
		.action(async (wanted: string | undefined, options: { case?: string }) => {
			if ((wanted === undefined) === (options.case === undefined)) throw wrongUsage(t.itemOrCase);
			const connection = await context.connection();
			const { found, gone } = wanted === undefined ? {} : await itemOrGone(context, connection, wanted);
			if (gone !== undefined) return sayRemains(context, connection, gone);
			const open = found?.open ?? (await findCase(connection, options.case as string));
			const id = found?.item.id ?? open.id;
			const kind = found === undefined ? 'case' : 'item';
			const { events, counted } = await wholeHistory(connection, open, kind, id);
			const names = await caseNames(context, connection, open);
			const columns = [
				{ title: '#', align: 'right' as const },
				{ title: t.col.time },
				{ title: t.col.who },
				{ title: t.col.what },
				{ title: t.col.why },
			];
			for (const line of table(
				columns,
				events.map((event) => row(context, event, names, events)),
			))
				context.out(line);
			const seen = await connection.seen();
			context.out(`\n${t.historyVerified(events.length, seen.size)}`);
			context.out(counted === undefined ? t.notCounted : t.complete(counted.events, timeInWords(counted.time)));
			context.result({
				[kind]: id,
				checkpoint: seen.size,
				counted: counted ?? null,
				events: events.map(asJson),
			});
		});
	examples(command, context, 'history 1f0c22ab', 'history GUL-0012', 'history --case GUL');
}

function row(context: Context, event: LoggedEvent, names: Names, all: readonly LoggedEvent[]): string[] {
	const { entry, fields, unreadable, elsewhere } = event;
	const { statement: s, skeleton } = entry;
	const cls = s.type === 'item.opened' ? ` (${context.t.cls[s.class]})` : '';
	const person = 'person' in s && typeof s.person === 'string' ? ` (${names(s.person)})` : '';
	const denied = /^denied:(.*)$/.exec(skeleton.result)?.[1];
	const happened = denied === undefined ? eventWords[context.lang][s.type] : attempted(s, context.lang);
	const what = `${happened}${cls}${person}`;
	const stated = s.type === 'intake.closed' ? StatedCompleteness.safeParse(fields) : undefined;
	const said = stated?.success ? statedInWords(context, stated.data) : saidOf(context, event, all);
	const why = elsewhere ? [`(${context.t.share.said})`, said].filter(Boolean).join(' ') : said;
	return [
		String(entry.index),
		timeInWords(skeleton.time),
		names(s.actor),
		denied === undefined ? what : `${context.t.refused(denied)}: ${what}`,
		unreadable ? context.t.unreadable : why,
	];
}

function saidOf(context: Context, event: LoggedEvent, all: readonly LoggedEvent[]): string {
	const { type } = event.entry.statement;
	if (type === 'report.acknowledged') return acknowledgedInWords(context, event, all);
	const said = saidIn(event.fields);
	return type === 'item.failed' ? failureIn(context.lang, said) : said;
}

/** What a recipient said, its signature checked again here. */
function acknowledgedInWords({ t }: Context, event: LoggedEvent, all: readonly LoggedEvent[]): string {
	const read = readAcknowledgement(event, all);
	if (read.kind === 'worthless') return t.handOver.worthless;
	if (read.kind === 'by-hand') return t.handOver.byHand(read.said, read.when, read.on);
	const { by, key, result } = read.said;
	return t.handOver.signedBy(by, pseudonym(key), t.handOver.result[result]);
}

function asJson({ entry, fields, unreadable, elsewhere }: LoggedEvent): object {
	const { statement: s, skeleton, index } = entry;
	return {
		index,
		n: skeleton.subject.n,
		time: skeleton.time,
		claimed: s.time,
		actor: s.actor,
		type: s.type,
		result: skeleton.result,
		...(s.type === 'item.opened' ? { class: s.class } : {}),
		detail: fields,
		...(unreadable ? { unreadable } : {}),
		...(elsewhere ? { elsewhere } : {}),
	};
}
