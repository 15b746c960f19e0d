import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Facts, Summary } from '../../client/case/catalogue.ts';
import { derivedFiles, derivedIndex, namesOutside } from '../../client/case/derived-files.ts';
import { failureOf } from '../../client/case/failure.ts';
import type { FoundItem } from '../../client/case/find-item.ts';
import { itemFacts, itemSummary, itemWarnings } from '../../client/case/item-facts.ts';
import { caseMarks } from '../../client/case/marks.ts';
import { durationInWords } from '../../client/case/timecode.ts';
import { openBody } from '../../client/open-item.ts';
import { recordOfItem } from '../../client/put/told-record.ts';
import { once } from '../../domain/once.ts';
import { failureIn } from '../../report/words/failures.ts';
import { remarkIn } from '../../report/words/remarks.ts';
import type { Context } from '../context.ts';
import { deliveryLines } from '../delivery-lines.ts';
import { examples } from '../examples.ts';
import { theItem } from '../find-item.ts';
import { caseNames } from '../members.ts';
import { assertPlace, newFile } from '../new-file.ts';
import { sayPassedOver } from '../say-passed-over.ts';
import { writeProxy } from '../show-proxy.ts';
import { Told } from '../told.ts';
import { bytesInWords, printable, shortId, timeInWords } from '../words.ts';

/** `custos show`: what is known of an item. With `--out` its working copies are opened, which is an entry. */
export function showCommand(program: Command, context: Context): void {
	const { t } = context;
	const command = program
		.command('show')
		.description(t.help.show)
		.argument('<item>', t.help.item)
		.option('--out <dir>', t.help.showOut)
		.option('--proxy <file>', t.proxy.help)
		.option('--purpose <text>', t.help.purpose)
		.action(async (wanted: string, options: { out?: string; proxy?: string; purpose?: string }) => {
			const connection = await context.connection();
			const found = await theItem(context, connection, wanted);
			const { open, item } = found;
			const facts = itemFacts(open, item);
			const summary = itemSummary(open, item);
			const failure = await failureOf(connection, open, item);
			const warnings = itemWarnings(open, item);
			const names = await caseNames(context, connection, open);
			const marks = await caseMarks(connection, open);
			const exhibits = marks.exhibits.filter((one) => one.item === item.id);
			const clips = marks.clips.filter((one) => one.item === item.id);
			const index = derivedIndex(open, item);
			const lines: [string, string][] = [
				[t.field.item, `${item.id}  ${t.field.inCase(open.prefix, open.title)}${placeOf(context, found)}`],
				...factLines(context, facts),
				[
					t.field.received,
					`${timeInWords(item.received.skeleton.time)}  ${names(item.received.statement.actor)}  #${item.received.index}`,
				],
				[t.field.state, t.state[item.state]],
				...(failure === undefined
					? []
					: ([[t.field.failed, `${failureIn(context.lang, failure.reason)}  #${failure.index}`]] as [
							string,
							string,
						][])),
				...(summary === undefined ? [] : ([[t.field.content, inWords(summary)]] as [string, string][])),
				...(warnings.length === 0
					? []
					: ([[t.field.toolsSaid, warnings.map((one) => remarkIn(context.lang, one)).join('; ')]] as [
							string,
							string,
						][])),
				...(summary?.createdAt === undefined
					? []
					: ([[t.field.claims, [summary.createdAt, summary.make, summary.model].filter(Boolean).join('  ')]] as [
							string,
							string,
						][])),
				...(index === undefined
					? []
					: ([[t.field.made, t.madeFiles(index.files.filter((one) => one.ptsMs !== undefined).length)]] as [
							string,
							string,
						][])),
				...exhibits.map((one): [string, string] => [
					t.field.exhibit,
					[one.label, one.title, one.clip === undefined ? '' : `${t.field.clip} ${shortId(one.clip)}`]
						.filter(Boolean)
						.join('  '),
				]),
				...clips.map((one): [string, string] => [
					t.field.clip,
					one.unreadable
						? `${shortId(one.id)}  ${t.unreadable}`
						: `${shortId(one.id)}  ${durationInWords(one.fromMs)}-${durationInWords(one.toMs)}  ${one.tags.join(', ')}`,
				]),
			];
			const width = Math.max(...lines.map(([name]) => name.length));
			for (const [name, value] of lines) context.out(`${name.padEnd(width)}  ${printable(value)}`);
			const record = recordOfItem(open, item);
			context.out('');
			for (const line of deliveryLines(context, found, record)) context.out(line);
			const files =
				options.out === undefined ? undefined : await writeWorking(context, found, options.out, options.purpose);
			const { proxy: file, purpose } = options;
			const proxy = file === undefined ? undefined : await writeProxy(context, found, { out: file, purpose });
			if (files === undefined && proxy === undefined && index !== undefined)
				context.out(`\n${t.afterShow(shortId(item.id))}`);
			context.result({
				item: item.id,
				case: open.id,
				state: item.state,
				kept: item.kept !== undefined,
				unreadable: facts === undefined,
				failure: failure ?? null,
				...facts,
				summary: summary ?? null,
				warnings,
				exhibits,
				clips,
				made: index?.files ?? [],
				intake: { id: item.intake.statement.intake, index: item.intake.index, record: record ?? null },
				...(files ?? {}),
				...(proxy === undefined ? {} : { proxy }),
			});
		});
	examples(
		command,
		context,
		'show 1f0c22ab',
		'show GUL-0012',
		'show 1f0c22ab --out pictures --purpose "looking for faces"',
		'show 1f0c22ab --proxy corridor.mp4 --purpose "to watch it"',
	);
}

/** Said of an item that is in several cases. */
function placeOf({ t }: Context, { open, item }: FoundItem): string {
	if (item.case !== open.id) return `, ${t.share.here}`;
	return item.shared.length > 0 ? `, ${t.share.elsewhere}` : '';
}

function factLines({ t }: Context, facts: Facts | undefined): [string, string][] {
	if (facts === undefined) return [[t.field.name, t.unreadable]];
	return [
		[t.field.name, facts.path],
		[t.field.size, `${bytesInWords(facts.size)} (${facts.size})`],
		[t.field.modified, timeInWords(facts.modified)],
		['SHA-256', facts.sha256],
	];
}

function inWords(summary: Summary): string {
	const { kind, container, videoCodec, audioCodecs, durationMs, width, height, fps } = summary;
	const codecs = [videoCodec, ...audioCodecs].filter(Boolean).join('+');
	const parts = [
		kind,
		container,
		codecs,
		width === undefined ? '' : `${width}x${height}`,
		fps === undefined ? '' : `${fps} fps`,
		durationMs === undefined ? '' : durationInWords(durationMs),
	];
	return parts.filter(Boolean).join('  ');
}

/** Opens class working and writes its files into a folder that must not exist. */
async function writeWorking(
	context: Context,
	{ open, item }: FoundItem,
	out: string,
	given: string | undefined,
): Promise<{ files: string[]; passedOver: readonly number[] }> {
	const { t } = context;
	const index = derivedIndex(open, item);
	if (index === undefined) throw new Told('not-found', t.nothingMade(t.state[item.state]));
	const folder = resolve(out);
	await assertPlace(folder);
	const purpose = await context.answer(given, t.askPurpose, '--purpose');
	await mkdir(folder, { mode: 0o700 });
	const body = await openBody(await context.connection(), open, item, 'working', purpose);
	if (!context.json) context.say(t.openingRecorded(body.opened.index));
	sayPassedOver(context, body.passedOver);
	const written: string[] = [];
	const names = namesOutside(index.files);
	for (const [i, { bytes }] of (await derivedFiles(body, index)).entries()) {
		const path = join(folder, names[i] as string);
		await (await newFile(path)).fill(once(bytes), { signal: context.signal, wrote: () => {} });
		written.push(path);
	}
	context.out(`\n${t.wroteFiles(written.length, printable(folder))}`);
	return { files: written, passedOver: body.passedOver };
}
