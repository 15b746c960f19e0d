import { useEffect, useSyncExternalStore } from 'react';

/** Keys of the room that is shown, and what they do. */
export interface RoomKey {
	readonly keys: readonly string[];
	readonly text: string;
}

let shown: readonly RoomKey[] = [];
const listeners = new Set<() => void>();

function set(next: readonly RoomKey[]): void {
	shown = next;
	for (const listener of listeners) listener();
}

/** Lists a room's keys in the help for as long as it is shown. Give the same list between changes. */
export function useRoomKeys(mine: readonly RoomKey[]): void {
	useEffect(() => {
		set(mine);
		return () => set([]);
	}, [mine]);
}

/** The keys of the room that is shown. */
export function useShownKeys(): readonly RoomKey[] {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => shown,
	);
}
