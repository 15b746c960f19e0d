import { CustosError } from '../../domain/errors.ts';
import type { Skeleton } from '../../domain/ledger/leaf.ts';
import { type Evidence, type EvidenceEntry, historyOf, isAccepted } from './evidence.ts';
import type { CustodyReport } from './report-model.ts';

/**
 * Nothing was left out: the notary counted every event of a subject, so the events of the case and of each item must be
 * 1..n without a gap, and the last one must be the `report.begun` that fixed this report's tail.
 */
export function checkComplete(evidence: Evidence, report: CustodyReport): void {
	for (const id of [undefined, ...report.items.map((item) => item.id)]) {
		const [kind, subject, named] =
			id === undefined ? (['case', report.case.id, 'the case'] as const) : (['item', id, `item ${id}`] as const);
		const events = historyOf(evidence, kind, subject);
		checkCount(events, named);
		const last = events.at(-1) as EvidenceEntry;
		const begun =
			isAccepted(last, 'report.begun') &&
			last.statement.report === report.report.id &&
			last.statement.case === report.case.id &&
			last.statement.item === id;
		if (!begun)
			throw new CustosError('bad-proof', `the history of ${named} does not end with the beginning of this report`);
		if (last.statement.actor !== report.report.issuer.key)
			throw new CustosError('bad-proof', `the report on ${named} was begun by somebody else than its issuer`);
		checkTypes(events, kind, subject);
	}
	checkNothingElse(evidence, report);
}

function checkCount(events: readonly EvidenceEntry[], named: string): void {
	if (events.length === 0) throw new CustosError('bad-proof', `no event of ${named} is in the bag`);
	for (const [i, { skeleton }] of events.entries()) {
		if (skeleton.subject.n !== i + 1)
			throw new CustosError('bad-proof', `event ${i + 1} of ${named} is not in the bag: something was left out`);
	}
}

/** What the notary filed an entry under is what its signer wrote about; the history begins with the beginning. */
function checkTypes(events: readonly EvidenceEntry[], kind: Skeleton['subject']['kind'], id: string): void {
	for (const { statement: s, skeleton, index } of events) {
		if (skeleton.type !== s.type)
			throw new CustosError('bad-proof', `entry ${index} is filed as another type than it is`);
		const about = kind === 'case' ? ('case' in s ? s.case : undefined) : 'item' in s ? s.item : undefined;
		if (about !== id) throw new CustosError('bad-proof', `entry ${index} is filed under a subject it is not about`);
	}
	const first = events[0] as EvidenceEntry;
	if (!isAccepted(first, kind === 'case' ? 'case.created' : 'item.received')) {
		throw new CustosError('bad-proof', `the history of ${kind} ${id} does not begin with its beginning`);
	}
}

/** The case received the item, or an entry shared it there. */
function isIn(evidence: Evidence, item: string, inCase: string): boolean {
	return historyOf(evidence, 'item', item).some(
		(entry) =>
			(isAccepted(entry, 'item.received') && entry.statement.case === inCase) ||
			(isAccepted(entry, 'item.shared') && entry.statement.to === inCase),
	);
}

/** Every case or item with an entry in the bag is one the report is about; every item is in the case; and none twice. */
function checkNothingElse(evidence: Evidence, report: CustodyReport): void {
	const items = new Set(report.items.map((item) => item.id));
	if (items.size === 0 && report.expunged === undefined)
		throw new CustosError('bad-proof', 'the report is about no item');
	if (items.size !== report.items.length) throw new CustosError('bad-proof', 'the report names an item twice');
	for (const { skeleton, statement, index } of evidence.entries) {
		const { kind, id } = skeleton.subject;
		const known = kind === 'case' ? id === report.case.id : kind === 'item' ? items.has(id) : true;
		if (!known) throw new CustosError('bad-proof', `entry ${index} is about a ${kind} that the report leaves out`);
		if (kind === 'item' && 'case' in statement && !isIn(evidence, id, statement.case))
			throw new CustosError('bad-proof', `entry ${index} is of another case`);
	}
	const named = historyOf(evidence, 'case', report.case.id).at(-1)?.detail?.fields['items'];
	if (
		named !== undefined &&
		(!Array.isArray(named) || named.length !== items.size || !named.every((id) => items.has(String(id))))
	) {
		throw new CustosError('bad-proof', 'the report does not cover the items it was begun for');
	}
}
