import type { Statement } from '../../domain/ledger/statement.ts';
import { attempted } from './attempted.ts';
import { elsewhereWords, eventCodes, eventWords, type Language } from './event-words.ts';
import { type Evidence, type EvidenceEntry, receivedOf } from './evidence.ts';
import type { CustodyRow } from './report-model.ts';
import { pseudonym, type Roster } from './roster.ts';
import { stampedBy } from './stamped.ts';

/**
 * The custody table: one row for every event of the case and of its items, refusals included, in the order of the log.
 * A function of the entries alone, so that anyone can make it again and compare.
 */
export function custodyRows(
	evidence: Evidence,
	roster: Roster,
	about: { caseId: string; language: Language },
): CustodyRow[] {
	return evidence.entries
		.filter(({ skeleton }) => skeleton.subject.kind === 'case' || skeleton.subject.kind === 'item')
		.map((entry) => custodyRow(entry, evidence, roster, about));
}

function custodyRow(
	entry: EvidenceEntry,
	evidence: Evidence,
	roster: Roster,
	{ caseId, language }: { caseId: string; language: Language },
): CustodyRow {
	const { statement: s, skeleton } = entry;
	const accepted = skeleton.result === 'accepted';
	const what = accepted ? eventWords[language][s.type] : attempted(s, language);
	const elsewhere = 'case' in s && s.case !== caseId && !(s.type === 'item.shared' && s.to === caseId);
	return {
		index: entry.index,
		leaf: entry.leaf,
		subject: skeleton.subject,
		claimed: s.time,
		attested: skeleton.time,
		stamped: stampedBy(evidence.stamps ?? [], entry.index),
		actor: pseudonym(s.actor),
		key: s.actor,
		role: roster.roleAt(s.actor, entry.index) ?? null,
		event: s.type === 'item.opened' ? `item.opened/${s.class}` : s.type,
		code: accepted ? eventCodes[s.type] : 'access.denied',
		action: elsewhere ? `${what} ${elsewhereWords[language]}` : what,
		purpose: detailText(entry, 'purpose'),
		...(accepted ? movement(s) : { from: null, to: null }),
		system: detailText(entry, 'system') ?? detailText(entry, 'tool'),
		...(accepted ? digests(s, evidence) : { before: null, after: null }),
		outcome: skeleton.result,
	};
}

/** A disclosed text field of an entry's detail. */
export function detailText(entry: EvidenceEntry, name: string): string | null {
	const value = entry.detail?.fields[name];
	return typeof value === 'string' ? value : null;
}

/** From whom to whom something passed. */
function movement(s: Statement): { from: string | null; to: string | null } {
	const actor = pseudonym(s.actor);
	switch (s.type) {
		case 'item.received':
		case 'intake.opened':
			return { from: actor, to: 'archive' };
		case 'item.opened':
		case 'item.examining':
			return { from: 'archive', to: actor };
		case 'case.member-added':
		case 'case.key-granted':
			return { from: actor, to: pseudonym(s.person) };
		case 'case.member-removed':
			return { from: pseudonym(s.person), to: null };
		default:
			return { from: null, to: null };
	}
}

/** The sealed bytes' SHA-256 before and after the event. */
function digests(s: Statement, evidence: Evidence): { before: string | null; after: string | null } {
	const committed =
		'item' in s && s.item !== undefined ? (receivedOf(evidence, s.item)?.statement.body.sha256 ?? null) : null;
	switch (s.type) {
		case 'item.received':
			return { before: null, after: s.body.sha256 };
		case 'item.kept':
		case 'clip.added':
			return { before: committed, after: s.sha256 };
		case 'item.restored':
			return s.derivative === undefined ? { before: committed, after: s.sha256 } : { before: null, after: s.sha256 };
		case 'derivative.made':
			return { before: committed, after: s.body.sha256 };
		case 'item.opened':
		case 'item.examining':
		case 'item.examined':
			return { before: committed, after: committed };
		default:
			return { before: null, after: null };
	}
}
