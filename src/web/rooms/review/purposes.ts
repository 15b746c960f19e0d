import type { Session } from '../../session/session.ts';

/** The last purpose given for a case, offered again for its next item. Gone with the session. */
const given = new WeakMap<Session, Map<string, string>>();

export function lastPurpose(session: Session, caseId: string): string {
	return given.get(session)?.get(caseId) ?? '';
}

export function keepPurpose(session: Session, caseId: string, purpose: string): void {
	const all = given.get(session) ?? new Map<string, string>();
	all.set(caseId, purpose);
	given.set(session, all);
}
