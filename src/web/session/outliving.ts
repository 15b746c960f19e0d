import { useSyncExternalStore } from 'react';
import type { Session } from './session.ts';
import { useSession } from './use-session.ts';

/** What goes on while the page that began it is left, and behind the idle lock: one thing of a kind for each session. */
export interface Outliving<T> {
	of(session: Session): T | undefined;
	/** Keeps it, or something that changed within it, and tells whoever shows it. */
	set(session: Session, thing: T | undefined): void;
	/** What this person's page shows of it; `pick` gives the same for as long as nothing changed. */
	use<S>(pick: (thing: T | undefined) => S): S;
}

export function outliving<T>(): Outliving<T> {
	const all = new WeakMap<Session, T>();
	const listeners = new Set<() => void>();
	const listen = (listener: () => void) => {
		listeners.add(listener);
		return () => listeners.delete(listener);
	};
	return {
		of: (session) => all.get(session),
		set(session, thing) {
			if (thing === undefined) all.delete(session);
			else all.set(session, thing);
			for (const listener of listeners) listener();
		},
		use(pick) {
			const session = useSession();
			return useSyncExternalStore(listen, () => pick(all.get(session)));
		},
	};
}
