import { CustosError } from '../../domain/errors.ts';
import { leavesIn } from '../../domain/leaves.ts';
import { wordsIn } from './disclosure.ts';
import { type Evidence, type EvidenceEntry, historyOf, isAccepted } from './evidence.ts';
import type { CustodyReport } from './report-model.ts';
import type { Roster } from './roster.ts';

const DAY_MS = 86_400_000;

/**
 * Where the case wanted two people when the report was begun, another lead had agreed to exactly that (where the rule of then counts
 * people: not by another key of whoever asked), within the days of the rule, and nobody had refused: by the case's own entries, as the notary judges it too. Throws `bad-proof`.
 */
export function checkAgreed(report: CustodyReport, evidence: Evidence, roster: Roster): void {
	const { id } = report.report;
	const events = historyOf(evidence, 'case', report.case.id);
	const begun = events.at(-1);
	if (begun === undefined || !isAccepted(begun, 'report.begun')) return;
	const rule = events.findLast((entry) => isAccepted(entry, 'case.policy'));
	if (rule?.statement.type !== 'case.policy' || rule.statement.exports.approvals === 0) return;
	const { actor, what } = begun.statement;
	const isAsked = (entry: EvidenceEntry): boolean =>
		isAccepted(entry, 'export.requested') &&
		entry.statement.report === id &&
		entry.statement.actor === actor &&
		entry.statement.what === what;
	const isOther = (key: string, at: number): boolean => {
		const then = events.findLast((entry) => entry.index < at && isAccepted(entry, 'case.policy'))?.statement;
		const byPeople = then?.type === 'case.policy' && then.rules === 2;
		return key !== actor && !(byPeople && roster.firstKey(key) === roster.firstKey(actor));
	};
	const isApproved = (entry: EvidenceEntry): boolean =>
		isAccepted(entry, 'export.approved') &&
		entry.statement.report === id &&
		isOther(entry.statement.actor, entry.index) &&
		entry.statement.what === what &&
		roster.roleAt(entry.statement.actor, entry.index) === 'lead';
	const refused = events.some((entry) => isAccepted(entry, 'export.refused') && entry.statement.report === id);
	const asked = events.findIndex(isAsked);
	const approved = events.find((entry, i) => i > asked && isApproved(entry));
	const until = Date.parse(approved?.skeleton.time ?? '') + rule.statement.exports.days * DAY_MS;
	const inTime = Date.parse(begun.skeleton.time) <= until;
	if (asked < 0 || approved === undefined || refused || !inTime)
		throw new CustosError('bad-proof', 'the report was begun without the second lead whom its case asks for');
	if (leavesIn(begun.detail?.fields)?.words === undefined && Object.keys(wordsIn(report)).length > 0)
		throw new CustosError(
			'bad-proof',
			'the report says in the issuer’s own words what its second lead did not agree to',
		);
	for (const item of report.items)
		for (const entry of historyOf(evidence, 'item', item.id))
			if (isAccepted(entry, 'report.begun') && entry.statement.report === id && entry.statement.what !== what)
				throw new CustosError(
					'bad-proof',
					`entry ${entry.index} begins the report for something else than was agreed to`,
				);
}
