import { platform } from '#platform';
import { inOrder } from '../verify/call-item.ts';
import { knownBytes } from '../verify/known-bytes.ts';
import { nameSome } from '../verify/name-some.ts';
import type { CustodyReport } from '../verify/report-model.ts';
import { fingerprint } from '../verify/report-note.ts';
import { answers, unkeptInOrder } from './answers.ts';
import { expungedInShort } from './expunged.ts';
import { clock, hex } from './figures.ts';
import type { Sheet } from './sheet.ts';
import { LONGEST } from './styles.ts';
import { brief } from './visible.ts';
import type { Words } from './words.ts';

/** Exhibits named on the first page; the others are counted there. */
const SHOWN = 4;
/** Letters of what is not known that the page has room for in any case. */
const UNKNOWN = 240;

/**
 * What someone who reads one page must know: what this is, whose log, the six answers, what is and is not proven. Whatever
 * somebody wrote is cut here where it is long: it stands further on.
 */
export function firstPage(sheet: Sheet, report: CustodyReport, words: Words): void {
	const { labels } = words;
	const issuer = report.report.issuer;
	const short = (text: string, most: number): string => brief(text, most, words.further);
	sheet.title(words.title, brief(report.case.title ?? report.case.id, 70));
	sheet.facts([
		[labels['id'] ?? '', [{ text: `${report.report.id}  ·  ${clock(report.report.issued)}`, style: 'body' }]],
		[labels['issuer'] ?? '', `${issuer.actor}, ${words.roles[issuer.role] ?? issuer.role}`],
		[labels['recipient'] ?? '', short(report.report.recipient ?? words.notStated, 110)],
		[labels['purpose'] ?? '', short(report.report.purpose ?? words.notStated, 160)],
	]);
	const all = inOrder(report.items).flatMap((item) =>
		item.exhibits.length === 0
			? [{ label: '–', title: item.name ?? item.id, item }]
			: item.exhibits.map(({ label, title }) => ({ label, title: title ?? '', item })),
	);
	const numbered = all.filter(({ item }) => item.exhibits.length > 0);
	const exhibits = (numbered.length > 0 ? numbered : all).slice(0, SHOWN);
	if (exhibits.length > 0)
		sheet.table(
			[86, 187, 226].map((width, i) => ({ title: words.columns.exhibits[i] ?? '', width })),
			exhibits.map(({ label, title, item }) => ({
				cells: [
					[{ text: label, style: 'bold' }],
					[{ text: brief(title, 34) }, { text: brief(item.name ?? words.notDisclosed, 36), style: 'small' }],
					[{ text: item.sha256 === null ? words.notDisclosed : hex(item.sha256), style: 'mono' }],
				],
			})),
		);
	expungedInShort(sheet, report, words);
	if (all.length > exhibits.length) sheet.text(words.moreExhibits(all.length - exhibits.length), 'small');
	sheet.heading(words.headings.questions);
	sheet.facts(
		answers(report, words).map(({ question, answer }, i) => [`${i + 1}. ${question}`, answer]),
		132,
	);
	sheet.box([
		{ text: words.fingerprint.title, style: 'label' },
		{ text: fingerprint(report.integrity.logKey, (data) => platform.sha256(data)), style: 'bold' },
		{ text: words.fingerprint.compare, style: 'small' },
	]);
	sheet.text(provenInShort(report, words));
	sheet.text(words.inShort.notProven, 'alarm');
	const unknown = [...report.origin.notKnown, ...report.case.notKnown, ...report.report.notKnown];
	if (unknown.length > 0)
		sheet.text(
			sheet.fitting(
				(most) => `${words.inShort.notKnown} ${short(unknown.join(' '), most)}`,
				[UNKNOWN, LONGEST - 100],
				'small',
			),
			'small',
		);
}

function provenInShort(report: CustodyReport, { inShort: { proven: say } }: Words): string {
	const unkept = unkeptInOrder(report);
	const { here, readBack } = knownBytes(report, unkept);
	const days = readBack.map(({ day }) => day).sort();
	const said = say.all([
		...(here.length > 0 ? [say.here] : []),
		...(days.length > 0 ? [say.readBack(days[0] as string, days.at(-1) as string, here.length > 0)] : []),
	]);
	if (unkept.length === 0) return said;
	return `${said} ${unkept.length < report.items.length ? say.some(nameSome(report, unkept)) : say.none}`;
}
