import type { Hex32, Id } from '../../domain/ids.ts';
import { cataloguePages } from '../case/catalogue.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import type { PutSummary } from './put-options.ts';

/** So many items of other deliveries are looked through, in the order of reception: some seconds. */
export const LOOKED_THROUGH = 10_000;

/** Files of a delivery whose content the case had before. */
export interface SameBefore {
	/** `item` is the first that has it, and `as` the path it came with. */
	same: { path: string; as: string; item: Id }[];
	/** False where the case has more items than were looked through. */
	whole: boolean;
}

/**
 * Finds what was put of the same content that came another way: from another folder, by another person, on another device.
 * What the folder's own journal tells (`same` of the summary) is left out. Reads the case's catalogue up to the first of
 * these items: what came after it did not come before. Throws as `cataloguePages` does.
 */
export async function sameBefore(
	connection: Connection,
	open: OpenCase,
	{ items, same: told }: PutSummary,
	most = LOOKED_THROUGH,
): Promise<SameBefore> {
	const known = new Set(told.map((one) => one.path));
	const own = new Set(items.map((one) => one.item));
	const wanted = new Map<Hex32, string>();
	for (const one of items) if (!known.has(one.path)) wanted.set(one.sha256, one.path);
	const same: SameBefore['same'] = [];
	let others = 0;
	if (wanted.size === 0) return { same, whole: true };
	for await (const page of cataloguePages(connection, open)) {
		for (const one of page) {
			if (own.has(one.id)) return { same, whole: true };
			if (++others > most) return { same, whole: false };
			if (one.unreadable) continue;
			const path = wanted.get(one.sha256);
			if (path === undefined || !wanted.delete(one.sha256)) continue;
			same.push({ path, as: one.path, item: one.id });
			if (wanted.size === 0) return { same, whole: true };
		}
	}
	return { same, whole: true };
}
