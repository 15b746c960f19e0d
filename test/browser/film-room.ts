import { readFile } from 'node:fs/promises';
import { expect, vi } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import type { CaseRole } from '../../src/domain/roles.ts';
import { putToWork } from '../system/live/at-work.ts';
import { deposit } from '../system/live/deposit.ts';
import { openCase } from '../system/live.ts';
import { footageFile } from '../system/media-files.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

/** People who pass by a fixed camera: two minutes and more, without sound. */
export const FILM = 'one-by-one-person-detection.mp4';

/** An archive with its room, a worker that examines, and a case of two people for recordings. */
export interface FilmRoom extends OpenedRoom {
	readonly lead: Connection;
	/** In the case with the role that was asked for. */
	readonly other: Connection;
	readonly open: OpenCase;
	/** Takes recordings in, by bytes or by the name of footage. Resolves with their items once all are examined. */
	take(...films: (Uint8Array | string)[]): Promise<string[]>;
}

/** `role`: of the other one in the case. */
export async function openFilmRoom(role: CaseRole = 'reader'): Promise<FilmRoom> {
	const room = await openRoom();
	const rest = await putToWork(room.live);
	const [lead, other] = [await room.live.enrol(), await room.live.enrol()];
	const open = await openCase(lead, [[other, role]]);
	const intake = await openIntake(lead, open, { received: 'by hand' });
	const examined = async (id: string): Promise<void> =>
		expect((await itemEntries(lead, id)).state, `the worker’s state of ${id}`).toBe('examined');
	return {
		...room,
		lead,
		other,
		open,
		async take(...films) {
			const ids: string[] = [];
			for (const film of films) {
				const bytes = typeof film === 'string' ? await readFile(await footageFile(film)) : film;
				ids.push((await deposit(lead, open, intake, bytes)).id);
			}
			for (const id of ids) await vi.waitFor(() => examined(id), { timeout: 60_000, interval: 250 });
			return ids;
		},
		async close() {
			await rest();
			await room.close();
		},
	};
}
