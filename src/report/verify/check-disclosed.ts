import { canonical, type Json } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { isOneOfPeople, peopleIn } from '../../domain/ledger/shown-people.ts';
import { type Evidence, type EvidenceEntry, historyOf, isAccepted, mayHide, receivedOf } from './evidence.ts';
import { issuersOwn } from './issuers-own.ts';
import { checkMadeFiles, madeInExamination } from './made-files.ts';
import { onWord } from './on-word.ts';
import type { Clip, CustodyReport, Exhibit, ReportItem, Technical } from './report-model.ts';

/**
 * What the report says of sealed matters (names, plaintext hashes, media data, the bounds of clips) is what the signed
 * details say. Returns what no signed detail covers: it stands on the issuer's word alone.
 */
export function checkDisclosed(report: CustodyReport, evidence: Evidence): string[] {
	const asserted: string[] = [];
	if (!sameOrder(report))
		throw new CustosError('bad-proof', 'the technical section is not about each item once, in their order');
	const namesSingly = report.report.disclosure?.choices.hidden.peopleShown !== undefined;
	for (const [i, item] of report.items.entries()) {
		const received = receivedOf(evidence, item.id);
		const { path, size, modified, sha256 } = item;
		asserted.push(...compare({ path, size, modified, sha256 }, [received], `item ${item.id}`));
		if (item.name !== nameOf(path))
			throw new CustosError('bad-proof', `the name of item ${item.id} is not the end of its path`);
		checkPlainHash(item, received);
		const history = historyOf(evidence, 'item', item.id);
		const examined = history.filter((entry) => isAccepted(entry, 'item.examined') || madeInExamination(entry));
		const { summary, packets, tools, commands, warnings, probeSha256 } = report.technical.items[i] as Technical;
		asserted.push(
			...compare({ summary, packets, tools, commands, probeSha256 }, examined.reverse(), `item ${item.id}`),
			...checkRemarks(warnings ?? [], examined, `item ${item.id}`),
		);
		if ((item.files.probe?.sha256 ?? probeSha256) !== probeSha256)
			throw new CustosError('hash-mismatch', `the raw probe output of item ${item.id} is not the one it names`);
		asserted.push(...checkMadeFiles(item, history, report.report.disclosure?.choices.keyframes));
		for (const exhibit of item.exhibits) asserted.push(...checkExhibit(exhibit, history, namesSingly));
	}
	const created = historyOf(evidence, 'case', report.case.id)[0];
	asserted.push(...compare({ title: report.case.title, prefix: report.case.prefix }, [created], 'the case'));
	return [...asserted, ...issuersOwn(report, evidence)];
}

function sameOrder({ items, technical }: CustodyReport): boolean {
	return items.length === technical.items.length && items.every(({ id }, i) => technical.items[i]?.item === id);
}

/** What the examination complained of may not be left out where its detail tells it. `examined`: latest first. */
function checkRemarks(warnings: readonly string[], examined: readonly EvidenceEntry[], what: string): string[] {
	const latest = examined.find((entry) => says(entry, 'warnings') || mayHide(entry));
	if (!says(latest, 'warnings')) return warnings.length === 0 ? [] : [onWord('warnings', what)];
	if (canonical(latest?.detail?.fields['warnings'] as Json) !== canonical([...warnings]))
		throw new CustosError('bad-proof', `warnings of ${what} is not what the signed detail says`);
	return [];
}

/** The title of an exhibit is the one last signed; its clip is worded as a whole, so that only the newest wording counts. */
function checkExhibit(
	{ id, clip, title, label }: Exhibit,
	history: readonly EvidenceEntry[],
	namesSingly: boolean,
): string[] {
	const named = history.filter(
		(entry) =>
			(isAccepted(entry, 'exhibit.added') || isAccepted(entry, 'exhibit.renamed')) && entry.statement.exhibit === id,
	);
	const asserted = compare({ title }, named.reverse(), `exhibit ${label}`);
	if (clip === null) return asserted;
	const { id: marked, people: _, peopleWithheld: __, ...said } = clip;
	const worded = history.filter(
		(entry) =>
			(isAccepted(entry, 'clip.added') || isAccepted(entry, 'clip.revised')) && entry.statement.clip === marked,
	);
	if (worded.length === 0) throw new CustosError('bad-proof', `the clip of exhibit ${label} was never marked`);
	const newest = worded.slice(-1);
	return [
		...asserted,
		...compare(said, newest, `exhibit ${label}`),
		...checkPeople(clip, newest[0], namesSingly, `exhibit ${label}`),
	];
}

/**
 * Who is named in a clip, and how many are not, is what of its newest wording is in the bag: each name has a hash of its own. No name is
 * opened without their number; where single people are named, a wording that does not tell how many it shows leaves that on word.
 */
function checkPeople(
	{ people, peopleWithheld = 0 }: Clip,
	newest: EvidenceEntry | undefined,
	namesSingly: boolean,
	what: string,
): string[] {
	const fields = newest?.detail?.fields ?? {};
	const told = peopleIn(fields, newest?.hidden);
	const says = people.length > 0 || peopleWithheld > 0;
	if (typeof fields['people'] !== 'number' && Object.keys(fields).some(isOneOfPeople))
		throw new CustosError('bad-proof', `people of ${what} is not what the signed detail says`);
	if (told === undefined) return says || namesSingly ? [onWord('people', what)] : [];
	if (!says && told.withheld === 0) return [];
	if (canonical(told.shown) !== canonical(people) || told.withheld !== peopleWithheld)
		throw new CustosError('bad-proof', `people of ${what} is not what the signed detail says`);
	return [];
}

/** The plaintext hash may not stand on anyone's later word: it is in the detail signed at reception, or nowhere. */
function checkPlainHash(item: ReportItem, received: EvidenceEntry | undefined): void {
	if (item.sha256 !== null && received?.detail?.fields['sha256'] !== item.sha256) {
		throw new CustosError(
			'hash-mismatch',
			`the plaintext hash of item ${item.id} is not in the detail that was signed when it was received`,
		);
	}
}

/** The last part of a path as it came, in either way of writing paths. */
export function nameOf(path: string | null): string | null {
	return path === null ? null : (path.split(/[/\\]/).at(-1) ?? path);
}

/**
 * Throws where the latest signed field of a name says otherwise; names what is said without one, or where a later detail that is
 * withheld, or in part, may say otherwise. `entries`: latest first.
 */
function compare(
	said: { [name: string]: unknown },
	entries: readonly (EvidenceEntry | undefined)[],
	what: string,
): string[] {
	return Object.entries(said).flatMap(([name, value]) => {
		if (value === null || (Array.isArray(value) && value.length === 0)) return [];
		const latest = entries.find((entry) => says(entry, name) || (entry !== undefined && mayHide(entry)));
		if (!says(latest, name)) return [onWord(name, what)];
		if (canonical(latest?.detail?.fields[name] as Json) !== canonical(value as Json))
			throw new CustosError('bad-proof', `${name} of ${what} is not what the signed detail says`);
		return [];
	});
}

function says(entry: EvidenceEntry | undefined, name: string): boolean {
	return Object.hasOwn(entry?.detail?.fields ?? {}, name);
}
