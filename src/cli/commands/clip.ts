import { type Command, Option } from 'commander';
import type { Clip, ClipInput, KnownClip } from '../../client/case/clips.ts';
import { derivedIndex } from '../../client/case/derived-files.ts';
import type { FoundItem } from '../../client/case/find-item.ts';
import { frameAt } from '../../client/case/frame-at.ts';
import { itemSummary } from '../../client/case/item-facts.ts';
import { addClip, reviseClip } from '../../client/case/mark.ts';
import { caseMarks } from '../../client/case/marks.ts';
import { durationInWords } from '../../client/case/timecode.ts';
import { chosenCase } from '../chosen-case.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { table } from '../table.ts';
import { parseTime } from '../timecode.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable, shortId } from '../words.ts';

interface Options {
	from?: string;
	to?: string;
	name?: string;
	tag?: string[];
	person?: string[];
	note?: string;
	element?: string;
	confidence?: 'low' | 'medium' | 'high';
}

/** `custos clip add|revise|list`. */
export function clipCommands(program: Command, context: Context): void {
	const { t } = context;
	const group = program.command('clip').description(t.help.clip);
	const add = described(
		group.command('add').description(t.help.clipAdd).argument('<item>', t.help.item),
		context,
		true,
	);
	add.action(async (wanted: string, options: Options) => {
		const range = rangeOf(context, options);
		const connection = await context.connection();
		const found = await theItem(context, connection, wanted);
		const about = await detailOf(context, found, options, range);
		const { clip, index } = await addClip(connection, found.open, found.item, about);
		const { fromMs, toMs, fromFrame = null, toFrame = null } = about;
		context.out(t.clipMade(shortId(clip), durationInWords(fromMs), durationInWords(toMs), fromFrame, toFrame));
		context.out(t.afterClip(shortId(clip)));
		context.result({ clip, item: found.item.id, case: found.open.id, ...about, entry: index });
	});
	examples(
		add,
		context,
		'clip add 1f0c22ab --from 00:01:12.5 --to 00:01:40 --tag corridor --note "second door"',
		'clip add GUL-0012 --from 72.5 --to 100',
	);

	const revise = group
		.command('revise')
		.description(t.marks.help.clipRevise)
		.argument('<clip>', t.marks.help.clipWanted);
	described(revise, context, false).action(async (wanted: string, options: Options) => {
		const connection = await context.connection();
		const found = await theItem(context, connection, wanted);
		const { clips } = await caseMarks(connection, found.open);
		const clip = clips.find((one) => one.id === found.clip);
		if (clip === undefined || clip.unreadable) throw new Told('not-found', t.marks.notAClip(wanted));
		const about = await detailOf(context, found, options, rangeOf(context, options, clip), clip);
		const { version, index } = await reviseClip(connection, found.open, clip, about);
		context.out(t.marks.clipRevised(shortId(clip.id), version));
		context.result({ clip: clip.id, item: clip.item, case: found.open.id, version, ...about, entry: index });
	});
	examples(revise, context, 'clip revise 8c01d2e4 --to 00:01:52 --element torture --confidence high');

	const list = group
		.command('list')
		.description(t.help.clipList)
		.option('--case <case>', t.help.caseName)
		.action(async (options: { case?: string }) => {
			const connection = await context.connection();
			const open = await chosenCase(connection, options.case, (titles) => wrongUsage(t.whichCase(titles)));
			const { clips, counted } = await caseMarks(connection, open);
			const columns = [
				{ title: t.col.clip },
				{ title: t.col.item },
				{ title: t.col.from },
				{ title: t.col.to },
				{ title: t.col.frames },
				{ title: t.col.tags },
				{ title: t.col.note },
			];
			if (clips.length === 0) context.out(t.noClips);
			else
				for (const line of table(
					columns,
					clips.map((one) => row(one, t.unreadable)),
				))
					context.out(line);
			if (counted === undefined) context.out(t.marks.listNotCounted);
			context.result({ case: open.id, clips, counted: counted ?? null });
		});
	examples(list, context, 'clip list --case GUL');
	examples(
		group,
		context,
		'clip add 1f0c22ab --from 00:01:12.5 --to 00:01:40 --tag corridor',
		'clip revise 8c01d2e4 --to 00:01:52',
		'clip list --case GUL',
	);
}

/** The options that word a clip. */
function described(command: Command, { t }: Context, required: boolean): Command {
	const many = (one: string, all: string[] | undefined) => [...(all ?? []), one];
	return command
		.addOption(new Option('--from <time>', t.help.from).makeOptionMandatory(required))
		.addOption(new Option('--to <time>', t.help.to).makeOptionMandatory(required))
		.option('--name <text>', t.marks.help.name)
		.option('--tag <tag>', t.help.tag, many)
		.option('--person <pseudonym>', t.marks.help.person, many)
		.option('--note <text>', t.help.note)
		.option('--element <text>', t.marks.help.element)
		.addOption(new Option('--confidence <level>', t.marks.help.confidence).choices(['low', 'medium', 'high']));
}

interface Range {
	fromMs: number;
	toMs: number;
}

/** The bounds typed, else those from before. */
function rangeOf({ t }: Context, options: Options, before: Range = { fromMs: 0, toMs: 0 }): Range {
	const fromMs = options.from === undefined ? before.fromMs : parseTime(options.from, t.wrongTime('--from'));
	const toMs = options.to === undefined ? before.toMs : parseTime(options.to, t.wrongTime('--to'));
	if (fromMs >= toMs) throw wrongUsage(t.emptyRange);
	return { fromMs, toMs };
}

/** What is to be sealed: what was typed, else as the clip was worded before. Refuses a range outside the item. */
async function detailOf(
	context: Context,
	{ open, item }: FoundItem,
	options: Options,
	{ fromMs, toMs }: Range,
	before?: KnownClip,
): Promise<ClipInput> {
	const { t } = context;
	const summary = itemSummary(open, item);
	if (summary?.kind === 'document' || summary?.kind === 'image') throw new Told('bad-request', t.marks.noTimeLine);
	if (summary?.durationMs !== undefined && toMs > summary.durationMs + 500)
		throw wrongUsage(t.beyondEnd(printable(durationInWords(summary.durationMs))));
	const known = (derivedIndex(open, item)?.files ?? []).flatMap(({ frame, ptsMs }) =>
		frame === undefined || ptsMs === undefined ? [] : [{ frame, ptsMs }],
	);
	const note = options.note === undefined ? undefined : await context.answer(options.note, t.help.note, '--note');
	return {
		name: options.name ?? before?.name ?? null,
		fromMs,
		toMs,
		fromFrame: frameAt(fromMs, summary?.fps, known),
		toFrame: frameAt(toMs, summary?.fps, known),
		fps: summary?.fps ?? null,
		...(before === undefined ? {} : { sha256: before.sha256 }),
		tags: options.tag ?? before?.tags ?? [],
		note: note ?? before?.note ?? null,
		people: options.person ?? before?.people ?? [],
		legalElement: options.element ?? before?.legalElement ?? null,
		confidence: options.confidence ?? before?.confidence ?? null,
	};
}

function row(one: Clip, unreadable: string): string[] {
	if (one.unreadable) return [shortId(one.id), shortId(one.item), '', '', '', '', unreadable];
	const frames = one.fromFrame === null ? '' : `${one.fromFrame}-${one.toFrame}`;
	return [
		shortId(one.id),
		shortId(one.item),
		durationInWords(one.fromMs),
		durationInWords(one.toMs),
		frames,
		one.tags.join(', '),
		[one.name, one.note].filter(Boolean).join(': '),
	];
}
