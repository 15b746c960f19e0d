import { canonical, type Json } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { hashOfWords, saidOf } from '../../domain/issuer-words.ts';
import { hashOf, hashOfLeaves, leavesIn } from '../../domain/leaves.ts';
import { beyond } from './beyond.ts';
import { type Evidence, type EvidenceEntry, historyOf } from './evidence.ts';
import type { CustodyReport, Withheld } from './report-model.ts';

/** Every detail of the case and its items that is not shown, or not wholly: known from the entries alone. */
export function withheldIn({ entries }: Pick<Evidence, 'entries'>): Withheld[] {
	return entries.flatMap(({ statement: s, skeleton, index, detail, hidden }): Withheld[] => {
		const told = skeleton.subject.kind === 'case' || skeleton.subject.kind === 'item';
		if (!told || s.detail === undefined) return [];
		if (detail === undefined) return [{ index, event: s.type, fields: null }];
		return hidden > 0 ? [{ index, event: s.type, fields: hidden }] : [];
	});
}

/** What the report says was chosen is what it was begun for, and the report keeps to it. */
export function checkChoices(report: CustodyReport, evidence: Evidence): void {
	const begun = historyOf(evidence, 'case', report.case.id).at(-1);
	const leaves = leavesIn(begun?.detail?.fields);
	const said = report.report.disclosure;
	if (leaves === undefined) {
		// Reports of earlier versions were begun without a word on it.
		if (said !== undefined || what(begun) !== undefined)
			throw new CustosError('bad-proof', 'the report was begun without saying what is to leave');
		return;
	}
	const listed = (name: string): string => hashOf((begun?.detail?.fields[name] ?? null) as Json);
	const without = leaves.expunged ?? hashOf(null);
	if (what(begun) !== hashOfLeaves(leaves) || leaves.items !== listed('items') || without !== listed('expunged'))
		throw new CustosError('bad-proof', 'the report was begun for other choices than it shows');
	const { salt, recipient, purpose, items: _, expunged: __, words, ...choices } = leaves;
	const same = (a: unknown, b: unknown): boolean => canonical(a as Json) === canonical(b as Json);
	if (said === undefined || !same(said.choices, choices))
		throw new CustosError('bad-proof', 'the report says that something else was chosen to leave than it was begun for');
	const { fields: told = {} } = begun?.detail ?? {};
	const isOther = (given: unknown, chosen: string | null): boolean => given !== undefined && given !== (chosen ?? '');
	const toldOther = isOther(told['recipient'], recipient) || isOther(told['purpose'], purpose);
	if (report.report.recipient !== recipient || report.report.purpose !== purpose || toldOther)
		throw new CustosError('bad-proof', 'the report names another recipient or purpose than it was begun for');
	if (words !== undefined && words !== hashOfWords(wordsIn(report), salt))
		throw new CustosError(
			'bad-proof',
			'the report says something else in the issuer’s own words than it was begun for',
		);
	if (!same(said.withheld, withheldIn(evidence)))
		throw new CustosError('bad-proof', 'the report says that something else is withheld than is');
	const over = beyond(report, evidence, choices);
	if (over !== '') throw new CustosError('bad-proof', `the report shows what was to stay hidden: ${over}`);
}

/** What the report says in the issuer's own words: what the form asks for, and what no program of ours writes. */
export function wordsIn({ report, case: matter, certification }: CustodyReport) {
	const { authority, supersedes } = report;
	const { legalBasis, consent, victimProtection, restrictions, details } = matter;
	const { qualification } = certification;
	const other = Object.keys(details).length === 0 ? null : (details as Json);
	const asked = { authority, supersedes, legalBasis, consent, victimProtection, qualification };
	return saidOf({ ...asked, restrictions, details: other });
}

function what(begun: EvidenceEntry | undefined): string | undefined {
	return begun?.statement.type === 'report.begun' ? begun.statement.what : undefined;
}
