import { type Command, Option } from 'commander';
import { noteItem, setVocabulary } from '../../client/case/mark.ts';
import { caseMarks } from '../../client/case/marks.ts';
import { type Note, NoteDetail, type NoteInput } from '../../client/case/notes.ts';
import { durationInWords } from '../../client/case/timecode.ts';
import { findCase } from '../../client/cases.ts';
import { chosenCase } from '../chosen-case.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { caseNames } from '../members.ts';
import type { Names } from '../names.ts';
import { table } from '../table.ts';
import { parseTime } from '../timecode.ts';
import { Told, wrongUsage } from '../told.ts';
import { shortId } from '../words.ts';

interface Options {
	flag?: NonNullable<NoteDetail['flag']>;
	tag: string[];
	text?: string;
	from?: string;
	to?: string;
	replaces?: string;
}

/** `custos note add|list`, and `custos tags`. */
export function noteCommands(program: Command, context: Context): void {
	const { t } = context;
	const { help } = t.marks;
	const group = program.command('note').description(help.note);
	const add = group
		.command('add')
		.description(help.noteAdd)
		.argument('<item>', t.help.item)
		.addOption(new Option('--flag <flag>', help.flag).choices(NoteDetail.shape.flag.unwrap().unwrap().options))
		.option('--tag <tag>', t.help.tag, (tag: string, all: string[]) => [...all, tag], [])
		.option('--text <text>', help.text)
		.option('--from <time>', t.help.from)
		.option('--to <time>', t.help.to)
		.option('--replaces <note>', help.replaces)
		.action(async (wanted: string, options: Options) => {
			const about = await detailOf(context, options);
			const connection = await context.connection();
			const { open, item } = await theItem(context, connection, wanted);
			const replaces =
				options.replaces === undefined
					? undefined
					: theNote(context, (await caseMarks(connection, open)).notes, item.id, options.replaces);
			const { note, index } = await noteItem(connection, open, item.id, about, replaces);
			context.out(t.marks.noted(shortId(note)));
			context.result({ note, item: item.id, case: open.id, ...about, replaces: replaces ?? null, entry: index });
		});
	examples(
		add,
		context,
		'note add 1f0c22ab --flag warning --text "a killing" --from 00:03:10 --to 00:03:55',
		'note add 1f0c22ab --flag not-relevant --replaces 77aa01bc',
	);

	const list = group
		.command('list')
		.description(help.noteList)
		.option('--case <case>', t.help.caseName)
		.option('--all', help.all)
		.action(async (options: { case?: string; all?: boolean }) => {
			const connection = await context.connection();
			const open = await chosenCase(connection, options.case, (titles) => wrongUsage(t.whichCase(titles)));
			const names = await caseNames(context, connection, open);
			const notes = (await caseMarks(connection, open)).notes.filter(
				(one) => options.all === true || one.replacedBy === undefined,
			);
			const { col } = t.marks;
			const columns = [col.note, t.col.item, col.flag, t.col.from, t.col.to, t.col.tags, col.who, t.col.note];
			if (notes.length === 0) context.out(t.marks.noNotes);
			else
				for (const line of table(
					columns.map((title) => ({ title })),
					notes.map((one) => row(context, one, names)),
				))
					context.out(line);
			context.result({ case: open.id, notes });
		});
	examples(list, context, 'note list --case GUL');
	examples(
		group,
		context,
		'note add 1f0c22ab --flag relevant --text "the corridor of cell 12"',
		'note list --case GUL',
	);

	const tags = program
		.command('tags')
		.description(help.tags)
		.argument('<case>', t.help.caseName)
		.argument('[tags...]', help.tagWords)
		.action(async (name: string, words: string[]) => {
			const connection = await context.connection();
			const open = await findCase(connection, name);
			if (words.length > 0) {
				const { index } = await setVocabulary(connection, open, words.map(tagIn));
				context.out(t.marks.tagsFixed(words.length));
				return context.result({ case: open.id, tags: words.map(tagIn), entry: index });
			}
			const known = (await caseMarks(connection, open)).vocabulary?.tags ?? [];
			if (known.length === 0) context.out(t.marks.noTags);
			else
				for (const line of table(
					[{ title: t.marks.col.tag }, { title: t.marks.col.meaning }],
					known.map((one) => [one.tag, one.meaning ?? '']),
				))
					context.out(line);
			context.result({ case: open.id, tags: known });
		});
	examples(tags, context, 'tags GUL', 'tags GUL beating "yard=the inner yard"');
}

function tagIn(word: string): { tag: string; meaning: string | null } {
	const at = word.indexOf('=');
	return at < 1 ? { tag: word, meaning: null } : { tag: word.slice(0, at), meaning: word.slice(at + 1) };
}

async function detailOf(context: Context, options: Options): Promise<NoteInput> {
	const { t } = context;
	if (options.flag === undefined && options.tag.length === 0 && options.text === undefined)
		throw wrongUsage(t.marks.emptyNote);
	const at = (name: string, text: string | undefined) =>
		text === undefined ? null : parseTime(text, t.wrongTime(name));
	const [fromMs, toMs] = [at('--from', options.from), at('--to', options.to)];
	if (fromMs !== null && toMs !== null && fromMs >= toMs) throw wrongUsage(t.emptyRange);
	const text = options.text === undefined ? null : await context.answer(options.text, t.marks.help.text, '--text');
	return { flag: options.flag ?? null, tags: options.tag, text, fromMs, toMs };
}

function theNote({ t }: Context, notes: readonly Note[], item: string, start: string): string {
	const found = notes.filter((one) => one.item === item && one.id.startsWith(start.toLowerCase()));
	const [one] = found;
	if (one === undefined || found.length > 1) throw new Told('not-found', t.marks.noSuchNote(start));
	return one.id;
}

function row({ t }: Context, one: Note, names: Names): string[] {
	if (one.unreadable) return [shortId(one.id), shortId(one.item), '', '', '', '', names(one.by), t.unreadable];
	const time = (ms: number | null) => (ms === null ? '' : durationInWords(ms));
	return [
		shortId(one.id),
		shortId(one.item),
		one.flag ?? '',
		time(one.fromMs),
		time(one.toMs),
		one.tags.join(', '),
		names(one.by),
		one.text ?? '',
	];
}
