import type { Room } from '../room.ts';

/** Where a room is, for the case at hand if it is about one. */
export function roomAddress(room: Room, caseAtHand: string | undefined): string {
	return room.ofCase && caseAtHand !== undefined ? `${room.path}/${caseAtHand}` : room.path;
}
