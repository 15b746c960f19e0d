import { callItem, inOrder } from '../verify/call-item.ts';
import { restrictionsIn } from '../verify/fixed-sentences.ts';
import type { Clip, CustodyReport, ReportItem } from '../verify/report-model.ts';
import { fieldLabel } from '../words/field-label.ts';
import { withheldLines, withheldTitle } from '../words/withheld.ts';
import { deliveryFacts } from './delivery.ts';
import { expungedPages } from './expunged.ts';
import { clock, grouped, hex, plain, position } from './figures.ts';
import { keyframePages } from './keyframe-pages.ts';
import type { Sheet } from './sheet.ts';
import type { Cell } from './styles.ts';
import type { Words } from './words.ts';

/** Sections 1 to 5: the report, the case, the items and where they come from. */
export function itemPages(
	sheet: Sheet,
	report: CustodyReport,
	pictures: ReadonlyMap<string, Uint8Array>,
	words: Words,
): void {
	const { labels, headings } = words;
	const label = (name: string): string => labels[name] ?? name;
	const stated = (pairs: readonly (readonly [string, string | null])[]): (readonly [string, Cell])[] =>
		pairs.map(([name, value]) => [label(name), value ?? words.notKnown]);
	const ofIssuer = (pairs: Parameters<typeof stated>[0]): ReturnType<typeof stated> =>
		stated(pairs.map(([name, value]) => [name, value ?? words.notStated] as const));
	const { report: about, case: matter } = report;
	sheet.newPage();
	sheet.heading(headings.report);
	const withheld = withheldLines(report.language, about.disclosure?.withheld ?? []);
	sheet.facts(
		ofIssuer([
			['id', about.id],
			['issued', clock(about.issued)],
			['issuer', `${about.issuer.actor}, ${words.roles[about.issuer.role] ?? about.issuer.role}`],
			[
				'software',
				`${about.software.name} ${about.software.version}${about.software.commit === null ? '' : ` (${about.software.commit})`}`,
			],
			['purpose', about.purpose],
			['authority', about.authority],
			['recipient', about.recipient],
			['redactions', [...about.redactions, ...withheld].length === 0 ? words.none : about.redactions.join(' ')],
			['supersedes', about.supersedes ?? words.none],
		]),
	);
	if (withheld.length > 0) sheet.text(withheldTitle(report.language));
	sheet.list(withheld);
	sheet.heading(headings.case);
	const details = Object.entries(matter.details).map(([name, value]) => [name, plain(value, label)] as const);
	const restrictions = restrictionsIn(report.origin.intakes).map(({ index, said }) =>
		words.asDelivered(plain(said, label), index),
	);
	sheet.facts(
		ofIssuer([
			['case', matter.title],
			['caseId', matter.id],
			['prefix', matter.prefix],
			['legalBasis', matter.legalBasis],
			['consent', matter.consent],
			['restrictions', [matter.restrictions, ...restrictions].filter((one) => one !== null).join('; ') || null],
			['victimProtection', matter.victimProtection],
			...details,
		]),
	);
	sheet.list([...about.notKnown, ...matter.notKnown]);
	sheet.heading(headings.items);
	const items = inOrder(report.items);
	for (const item of items) oneItem(sheet, report, item, words);
	expungedPages(sheet, report, words);
	keyframePages(sheet, report, items, pictures, words);
	sheet.heading(headings.origin);
	for (const { intake, index, record } of report.origin.intakes) {
		sheet.subheading(`${label('intake')} ${intake.slice(0, 8)}… · ${label('entry').toLowerCase()} ${index}`);
		sheet.facts(
			record === null
				? [
						[
							fieldLabel(report.language, ['record']),
							about.disclosure?.choices.origin === false ? words.keptBack : words.notDisclosed,
						],
					]
				: deliveryFacts(record, report.language, words),
		);
	}
	sheet.list(report.origin.notKnown);
	sheet.heading(headings.acquisition);
	for (const one of report.acquisition) {
		sheet.subheading(callItem(report, one.item));
		sheet.facts(
			stated([
				['collector', `${one.collector}${one.role === null ? '' : `, ${words.roles[one.role] ?? one.role}`}`],
				['entry', String(one.index)],
				['claimed', clock(one.claimed)],
				['attested', clock(one.attested)],
				['clockOffset', `${one.clockOffsetMs >= 0 ? '+' : '−'}${(Math.abs(one.clockOffsetMs) / 1000).toFixed(3)} s`],
				['tool', one.tool],
				['method', one.method === 'sealed-upload' ? label('sealed-upload') : one.method],
			]),
		);
	}
}

function oneItem(sheet: Sheet, report: CustodyReport, item: ReportItem, words: Words): void {
	const label = (name: string): string => words.labels[name] ?? name;
	const mono = (value: string | null): Cell =>
		value === null ? words.notDisclosed : [{ text: hex(value), style: 'mono' }];
	const files = [
		item.files.original,
		item.files.age,
		item.files.key,
		item.files.probe?.path,
		item.files.packets?.path,
	].filter((path) => typeof path === 'string');
	const choices = report.report.disclosure?.choices;
	const none = choices?.notes === false ? words.keptBack : words.none;
	const titles = item.exhibits.map((exhibit) => exhibit.title).filter((title) => title !== null);
	sheet.subheading(`${callItem(report, item.id)}${titles.length === 0 ? '' : ` — ${titles.join('; ')}`}`, 150);
	sheet.facts([
		[label('name'), item.name ?? words.notDisclosed],
		[label('path'), item.path ?? words.notDisclosed],
		[label('size'), item.size === null ? words.notDisclosed : grouped(item.size)],
		[label('modified'), item.modified === null ? words.notDisclosed : clock(item.modified)],
		[label('sha256'), mono(item.sha256)],
		[label('hashedBy'), item.hashedBy ?? words.notKnown],
		[label('class'), label('original')],
		[label('item'), [{ text: item.id, style: 'mono' }]],
		[label('sealed'), mono(item.sealed.body)],
		[label('sealedPrefix'), mono(item.sealed.prefix)],
		[label('sealedSize'), grouped(item.sealed.size)],
		[label('files'), files.length === 0 ? words.none : files.map((text) => ({ text, style: 'mono' }))],
	]);
	for (const { label: name, clip } of item.exhibits) {
		if (clip === null) continue;
		const frames =
			clip.fromFrame === null || clip.toFrame === null
				? ''
				: ` (${label('frames')} ${grouped(clip.fromFrame)}–${grouped(clip.toFrame)})`;
		const bounds =
			clip.fromMs === null || clip.toMs === null
				? words.notKnown
				: `${position(clip.fromMs)} – ${position(clip.toMs)}${frames}`;
		sheet.facts([
			[label('clip'), [{ text: `${name}: ${bounds}`, style: 'bold' }]],
			[label('tags'), clip.tags.join(', ') || none],
			[label('people'), whoIn(clip, words) || (choices?.hidden.people === true ? words.keptBack : none)],
			[label('note'), clip.note ?? none],
		]);
	}
}

/** Who is named, and how many are not. */
function whoIn({ people, peopleWithheld = 0 }: Clip, words: Words): string {
	return [...people, ...(peopleWithheld > 0 ? [words.peopleWithheld(peopleWithheld)] : [])].join(', ');
}
