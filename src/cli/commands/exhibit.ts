import type { Command } from 'commander';
import { addExhibit, type MadeExhibit } from '../../client/case/add-exhibit.ts';
import type { Exhibit } from '../../client/case/exhibits.ts';
import { renameExhibit, withdrawExhibit } from '../../client/case/mark.ts';
import { caseMarks } from '../../client/case/marks.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { chosenCase } from '../chosen-case.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { table } from '../table.ts';
import { Told, wrongUsage } from '../told.ts';
import { shortId } from '../words.ts';

/** `custos exhibit add|rename|withdraw|list`. The notary gives the numbers; none is ever given again. */
export function exhibitCommands(program: Command, context: Context): void {
	const { t } = context;
	const group = program.command('exhibit').description(t.help.exhibit);
	const add = group
		.command('add')
		.description(t.help.exhibitAdd)
		.argument('<item|clip>', t.help.itemOrClip)
		.option('--title <text>', t.help.exhibitTitle)
		.action(async (wanted: string, options: { title?: string }) => {
			const connection = await context.connection();
			const { open, item, clip } = await theItem(context, connection, wanted);
			const all = await addExhibit(connection, open, { item: item.id, clip }, options.title ?? '');
			const made = all.at(-1) as MadeExhibit;
			const [first] = all;
			if (first !== undefined && first !== made) context.out(t.marks.itemFirst(first.label));
			context.out(t.exhibitMade(made.label, shortId(clip ?? item.id)));
			context.out(t.afterExhibit(made.label));
			const { exhibit, label, number, index } = made;
			context.result({
				exhibit,
				label,
				number,
				item: item.id,
				clip: clip ?? null,
				case: open.id,
				entry: index,
				made: all,
			});
		});
	examples(add, context, 'exhibit add 1f0c22ab --title "Corridor, second floor"', 'exhibit add 8c01d2e4');

	const rename = group
		.command('rename')
		.description(t.marks.help.exhibitRename)
		.argument('<exhibit>', t.marks.help.exhibitWanted)
		.argument('<title>', t.marks.help.newTitle)
		.action(async (wanted: string, title: string) => {
			const connection = await context.connection();
			const { open, exhibit } = await theExhibit(context, connection, wanted);
			const { index } = await renameExhibit(connection, open, exhibit, title);
			context.out(t.marks.renamed(exhibit.label));
			context.result({ exhibit: exhibit.id, label: exhibit.label, title, entry: index });
		});
	examples(rename, context, 'exhibit rename GUL-0012 "Corridor, third floor"');

	const withdraw = group
		.command('withdraw')
		.description(t.marks.help.exhibitWithdraw)
		.argument('<exhibit>', t.marks.help.exhibitWanted)
		.option('--reason <text>', t.marks.help.reason)
		.action(async (wanted: string, options: { reason?: string }) => {
			const connection = await context.connection();
			const { open, exhibit } = await theExhibit(context, connection, wanted);
			const reason = await context.answer(options.reason, t.marks.askReason, '--reason');
			const { index } = await withdrawExhibit(connection, open, exhibit, reason);
			context.out(t.marks.withdrawn(exhibit.label));
			context.result({ exhibit: exhibit.id, label: exhibit.label, entry: index });
		});
	examples(withdraw, context, 'exhibit withdraw GUL-0012.03 --reason "shows another place"');

	const list = group
		.command('list')
		.description(t.help.exhibitList)
		.option('--case <case>', t.help.caseName)
		.action(async (options: { case?: string }) => {
			const connection = await context.connection();
			const open = await chosenCase(connection, options.case, (titles) => wrongUsage(t.whichCase(titles)));
			const { exhibits, counted } = await caseMarks(connection, open);
			const columns = [{ title: t.col.exhibit }, { title: t.col.item }, { title: t.col.clip }, { title: t.col.title }];
			if (exhibits.length === 0) context.out(t.noExhibits);
			else
				for (const line of table(
					columns,
					exhibits.map((one) => row(context, one)),
				))
					context.out(line);
			if (counted === undefined) context.out(t.marks.listNotCounted);
			context.result({ case: open.id, exhibits, counted: counted ?? null });
		});
	examples(list, context, 'exhibit list --case GUL');
	examples(
		group,
		context,
		'exhibit add 1f0c22ab --title "Corridor, second floor"',
		'exhibit withdraw GUL-0012.03 --reason "shows another place"',
		'exhibit list --case GUL',
	);
}

async function theExhibit(
	context: Context,
	connection: Connection,
	wanted: string,
): Promise<{ open: OpenCase; exhibit: Exhibit }> {
	const { open, exhibit } = await theItem(context, connection, wanted);
	if (exhibit === undefined) throw new Told('bad-request', context.t.marks.notAnExhibit(wanted), { usage: true });
	return { open, exhibit };
}

function row({ t }: Context, one: Exhibit): string[] {
	const title = one.unreadable ? t.unreadable : one.title;
	const { withdrawn } = one;
	const state = withdrawn === undefined ? '' : t.marks.isWithdrawn(withdrawn.reason ?? '');
	return [
		one.label,
		shortId(one.item),
		one.clip === undefined ? '' : shortId(one.clip),
		[title, state].filter(Boolean).join('  '),
	];
}
