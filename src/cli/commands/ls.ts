import type { Command } from 'commander';
import { alikeBefore } from '../../client/case/alike.ts';
import { type CatalogueItem, countedCatalogue, type KnownItem } from '../../client/case/catalogue.ts';
import { type ExpungedItem, expungedItems } from '../../client/case/expunged.ts';
import { durationInWords } from '../../client/case/timecode.ts';
import { chosenCase } from '../chosen-case.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { table } from '../table.ts';
import { wrongUsage } from '../told.ts';
import { bytesInWords, shortId, timeInWords } from '../words.ts';

/** `custos ls`: the items of a case. */
export function lsCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('ls')
		.description(t.help.ls)
		.option('--case <case>', t.help.caseName)
		.option('--grep <text>', t.help.grep)
		.option('--failed', t.help.lsFailed)
		.action(async (options: { case?: string; grep?: string; failed?: boolean }) => {
			const connection = await context.connection();
			const open = await chosenCase(connection, options.case, (titles) => wrongUsage(t.whichCase(titles)));
			const { all, counted } = await countedCatalogue(connection, open);
			const alike = alikeBefore(all);
			const expunged = await expungedItems(connection, open.id);
			const shown = all.filter(
				(one) => matches(one, options.grep) && (options.failed !== true || one.state === 'failed'),
			);
			const columns = [
				{ title: t.col.id },
				{ title: t.col.size, align: 'right' as const },
				{ title: t.col.received },
				{ title: t.col.state },
				{ title: t.col.duration, align: 'right' as const },
				{ title: t.col.picture },
				{ title: t.col.name },
			];
			const gone = options.grep === undefined && options.failed !== true ? expunged : [];
			const rows = [
				...shown.map((one) => row(context, one, alike.get(one.id))),
				...gone.map((one) => goneRow(context, one)),
			];
			if (rows.length > 0) for (const line of table(columns, rows)) context.out(line);
			const bytes = shown.reduce((sum, one) => sum + (one.unreadable ? 0 : one.size), 0);
			if (rows.length > 0) context.out();
			context.out(
				all.length === 0 ? t.emptyCase(open.prefix) : t.itemsShown(shown.length, all.length, bytesInWords(bytes)),
			);
			context.out(
				counted === undefined
					? t.marks.listNotCounted
					: t.marks.listComplete(counted.events, timeInWords(counted.time)),
			);
			// An item is called `item` wherever it is told as JSON.
			context.result({
				case: open.id,
				items: shown.map(({ id: item, ...about }) => ({ item, ...about, sameContent: alike.get(item)?.id ?? null })),
				expunged: gone.map(({ id: item, at, keptUntil }) => ({ item, at, ...(keptUntil && { keptUntil }) })),
				counted: counted ?? null,
			});
		});
	examples(
		command,
		context,
		'ls --case GUL',
		'ls --case GUL --grep corridor',
		'ls --case GUL --failed',
		'ls --case GUL --json',
	);
}

function row(context: Context, one: CatalogueItem, before: KnownItem | undefined): string[] {
	const { summary } = one;
	const picture = summary?.width === undefined ? (summary?.kind ?? '') : `${summary.width}x${summary.height}`;
	const state = one.state === 'failed' && one.kept ? context.t.failedButKept : context.t.state[one.state];
	const duration =
		summary?.durationMs === undefined ? '' : durationInWords(Math.round(summary.durationMs / 1000) * 1000);
	return [
		shortId(one.id),
		one.unreadable ? '' : bytesInWords(one.size),
		timeInWords(one.receivedAt),
		state,
		duration,
		picture,
		nameOf(context, one, before),
	];
}

/** All that is left to say: which it was, and when. */
function goneRow({ t }: Context, { id, at, keptUntil }: ExpungedItem): string[] {
	const kept = keptUntil === undefined ? '' : t.expunge.keptUntil(timeInWords(keptUntil));
	return [shortId(id), '', '', t.expunge.state(timeInWords(at)), '', '', kept];
}

function nameOf({ t }: Context, one: CatalogueItem, before: KnownItem | undefined): string {
	const same = before === undefined ? '' : t.sameAs(`${before.path} (${shortId(before.id)})`);
	const place = one.from !== undefined ? t.share.here : one.elsewhere ? t.share.elsewhere : '';
	const remarked = one.remarked ? t.remarked : '';
	const more = [same, place, remarked].filter(Boolean).map((words) => `(${words})`);
	return [one.unreadable ? t.unreadable : one.path, ...more].join('  ');
}

/** The text anywhere in what is known of the item, upper and lower case alike. */
function matches(one: CatalogueItem, text: string | undefined): boolean {
	if (text === undefined) return true;
	const facts = one.unreadable ? [] : [one.path, one.sha256];
	const known = [one.id, ...facts, ...Object.values(one.summary ?? {}).map(String)];
	return known.some((value) => value.toLowerCase().includes(text.toLowerCase()));
}
