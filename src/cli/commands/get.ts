import { resolve } from 'node:path';
import type { Command } from 'commander';
import { depositFacts, openBody, original } from '../../client/open-item.ts';
import { safeName } from '../../client/safe-name.ts';
import type { Context } from '../context.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { assertNew, assertPlace, newFile } from '../new-file.ts';
import { sayPassedOver } from '../say-passed-over.ts';
import { bytesInWords, printable, shortId } from '../words.ts';

/** `custos get`: opens an original. The entry comes first, then the key, then every hash. */
export function getCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('get')
		.description(t.help.get)
		.argument('<item>', t.help.item)
		.option('--purpose <text>', t.help.purpose)
		.option('--out <file>', t.help.getOut)
		.action(async (wanted: string, options: { purpose?: string; out?: string }) => {
			const connection = await context.connection();
			const { open, item } = await theItem(context, connection, wanted);
			const facts = depositFacts(open, item);
			const path = resolve(options.out ?? safeName(facts.path));
			await assertPlace(path);
			await assertNew(path);
			const purpose = await context.answer(options.purpose, t.askPurpose, '--purpose');
			const file = await newFile(path);
			const body = await openBody(connection, open, item, 'original', purpose).catch(async (error: unknown) => {
				await file.discard();
				throw error;
			});
			if (!context.json) context.say(t.openingRecorded(body.opened.index));
			sayPassedOver(context, body.passedOver);
			const progress = context.createProgress({ label: shortId(item.id), totalBytes: facts.size });
			const wrote = (bytes: number): void => progress.add(bytes);
			await file
				.fill(original(body, facts), { modified: new Date(facts.modified), signal: context.signal, wrote })
				.finally(progress.done);
			context.out(t.got(printable(path), bytesInWords(facts.size)));
			context.out(`SHA-256 ${facts.sha256}`);
			context.result({
				item: item.id,
				file: path,
				size: facts.size,
				sha256: facts.sha256,
				entry: body.opened.index,
				passedOver: body.passedOver,
			});
		});
	examples(
		command,
		context,
		'get 1f0c22ab --purpose "compare with the court copy"',
		'get GUL-0012 --purpose - --out /media/usb/GUL-0012.mp4 < purpose.txt',
	);
}
