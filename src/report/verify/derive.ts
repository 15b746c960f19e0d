import type { z } from 'zod';
import { toHex } from '../../domain/bytes.ts';
import type { Statement } from '../../domain/ledger/statement.ts';
import { cosignatureLines } from './cosigned.ts';
import { custodyRows, detailText } from './custody-rows.ts';
import type { Language } from './event-words.ts';
import { type Evidence, historyOf, isAccepted, receivedOf } from './evidence.ts';
import type { CustodyRow, Derived, Fields } from './report-model.ts';
import { pseudonym, type Roster } from './roster.ts';
import { stampLines } from './stamped.ts';

/** The parts of a report that follow from the entries and their disclosed details alone. */
export type DerivedSections = { [K in keyof typeof Derived]: z.infer<(typeof Derived)[K]> };

/** Makes them. The report is written with it and verified with it; `items` are the report's, in its order. */
export function derive(
	evidence: Evidence,
	roster: Roster,
	about: { caseId: string; items: readonly string[]; language: Language },
): DerivedSections {
	const custody = custodyRows(evidence, roster, about);
	return {
		origin: { intakes: intakes(evidence) },
		acquisition: acquisition(evidence, roster, about.items),
		custody,
		access: access(custody),
		deviations: deviations(evidence),
		derivatives: derivatives(evidence),
		integrity: integrity(evidence, about),
	};
}

function intakes(evidence: Evidence): DerivedSections['origin']['intakes'] {
	return evidence.entries
		.filter((entry) => isAccepted(entry, 'intake.opened'))
		.map((entry) => ({ intake: entry.statement.intake, index: entry.index, record: record(entry.detail?.fields) }));
}

function acquisition(evidence: Evidence, roster: Roster, items: readonly string[]): DerivedSections['acquisition'] {
	return items.flatMap((item) => {
		const entry = receivedOf(evidence, item);
		if (entry === undefined) return [];
		const s = entry.statement;
		return {
			item,
			index: entry.index,
			intake: s.intake,
			collector: pseudonym(s.actor),
			role: roster.roleAt(s.actor, entry.index) ?? null,
			claimed: s.time,
			attested: entry.skeleton.time,
			clockOffsetMs: Date.parse(entry.skeleton.time) - Date.parse(s.time),
			tool: detailText(entry, 'tool'),
			method: detailText(entry, 'method'),
		};
	});
}

const opens = (row: CustodyRow): boolean => row.event.startsWith('item.opened/') || row.event === 'item.examining';

function access(rows: readonly CustodyRow[]): DerivedSections['access'] {
	const granted = rows.filter((row) => opens(row) && row.outcome === 'accepted');
	const denied = rows.filter((row) => row.outcome !== 'accepted');
	const people = [...new Set(rows.map((row) => row.key))].sort().map((key) => {
		const theirs = rows.filter((row) => row.key === key);
		return {
			actor: pseudonym(key),
			key,
			roles: [...new Set(theirs.flatMap((row) => row.role ?? []))],
			events: theirs.length,
			granted: granted.filter((row) => row.key === key).length,
			denied: denied.filter((row) => row.key === key).length,
		};
	});
	return { granted: granted.map((row) => row.index), denied: denied.map((row) => row.index), people };
}

function deviations(evidence: Evidence): DerivedSections['deviations'] {
	return evidence.entries.flatMap((entry) => {
		const { statement: s, skeleton, index } = entry;
		const told =
			s.type === 'item.failed' ||
			s.type === 'item.retried' ||
			s.type === 'item.damaged' ||
			s.type === 'item.restored' ||
			s.type === 'item.rewrapped' ||
			s.type === 'loss.stated' ||
			s.type === 'denials.folded';
		if (!told || skeleton.result !== 'accepted') return [];
		const event = deviation(s);
		return { index, item: 'item' in s ? (s.item ?? null) : null, event, reason: detailText(entry, 'reason') };
	});
}

/** What a deviation is called: with the part of the statement that tells its kinds apart. */
function deviation(s: Statement): string {
	if (s.type === 'item.failed') return `item.failed/${s.phase}`;
	if (s.type === 'item.damaged') return `item.damaged/${s.found}`;
	return s.type === 'item.restored' ? `item.restored/${s.by}` : s.type;
}

function derivatives(evidence: Evidence): DerivedSections['derivatives'] {
	return evidence.entries
		.filter((entry) => isAccepted(entry, 'derivative.made'))
		.map(({ statement: s, index, detail }) => ({
			item: s.item,
			derivative: s.derivative,
			index,
			prefix: s.prefix,
			body: s.body.sha256,
			size: s.body.size,
			from: receivedOf(evidence, s.item)?.statement.body.sha256 ?? null,
			record: record(detail?.fields),
		}));
}

function integrity(
	evidence: Evidence,
	about: { caseId: string; items: readonly string[] },
): DerivedSections['integrity'] {
	const subjects = [
		{ kind: 'case' as const, id: about.caseId },
		...about.items.map((id) => ({ kind: 'item' as const, id })),
	];
	return {
		origin: evidence.key.name,
		logKey: evidence.vkey,
		checkpoint: { size: evidence.checkpoint.size, root: toHex(evidence.checkpoint.root) },
		cosignatures: evidence.cosigned === undefined ? [] : cosignatureLines(evidence.cosigned),
		timestamps: stampLines(evidence.stamps ?? []),
		histories: subjects.map(({ kind, id }) => {
			const events = historyOf(evidence, kind, id);
			return { kind, id, events: events.length, first: events[0]?.index ?? 0, last: events.at(-1)?.index ?? 0 };
		}),
		enrolments: evidence.entries.filter((entry) => isAccepted(entry, 'person.enrolled')).map(({ index }) => index),
	};
}

/** A detail's fields as the report holds them; null where the detail is not disclosed. */
function record(fields: { readonly [name: string]: unknown } | undefined): Fields | null {
	return fields === undefined ? null : (fields as Fields);
}
