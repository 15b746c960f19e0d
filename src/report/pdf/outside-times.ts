import type { CustodyReport } from '../verify/report-model.ts';
import { clock, hex } from './figures.ts';
import type { Sheet } from './sheet.ts';
import type { Cell } from './styles.ts';
import type { Words } from './words.ts';

/** Of section 11: who outside the archive saw the log, when, and how much of it there was. */
export function outsideTimes(sheet: Sheet, { integrity }: CustodyReport, words: Words): void {
	for (const [name, sizes] of [
		['cosignatures', [259, 140, 100]],
		['timestamps', [219, 110, 70, 100]],
	] as const) {
		const lines = integrity[name];
		if (lines.length === 0) continue;
		sheet.subheading(words.labels[name] ?? name, 90);
		sheet.table(
			sizes.map((width, i) => ({ title: words.columns[name][i] ?? '', width })),
			lines.map((line) => ({ cells: outsideTime(line).slice(0, sizes.length) })),
		);
	}
}

/** A line of `report.json` as cells: who, when, the last entry there was, a serial number. */
export function outsideTime(line: string): Cell[] {
	const [, who, time, size, serial] = /^(.*), (\d{4}-\S+Z), (\d+)(?:, (\S+))?$/.exec(line) ?? [];
	if (who === undefined || time === undefined) return [line, '–', '–', '–'];
	const called = /(?:^|, )CN=(.+?)(?=, [A-Za-z0-9.]+=|$)/.exec(who)?.[1];
	return [
		called === undefined
			? [{ text: who, style: 'cell' }]
			: [
					{ text: called, style: 'cell' },
					{ text: who, style: 'small' },
				],
		[{ text: clock(time).slice(0, 19), style: 'cell' }],
		[{ text: String(Number(size) - 1), style: 'cell' }],
		[{ text: serial === undefined ? '–' : hex(serial), style: 'mono' }],
	];
}
