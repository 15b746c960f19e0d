import type { Command } from 'commander';
import { platform } from '#platform';
import { caseMarks } from '../../client/case/marks.ts';
import { submit } from '../../client/submit.ts';
import { exhibitLabel } from '../../domain/exhibit-label.ts';
import { newId } from '../../domain/ids.ts';
import { chosenCase } from '../chosen-case.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { table } from '../table.ts';
import { wrongUsage } from '../told.ts';
import { shortId } from '../words.ts';

/** `custos exhibit add|list`. The notary gives the number; it is never given again. */
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
			const exhibit = newId(platform.randomBytes);
			const [made] = await submit(connection, [
				{
					type: 'exhibit.added',
					fields: {
						case: open.id,
						generation: open.key.generation,
						item: item.id,
						exhibit,
						...(clip === undefined ? {} : { clip }),
					},
					detail: { to: open.key, fields: { title: options.title ?? '' } },
				},
			]);
			const number = made?.skeleton.exhibit ?? 0;
			const label = exhibitLabel(open.prefix, { item: number });
			context.out(t.exhibitMade(label, shortId(clip ?? item.id)));
			context.out(t.afterExhibit(label));
			context.result({
				exhibit,
				label,
				number,
				item: item.id,
				clip: clip ?? null,
				case: open.id,
				entry: made?.index ?? null,
			});
		});
	examples(add, context, 'exhibit add 1f0c22ab --title "Corridor, second floor"');

	const list = group
		.command('list')
		.description(t.help.exhibitList)
		.option('--case <case>', t.help.caseName)
		.action(async (options: { case?: string }) => {
			const connection = await context.connection();
			const open = await chosenCase(connection, options.case, (titles) => wrongUsage(t.whichCase(titles)));
			const { exhibits } = await caseMarks(connection, open);
			const columns = [{ title: t.col.exhibit }, { title: t.col.item }, { title: t.col.clip }, { title: t.col.title }];
			if (exhibits.length === 0) context.out(t.noExhibits);
			else
				for (const line of table(
					columns,
					exhibits.map((one) => [
						one.label,
						shortId(one.item),
						one.clip === undefined ? '' : shortId(one.clip),
						one.unreadable ? t.unreadable : one.title,
					]),
				))
					context.out(line);
			context.result({ case: open.id, exhibits });
		});
	examples(list, context, 'exhibit list --case GUL');
}
