import { platform } from '#platform';
import { callItem } from '../verify/call-item.ts';
import type { CustodyReport } from '../verify/report-model.ts';
import { fingerprint } from '../verify/report-note.ts';
import { certificationPages } from './certification-pages.ts';
import { hex } from './figures.ts';
import { outsideTimes } from './outside-times.ts';
import type { Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Sections 11 to 13: integrity, certification, how to verify, and what is not proven. */
export function closingPages(sheet: Sheet, report: CustodyReport, words: Words, room: number | undefined): void {
	const { headings } = words;
	const { integrity } = report;
	const label = (name: string): string => words.labels[name] ?? name;
	sheet.heading(headings.integrity, 160);
	sheet.facts([
		[label('origin'), integrity.origin],
		[label('logKey'), [{ text: integrity.logKey, style: 'mono' }]],
		[
			words.fingerprint.title,
			[{ text: fingerprint(integrity.logKey, (data) => platform.sha256(data)), style: 'bold' }],
		],
		[label('checkpoint'), String(integrity.checkpoint.size)],
		[label('root'), [{ text: hex(integrity.checkpoint.root), style: 'mono' }]],
		...(['cosignatures', 'timestamps'] as const)
			.filter((name) => integrity[name].length === 0)
			.map((name) => [label(name), words.none] as const),
		[label('enrolments'), integrity.enrolments.join(', ') || words.none],
	]);
	sheet.table(
		[259, 80, 80, 80].map((width, i) => ({ title: words.columns.histories[i] ?? '', width })),
		integrity.histories.map(({ kind, id, events, first, last }) => ({
			cells: [kind === 'case' ? label('case') : callItem(report, id), `1–${events}`, String(first), String(last)],
		})),
	);
	outsideTimes(sheet, report, words);
	certificationPages(sheet, report, words, room);
	sheet.newPage();
	sheet.heading(headings.verification);
	sheet.list(words.steps);
	sheet.subheading(words.proven);
	sheet.list(report.verification.proven);
	sheet.subheading(words.notProven);
	sheet.list(report.verification.notProven);
}
