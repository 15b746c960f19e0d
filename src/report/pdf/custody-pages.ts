import { callItem } from '../verify/call-item.ts';
import type { CustodyReport, CustodyRow } from '../verify/report-model.ts';
import { failureIn } from '../words/failures.ts';
import { clock } from './figures.ts';
import type { Sheet } from './sheet.ts';
import type { Line } from './styles.ts';
import type { Words } from './words.ts';
import { workingCopies } from './working-copies.ts';

/** Sections 7 to 10: every event, every access and refusal, what failed, what was made. */
export function custodyPages(sheet: Sheet, report: CustodyReport, words: Words): void {
	const { headings, columns } = words;
	sheet.heading(headings.custody);
	sheet.text(words.custodyNote, 'small');
	if (report.custody.some((row) => row.stamped !== null)) sheet.text(words.stampedNote, 'small');
	for (const { kind, id, events } of report.integrity.histories) {
		sheet.subheading(
			kind === 'case' ? words.history.case(events) : words.history.item(callItem(report, id), events),
			90,
		);
		const rows = report.custody.filter((row) => row.subject.kind === kind && row.subject.id === id);
		sheet.table(
			widths(columns.custody, [24, 40, 92, 88, 178, 77]),
			rows.map((row) => ({ cells: custodyCells(row, words), alarm: row.outcome !== 'accepted' })),
		);
	}
	sheet.heading(headings.access);
	sheet.table(
		widths(columns.people, [110, 169, 60, 90, 70]),
		report.access.people.map(({ actor, roles, events, granted, denied }) => ({
			cells: [
				actor,
				roles.map((role) => words.roles[role] ?? role).join(', '),
				String(events),
				String(granted),
				[{ text: String(denied), style: denied > 0 ? 'alarm' : 'body' }],
			],
		})),
	);
	const refused = report.custody.filter((row) => row.outcome !== 'accepted');
	if (refused.length === 0) sheet.text(words.deniedNone);
	else {
		sheet.table(
			widths(columns.denied, [45, 92, 110, 142, 110]),
			refused.map((row) => ({
				alarm: true,
				cells: [
					String(row.index),
					[{ text: clock(row.attested), style: 'cell' }, ...stamped(row, words)],
					person(row, words),
					[{ text: `${subject(row, report, words)}: ${row.action}` }, ...purpose(row, words)],
					[{ text: outcome(row, words), style: 'alarm' }],
				],
			})),
		);
	}
	sheet.heading(headings.deviations);
	if (report.deviations.events.length > 0) {
		sheet.table(
			widths(columns.deviations, [45, 130, 164, 160]),
			report.deviations.events.map((one) => ({
				cells: [
					String(one.index),
					one.item === null ? '–' : callItem(report, one.item),
					report.custody.find((row) => row.index === one.index)?.action ?? one.event,
					one.reason === null ? words.notDisclosed : failureIn(report.language, one.reason),
				],
			})),
		);
	}
	sheet.list(report.deviations.notKnown);
	sheet.heading(headings.derivatives);
	workingCopies(sheet, report, words);
	sheet.list(report.derivatives.notKnown);
}

function custodyCells(row: CustodyRow, words: Words): (string | Line[])[] {
	const { labels } = words;
	return [
		String(row.subject.n),
		String(row.index),
		[
			{ text: clock(row.attested).slice(0, 19), style: 'cell' },
			{ text: `${labels['claimedAt'] ?? ''} ${row.claimed.slice(11, 19)}`, style: 'small' },
			...stamped(row, words),
		],
		person(row, words),
		[
			{ text: row.action, style: 'strong' },
			{ text: `${row.event} · ${row.code}${moved(row, words)}`, style: 'small' },
			...purpose(row, words),
			...system(row, words),
			{ text: digests(row, words), style: 'mono' },
		],
		[{ text: outcome(row, words), style: row.outcome === 'accepted' ? 'cell' : 'alarm' }],
	];
}

/** By an outside clock: the day too where it is not that of the notary's. */
export function stamped({ attested, stamped: time }: CustodyRow, { labels }: Words): Line[] {
	if (time === null) return [];
	const same = time.slice(0, 10) === attested.slice(0, 10);
	return [{ text: `${labels['stampedAt'] ?? ''} ${clock(time).slice(same ? 11 : 0, 19)}`, style: 'small' }];
}

function moved({ from, to }: CustodyRow, words: Words): string {
	return from === null && to === null ? '' : ` · ${party(from, words)} → ${party(to, words)}`;
}

/** The entry's leaf, and the sealed bytes where the event concerns them; in full they are in report.json. */
function digests({ leaf, before, after }: CustodyRow, { labels }: Words): string {
	const sealed = before === null || before === after ? short(after) : `${short(before)} → ${short(after)}`;
	const bytes = before === null && after === null ? '' : ` · ${labels['bytes'] ?? ''} ${sealed}`;
	return `${labels['leaf'] ?? ''} ${short(leaf)}${bytes}`;
}

function widths(titles: readonly string[], sizes: readonly number[]) {
	return sizes.map((width, i) => ({ title: titles[i] ?? '', width }));
}

function person(row: CustodyRow, words: Words): Line[] {
	return [
		{ text: row.actor, style: 'cell' },
		{ text: row.role === null ? '' : (words.roles[row.role] ?? row.role), style: 'small' },
	];
}

/** Nothing where it is kept back, or where none was named. */
function purpose(row: CustodyRow, words: Words): Line[] {
	return row.purpose === null || row.purpose === ''
		? []
		: [{ text: `${words.labels['purpose'] ?? ''}: ${row.purpose}`, style: 'small' }];
}

/** The program that it was done with, where it was stated. */
function system(row: CustodyRow, words: Words): Line[] {
	return row.system === null ? [] : [{ text: `${words.labels['system'] ?? ''}: ${row.system}`, style: 'small' }];
}

function subject(row: CustodyRow, report: CustodyReport, words: Words): string {
	return row.subject.kind === 'item' ? callItem(report, row.subject.id) : (words.labels['case'] ?? '');
}

function outcome(row: CustodyRow, words: Words): string {
	return words.outcomes[row.outcome.replace(/^denied:/, '')] ?? row.outcome;
}

function party(name: string | null, words: Words): string {
	return name === null ? '–' : (words.labels[name] ?? name);
}

function short(digest: string | null): string {
	return digest === null ? '–' : `${digest.slice(0, 12)}…`;
}
