import type { CustodyReport } from '../verify/report-model.ts';
import { clock, hex } from './figures.ts';
import type { Sheet } from './sheet.ts';
import type { CertificationForm, Words } from './words.ts';

/**
 * Section 12: what the issuer certifies, under the field of the paper's own signature, and two forms for a qualified person to
 * fill in by hand: one after Rule 902 (13) and (14) of the United States, one for any court.
 */
export function certificationPages(sheet: Sheet, report: CustodyReport, words: Words, room: number | undefined): void {
	const { certification, report: about } = report;
	const { seal } = certification;
	const label = (name: string): string => words.labels[name] ?? name;
	sheet.heading(words.headings.certification, 260);
	sheet.facts([
		[label('person'), certification.person],
		[label('qualification'), certification.qualification ?? words.notKnown],
	]);
	sheet.text(certification.statement);
	const time = new Date(about.issued);
	if (seal === null || room === undefined) sheet.text(words.seal.none, 'small');
	else
		sheet.box(
			[
				{ text: words.seal.title, style: 'label' },
				{ text: seal.subject, style: 'bold' },
				{ text: `${clock(about.issued)}  ·  ${words.seal.valid(seal.validUntil?.slice(0, 10))}`, style: 'small' },
				{ text: `SHA-256 ${hex(seal.certificate)}`, style: 'mono' },
				{ text: words.seal[seal.kind], style: 'small' },
			],
			{ time, room },
		);
	sheet.text(words.signature, 'small');
	for (const form of words.forms) certificationForm(sheet, report, form, words);
}

function certificationForm(sheet: Sheet, report: CustodyReport, form: CertificationForm, words: Words): void {
	const { report: about, items, integrity } = report;
	sheet.newPage();
	sheet.part(form.title);
	sheet.text(words.formNote, 'small');
	sheet.blanks(words.formPerson);
	sheet.steps(form.statements);
	sheet.text(words.formItems(items.length), 'form');
	sheet.facts([
		[words.labels['id'] ?? '', [{ text: about.id, style: 'mono' }]],
		[
			words.labels['checkpoint'] ?? '',
			[{ text: `${integrity.checkpoint.size} · ${hex(integrity.checkpoint.root)}`, style: 'mono' }],
		],
		[words.labels['origin'] ?? '', integrity.origin],
	]);
	sheet.text(form.oath, 'form');
	sheet.blanks(words.formSignature);
}
