import { anomaliesOf } from '../verify/anomalies.ts';
import { callItem } from '../verify/call-item.ts';
import type { CustodyReport } from '../verify/report-model.ts';
import { remarkIn } from '../words/remarks.ts';
import { figure, grouped, hex, kindInWords, plain } from './figures.ts';
import type { Sheet } from './sheet.ts';
import type { Cell } from './styles.ts';
import type { Words } from './words.ts';

/** What is told first of an examination, in this order; all else after it. */
const FIRST = [
	'kind',
	'container',
	'durationMs',
	'width',
	'height',
	'fps',
	'frames',
	'videoCodec',
	'hasAudio',
	'audioCodecs',
];

type Technical = CustodyReport['technical']['items'][number];

/** Section 6: what the examination found in each item. Commands are many and long, so each stands once, at the end, with a number. */
export function technicalPages(sheet: Sheet, report: CustodyReport, words: Words): void {
	const label = (name: string): string => words.labels[name] ?? name;
	const lines = report.technical.items.map((one) => one.commands.map(commandLine));
	const commands = [...new Set(lines.flat())];
	sheet.heading(words.headings.technical);
	for (const [i, one] of report.technical.items.entries()) {
		const numbers = (lines[i] ?? []).map((line) => commands.indexOf(line) + 1).sort((a, b) => a - b);
		// Of what no program examined it is known that none did.
		const missing = one.tools === null ? words.notDisclosed : words.none;
		sheet.subheading(callItem(report, one.item));
		sheet.facts([
			...media(one, words),
			...(one.place === undefined ? [] : [[label('place'), one.place] as const]),
			...unnamed(one, hasProbe(report, one.item), words),
			...anomalies(report, one, words),
			...remarks(one, (nth) => numberIn(commands, lines[i]?.[nth - 1]), report, words),
			[label('packets'), one.packets.length === 0 ? missing : streams(one, words)],
			[label('tools'), Object.keys(one.tools ?? {}).length === 0 ? missing : plain(one.tools, label)],
			[label('commands'), numbers.length === 0 ? missing : words.commandNumbers(numbers.join(', '))],
			[label('probe'), one.probeSha256 === null ? missing : [{ text: hex(one.probeSha256), style: 'mono' }]],
		]);
	}
	if (commands.length > 0) {
		sheet.subheading(words.commandsRun);
		sheet.facts(
			commands.map((text, i) => [String(i + 1), [{ text, style: 'mono' }]]),
			28,
		);
	}
	if (report.technical.notKnown.length > 0) sheet.list(report.technical.notKnown);
}

function media({ summary }: Technical, words: Words): (readonly [string, Cell])[] {
	const label = (name: string): string => words.labels[name] ?? name;
	if (summary === null) return [[label('video'), words.notDisclosed]];
	const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
	return Object.entries(summary)
		.sort(([a], [b]) => rank(a) - rank(b))
		.map(([name, value]) => [capital(label(name)), figure(name, kindInWords(name, value, words), label)]);
}

/**
 * What a file may name and this one does not, where it was looked for: by ffprobe, which does not read what cameras write into
 * pictures. Of what is not disclosed nothing is said. `probed`: the raw output is in the bag, without which no place is told.
 */
function unnamed({ summary, place }: Technical, probed: boolean, words: Words): (readonly [string, Cell])[] {
	const { kind } = summary ?? {};
	if (summary === null || kind === 'document' || kind === 'unknown') return [];
	const said = kind === 'image' ? words.notLookedFor : words.notNamed;
	const named = (name: string): boolean => summary[name] !== undefined;
	const missing = [
		...(kind === 'video' && !named('frames') ? ['frames'] : []),
		...(named('make') && !named('model') ? ['model'] : named('model') || named('make') ? [] : ['device']),
		...(named('encoder') ? [] : ['encoder']),
	].map((name) => [capital(words.labels[name] ?? name), said] as const);
	const placeless = probed && place === undefined;
	return [
		...missing,
		...(placeless ? [[words.labels['place'] ?? '', kind === 'image' ? said : words.noPlace] as const] : []),
	];
}

function hasProbe({ items }: CustodyReport, id: string): boolean {
	return (items.find((item) => item.id === id)?.files.probe ?? null) !== null;
}

/** What contradicts itself, in bold, and what else was looked for. */
function anomalies(report: CustodyReport, one: Technical, words: Words): (readonly [string, Cell])[] {
	const looked = anomaliesOf(report, one);
	if (looked === undefined) return [];
	const { found, rest } = looked;
	const lines = [
		...found.map((text) => ({ text, style: 'bold' as const })),
		...(rest === undefined ? [] : [{ text: rest }]),
	];
	return [[words.labels['anomalies'] ?? '', lines]];
}

/** Where there are any; with the numbers of commands that stand at the end of the section. */
function remarks(
	{ warnings }: Technical,
	numberOf: (nth: number) => number | undefined,
	{ language }: CustodyReport,
	words: Words,
): (readonly [string, Cell])[] {
	if (warnings === undefined) return [];
	return [[words.labels['warnings'] ?? '', warnings.map((one) => ({ text: remarkIn(language, one, numberOf) }))]];
}

function numberIn(commands: readonly string[], line: string | undefined): number | undefined {
	return line === undefined ? undefined : commands.indexOf(line) + 1;
}

function streams({ packets }: Technical, words: Words): Cell {
	const label = (name: string): string => words.labels[name] ?? name;
	return packets.flatMap((stream) => [
		{
			text: `${label('stream')} ${stream.index}, ${words.kinds[stream.codecType] ?? stream.codecType}; ${label('packetCount')} ${grouped(stream.packets)}`,
			style: 'small' as const,
		},
		{ text: hex(stream.root), style: 'mono' as const },
	]);
}

function commandLine({ program, args }: Technical['commands'][number]): string {
	return `${program} ${args.join(' ')}`;
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
