import { useSyncExternalStore } from 'react';

/** What the address brought after its `#`, which browsers send to no server: an invite, or the code to found with. */
export type Arrival = { kind: 'invite'; line: string } | { kind: 'code'; code: string };

/** Where it waits until it is used or put away: in this tab, through a reload, and nowhere that outlives the tab. */
const WAITING = 'custos-arrival';

let arrived = arrivalOf(sessionStorage.getItem(WAITING) ?? '');
const listeners = new Set<() => void>();

function arrivalOf(fragment: string): Arrival | undefined {
	const text = decodeURIComponent(fragment.replace(/^#/, ''));
	if (text.startsWith('custos-invite:')) return { kind: 'invite', line: text };
	return text.startsWith('found:') ? { kind: 'code', code: text.slice('found:'.length) } : undefined;
}

function fragmentOf(arrival: Arrival): string {
	return encodeURIComponent(arrival.kind === 'invite' ? arrival.line : `found:${arrival.code}`);
}

/** Takes the secret out of the address at once, so that it stays in no history and on no screen. */
function take(): void {
	const found = arrivalOf(location.hash);
	if (found === undefined) return;
	history.replaceState(history.state, '', location.pathname);
	setArrival(found);
}

take();
addEventListener('hashchange', take);

/** Sets it by hand, as when a line was pasted; or undefined when it is done with. */
export function setArrival(arrival: Arrival | undefined): void {
	arrived = arrival;
	if (arrival === undefined) sessionStorage.removeItem(WAITING);
	else sessionStorage.setItem(WAITING, fragmentOf(arrival));
	for (const listener of listeners) listener();
}

export function useArrival(): Arrival | undefined {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => arrived,
	);
}
