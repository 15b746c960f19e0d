import { useCallback, useSyncExternalStore } from 'react';
import type { Session } from '../../session/session.ts';
import { useSession } from '../../session/use-session.ts';
import type { IntakeWork } from './work.ts';

/** The work of each session; it outlives pages, and goes with the session. */
const works = new WeakMap<Session, IntakeWork>();
const listeners = new Set<() => void>();

/** Puts a work in hand, or puts it aside. */
export function setWork(session: Session, work: IntakeWork | undefined): void {
	if (work === undefined) works.delete(session);
	else works.set(session, work);
	for (const listener of listeners) listener();
}

/** The delivery in hand, if there is one: one at a time, so that it has the whole line. */
export function useWork(): IntakeWork | undefined {
	const session = useSession();
	const subscribe = useCallback((listener: () => void) => {
		listeners.add(listener);
		return () => listeners.delete(listener);
	}, []);
	return useSyncExternalStore(subscribe, () => works.get(session));
}
