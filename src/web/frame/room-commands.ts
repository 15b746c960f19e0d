import type { ReactNode } from 'react';
import { useEffect, useSyncExternalStore } from 'react';

/** A command that a room adds to the palette while it is shown. */
export interface RoomCommand {
	readonly id: string;
	readonly label: string;
	readonly leftSection?: ReactNode;
	readonly onClick: () => void;
}

let commands: readonly RoomCommand[] = [];
const listeners = new Set<() => void>();

function set(next: readonly RoomCommand[]): void {
	commands = next;
	for (const listener of listeners) listener();
}

/** Puts a room's commands into the palette for as long as it is shown. Give the same list between changes. */
export function useRoomCommands(mine: readonly RoomCommand[]): void {
	useEffect(() => {
		set([...commands, ...mine]);
		return () => set(commands.filter((one) => !mine.includes(one)));
	}, [mine]);
}

/** The commands of the room that is shown. */
export function useAddedCommands(): readonly RoomCommand[] {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => commands,
	);
}
