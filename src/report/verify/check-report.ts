import { text } from '../../domain/bytes.ts';
import { canonical, type Json, parseCanonical } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { exhibitLabel } from '../../domain/exhibit-label.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import type { DerivedSections } from './derive.ts';
import { type Evidence, historyOf, isAccepted, receivedOf } from './evidence.ts';
import { CustodyReport, type ReportItem } from './report-model.ts';
import { pseudonym, type Roster } from './roster.ts';
import { checkUnkept } from './unkept.ts';

/** The report as the bag holds it. Throws `bad-request` unless it is canonical JSON with the thirteen sections. */
export async function readReport(bag: BagReader): Promise<CustodyReport> {
	const parsed = CustodyReport.safeParse(parseCanonical(text(await readSmall(bag, 'data/report.json'))));
	if (parsed.success) return parsed.data;
	const where = parsed.error.issues[0]?.path.join('.') ?? '';
	throw new CustosError('bad-request', `report.json has the wrong shape at ${where.slice(0, 100) || 'its top'}`);
}

/** What follows from the entries is what the report says: made again and compared, text by text. */
export function checkDerived(report: CustodyReport, derived: DerivedSections): void {
	const said: DerivedSections = {
		origin: { intakes: report.origin.intakes },
		acquisition: report.acquisition,
		custody: report.custody,
		access: report.access,
		deviations: report.deviations.events,
		derivatives: report.derivatives.made,
		integrity: report.integrity,
	};
	for (const name of Object.keys(derived) as (keyof DerivedSections)[]) {
		if (name === 'custody') checkRows(report, derived);
		else if (!same(said[name], derived[name]))
			throw new CustosError('bad-proof', `the section "${name}" of report.json is not what the entries say`);
	}
}

function checkRows(report: CustodyReport, derived: DerivedSections): void {
	for (const [i, row] of derived.custody.entries()) {
		if (!same(report.custody[i] ?? null, row))
			throw new CustosError('bad-proof', `row ${i + 1} of the custody table is not what entry ${row.index} says`);
	}
	if (report.custody.length !== derived.custody.length)
		throw new CustosError('bad-proof', 'the custody table has rows that no entry backs');
}

/** Who issued it, and what sealed bytes, exhibits and clips it is about. */
export function checkIdentity(report: CustodyReport, evidence: Evidence, roster: Roster): void {
	const { issuer } = report.report;
	const begun = historyOf(evidence, 'case', report.case.id).at(-1)?.index ?? 0;
	if (
		issuer.actor !== pseudonym(issuer.key) ||
		report.certification.person !== issuer.actor ||
		roster.roleAt(issuer.key, begun) !== issuer.role
	) {
		throw new CustosError('bad-proof', 'the issuer of the report is not who the entries say');
	}
	if (issuer.role !== 'lead')
		throw new CustosError('bad-proof', 'the issuer did not lead the case when the report was begun');
	for (const item of report.items) {
		const received = receivedOf(evidence, item.id)?.statement;
		if (received === undefined) throw new CustosError('bad-proof', `item ${item.id} was never received`);
		const sealed = { prefix: received.prefix, body: received.body.sha256, size: received.body.size };
		if (!same(item.sealed, sealed))
			throw new CustosError(
				'hash-mismatch',
				`the sealed hashes of item ${item.id} are not those of the entry that received it`,
			);
		checkKept(item, evidence);
		checkExhibits(item, report.case, evidence);
	}
	checkUnkept(report, evidence);
}

/** The store was re-read and agreed: the entry says so with the same hashes. */
function checkKept(item: ReportItem, evidence: Evidence): void {
	for (const entry of historyOf(evidence, 'item', item.id)) {
		if (!isAccepted(entry, 'item.kept')) continue;
		const { prefix, sha256 } = entry.statement;
		if (prefix !== item.sealed.prefix || sha256 !== item.sealed.body)
			throw new CustosError('hash-mismatch', `entry ${entry.index} kept other bytes than were received`);
	}
}

/** Numbers, labels and withdrawals are those of the entries: a clip is numbered under the exhibit of its item. */
function checkExhibits(
	item: ReportItem,
	{ id: caseId, prefix }: Pick<CustodyReport['case'], 'id' | 'prefix'>,
	evidence: Evidence,
): void {
	const given = exhibitsGiven(item.id, caseId, evidence);
	const said = item.exhibits.map(({ id, number, clipNumber, clip, withdrawn }) => {
		return { id, number, clipNumber, clip: clip?.id ?? null, withdrawn };
	});
	const byId = (list: typeof said) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
	if (!same(byId(said), byId(given)))
		throw new CustosError('bad-proof', `the exhibit numbers of item ${item.id} are not those the notary gave`);
	for (const { label, number, clipNumber } of item.exhibits) {
		if (label !== exhibitLabel(prefix ?? '', { item: number, clip: clipNumber ?? undefined }))
			throw new CustosError('bad-proof', `an exhibit of item ${item.id} is labelled with another number`);
	}
}

interface Given {
	id: string;
	number: number;
	clipNumber: number | null;
	clip: string | null;
	withdrawn: boolean;
}

/** In this case: each case that an item is in gives it numbers of its own. */
function exhibitsGiven(item: string, caseId: string, evidence: Evidence): Given[] {
	const found = new Map<string, Given>();
	for (const entry of historyOf(evidence, 'item', item)) {
		if (!('case' in entry.statement) || entry.statement.case !== caseId) continue;
		if (isAccepted(entry, 'exhibit.added')) {
			const { exhibit: id, clip, under } = entry.statement;
			const given = entry.skeleton.exhibit ?? 0;
			const of = under === undefined ? undefined : found.get(under);
			if (under !== undefined && (of === undefined || of.clip !== null))
				throw new CustosError('bad-proof', `entry ${entry.index} numbers a clip under no exhibit of its item`);
			const number = of === undefined ? { number: given, clipNumber: null } : { number: of.number, clipNumber: given };
			found.set(id, { id, ...number, clip: clip ?? null, withdrawn: false });
		} else if (isAccepted(entry, 'exhibit.withdrawn')) {
			const exhibit = found.get(entry.statement.exhibit);
			if (exhibit !== undefined) exhibit.withdrawn = true;
		}
	}
	return [...found.values()];
}

function same(a: unknown, b: unknown): boolean {
	return canonical(a as Json) === canonical(b as Json);
}
