import type { Command } from 'commander';
import { platform } from '#platform';
import { factsOf, summaryOf } from '../../client/case/catalogue.ts';
import type { Clip } from '../../client/case/clips.ts';
import { derivedIndex } from '../../client/case/derived-files.ts';
import type { FoundItem } from '../../client/case/find-item.ts';
import { caseMarks } from '../../client/case/marks.ts';
import { submit } from '../../client/submit.ts';
import { newId } from '../../domain/ids.ts';
import { chosenCase } from '../chosen-case.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { table } from '../table.ts';
import { frameAt, parseTime } from '../timecode.ts';
import { wrongUsage } from '../told.ts';
import { durationInWords, printable, shortId } from '../words.ts';

interface Options {
	from: string;
	to: string;
	tag: string[];
	note?: string;
}

/** `custos clip add|list`. */
export function clipCommands(program: Command, context: Context): void {
	const { t } = context;
	const group = program.command('clip').description(t.help.clip);
	const add = group
		.command('add')
		.description(t.help.clipAdd)
		.argument('<item>', t.help.item)
		.requiredOption('--from <time>', t.help.from)
		.requiredOption('--to <time>', t.help.to)
		.option('--tag <tag>', t.help.tag, (tag: string, all: string[]) => [...all, tag], [])
		.option('--note <text>', t.help.note)
		.action(async (wanted: string, options: Options) => {
			const [fromMs, toMs] = [
				parseTime(options.from, t.wrongTime('--from')),
				parseTime(options.to, t.wrongTime('--to')),
			];
			if (fromMs >= toMs) throw wrongUsage(t.emptyRange);
			const connection = await context.connection();
			const found = await theItem(context, connection, wanted);
			const clip = { id: newId(platform.randomBytes), ...boundsOf(context, found, fromMs, toMs) };
			const note = options.note === undefined ? null : await context.answer(options.note, t.help.note, '--note');
			const { open, item } = found;
			const [made] = await submit(connection, [
				{
					type: 'clip.added',
					fields: {
						case: open.id,
						generation: open.key.generation,
						item: item.id,
						clip: clip.id,
						sha256: item.received.statement.body.sha256,
					},
					detail: {
						to: open.key,
						fields: {
							fromMs,
							toMs,
							fromFrame: clip.fromFrame,
							toFrame: clip.toFrame,
							fps: clip.fps,
							sha256: factsOf(open, item.received)?.sha256 ?? null,
							tags: options.tag,
							note,
							people: [],
						},
					},
				},
			]);
			context.out(
				t.clipMade(shortId(clip.id), durationInWords(fromMs), durationInWords(toMs), clip.fromFrame, clip.toFrame),
			);
			context.out(t.afterClip(shortId(clip.id)));
			context.result({
				clip: clip.id,
				item: item.id,
				case: open.id,
				fromMs,
				toMs,
				fromFrame: clip.fromFrame,
				toFrame: clip.toFrame,
				tags: options.tag,
				entry: made?.index ?? null,
			});
		});
	examples(
		add,
		context,
		'clip add 1f0c22ab --from 00:01:12.5 --to 00:01:40 --tag corridor --note "second door"',
		'clip add GUL-0012 --from 72.5 --to 100',
	);

	const list = group
		.command('list')
		.description(t.help.clipList)
		.option('--case <case>', t.help.caseName)
		.action(async (options: { case?: string }) => {
			const connection = await context.connection();
			const open = await chosenCase(connection, options.case, (titles) => wrongUsage(t.whichCase(titles)));
			const { clips } = await caseMarks(connection, open);
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
			context.result({ case: open.id, clips });
		});
	examples(list, context, 'clip list --case GUL');
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
		one.note ?? '',
	];
}

/** Milliseconds and frames; refuses a range outside the item. */
function boundsOf(
	context: Context,
	{ open, item }: FoundItem,
	fromMs: number,
	toMs: number,
): { fromFrame: number | null; toFrame: number | null; fps: number | null } {
	const summary = item.examined && summaryOf(open, item.examined);
	if (summary?.durationMs !== undefined && toMs > summary.durationMs + 500) {
		throw wrongUsage(context.t.beyondEnd(printable(durationInWords(summary.durationMs))));
	}
	const known = (derivedIndex(open, item)?.files ?? []).flatMap(({ frame, ptsMs }) =>
		frame === undefined || ptsMs === undefined ? [] : [{ frame, ptsMs }],
	);
	return {
		fromFrame: frameAt(fromMs, summary?.fps, known),
		toFrame: frameAt(toMs, summary?.fps, known),
		fps: summary?.fps ?? null,
	};
}
