import { z } from 'zod';
import { callItem } from '../verify/call-item.ts';
import type { CustodyReport } from '../verify/report-model.ts';
import { grouped, hex, kindInWords, plain, position } from './figures.ts';
import type { Sheet } from './sheet.ts';
import { type Cell, type Column, type Line, LONGEST } from './styles.ts';
import type { Words } from './words.ts';

/** What a record of a working copy says of the files in it; anything else of it is told as it is. */
const Files = z.looseObject({
	files: z.array(
		z.looseObject({ name: z.string(), sha256: z.string(), size: z.number(), ptsMs: z.number().optional() }),
	),
});

/** Section 10: what was made of which item. Key frames are counted: their hashes stand in report.json. */
export function workingCopies(sheet: Sheet, report: CustodyReport, words: Words): void {
	const columns = words.columns.derivatives.map((title, i): Column => ({ title, width: [45, 92, 232, 130][i] ?? 0 }));
	const rows = report.derivatives.made.map(({ index, item, record, body }) => ({
		cells: [
			String(index),
			callItem(report, item),
			record === null ? words.notDisclosed : recordCell(record, words),
			[{ text: hex(body), style: 'mono' } as const],
		],
	}));
	if (rows.length > 0) sheet.table(columns, rows);
}

function recordCell(record: unknown, words: Words): Cell {
	// The label of that name is about originals.
	const name = (key: string): string => (key === 'sha256' ? 'SHA-256' : (words.labels[key] ?? key));
	const parsed = Files.safeParse(record);
	const told = (fields: unknown): string => {
		if (typeof fields !== 'object' || fields === null) return plain(fields, name);
		const own: Record<string, unknown> = { ...fields };
		if ('kind' in own) own.kind = kindInWords('kind', own.kind, words);
		if (typeof own.size === 'number') own.size = grouped(own.size);
		return plain(own, name);
	};
	if (!parsed.success) return told(record);
	const { files, ...rest } = parsed.data;
	const pictures = files.filter((file) => file.ptsMs !== undefined);
	const [first, last] = [pictures[0]?.ptsMs, pictures.at(-1)?.ptsMs];
	const lines: Line[] = [{ text: told(rest) }];
	for (const { name: file, size, sha256, ptsMs } of files) {
		if (ptsMs !== undefined) continue;
		lines.push(
			{ text: `${file}, ${words.bytes(grouped(size))}`, style: 'strong' },
			{ text: hex(sha256), style: 'mono' },
		);
	}
	if (first !== undefined && last !== undefined)
		lines.push({ text: words.framesMade(pictures.length, position(first), position(last)), style: 'small' });
	// A row has to fit on a page.
	const long = lines.reduce((sum, { text }) => sum + text.length, 0) > LONGEST;
	return long ? told(rest) : lines;
}
