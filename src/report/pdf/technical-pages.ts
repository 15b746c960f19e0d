import { callItem } from '../verify/call-item.ts';
import type { CustodyReport } from '../verify/report-model.ts';
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
