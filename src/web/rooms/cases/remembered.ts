import { useCallback, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import type { Session } from '../../session/session.ts';
import { useSession } from '../../session/use-session.ts';
import { everything, type View } from './view.ts';

/** How a case was left, so that coming back from an item finds it again. Goes with the session. */
export interface Remembered {
	view: View;
	selected: ReadonlySet<Id>;
	active: Id | undefined;
}

const sessions = new WeakMap<Session, Map<Id, Remembered>>();

/** The state of one case's table, and how to change parts of it. */
export function useRemembered(caseId: Id): [Remembered, (change: Partial<Remembered>) => void] {
	const session = useSession();
	const all = sessions.get(session) ?? new Map<Id, Remembered>();
	sessions.set(session, all);
	const [now, setNow] = useState<Remembered>(
		() => all.get(caseId) ?? { view: everything, selected: new Set(), active: undefined },
	);
	const change = useCallback(
		(part: Partial<Remembered>) =>
			setNow((before) => {
				const after = { ...before, ...part };
				all.set(caseId, after);
				return after;
			}),
		[all, caseId],
	);
	return [now, change];
}
