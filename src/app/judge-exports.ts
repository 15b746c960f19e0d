import type { Key } from '../db/projection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import { row, type State } from './state.ts';

export type ExportStatement = StatementOf<'case.policy' | 'export.requested' | 'export.approved' | 'export.refused'>;
export type HandedOver = StatementOf<'report.handed-over' | 'report.acknowledged'>;

const DAY_MS = 86_400_000;

/** What statements about leaving are judged by, besides the case and the report. */
export function exportKeys(s: Statement): Key[] {
	const rules: Key[] =
		s.type === 'case.policy' || s.type === 'export.approved' || s.type === 'report.begun'
			? [{ table: 'export_rules', key: s.case }]
			: s.type === 'item.shared'
				? [s.case, s.to].map((key) => ({ table: 'export_rules', key }))
				: [];
	return 'report' in s ? [...rules, { table: 'exports', key: s.report }] : rules;
}

/** The rules of asking and agreeing. Returns the code of the first that is broken. */
export function exportRules(state: State, s: ExportStatement): ErrorCode | undefined {
	if (s.type === 'case.policy') return undefined;
	const asked = state.get('exports', s.report);
	const report = state.get('reports', s.report);
	if (s.type === 'export.requested') return asked === undefined && report === undefined ? undefined : 'conflict';
	if (asked?.case_id !== s.case) return 'not-found';
	if (asked.refused || (report?.signed ?? null) !== null) return 'conflict';
	if (s.type === 'export.refused') return undefined;
	// Nobody agrees with themselves.
	if (asked.by_person === s.actor) return 'denied';
	// Nor with another key of theirs.
	const rules = state.get('export_rules', s.case);
	if (rules?.by_people && asked.first_key === row(state.get('people', s.actor)).first_key) return 'denied';
	if (asked.approved_at !== null) return 'conflict';
	return asked.what === s.what ? undefined : 'hash-mismatch';
}

/**
 * Where the case wants two people, a report is begun by whoever asked for it, as it was asked for, after another lead agreed,
 * and within the days that the case gives it. `now`: the notary's time.
 */
export function mayLeave(state: State, s: StatementOf<'report.begun'>, now: string): boolean {
	const rules = state.get('export_rules', s.case);
	if (rules === undefined || rules.approvals === 0) return true;
	const asked = state.get('exports', s.report);
	if (asked === undefined || asked.approved_at === null || asked.refused) return false;
	if (asked.case_id !== s.case || asked.by_person !== s.actor || asked.what !== s.what) return false;
	return Date.parse(now) <= Date.parse(asked.approved_at) + rules.days * DAY_MS;
}

/** An item is not shared into a case that lets reports leave more easily: that would be the way round. */
export function keepsRules(state: State, s: StatementOf<'item.shared'>): boolean {
	const [from, to] = [state.get('export_rules', s.case), state.get('export_rules', s.to)];
	return (from?.approvals ?? 0) <= (to?.approvals ?? 0);
}

/** Only what was signed can be handed over, and only in its own case. */
export function handOverRules(state: State, s: HandedOver): ErrorCode | undefined {
	const report = state.get('reports', s.report);
	if (report?.case_id !== s.case) return 'not-found';
	return report.signed === null ? 'conflict' : undefined;
}

/** What an accepted one does to the projection. `time`: the notary's. */
export function applyExport(state: State, idx: number, s: ExportStatement, time: string): void {
	switch (s.type) {
		case 'case.policy':
			return state.put('export_rules', { case_id: s.case, ...s.exports, idx, by_people: s.rules === 2 });
		case 'export.requested':
			return state.put('exports', {
				id: s.report,
				case_id: s.case,
				by_person: s.actor,
				first_key: row(state.get('people', s.actor)).first_key,
				what: s.what,
				idx,
				approved_by: null,
				approved_at: null,
				refused: false,
			});
		case 'export.approved':
			return state.put('exports', {
				...row(state.get('exports', s.report)),
				approved_by: s.actor,
				approved_at: time,
			});
		case 'export.refused':
			return state.put('exports', { ...row(state.get('exports', s.report)), refused: true });
	}
}
