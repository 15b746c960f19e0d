import type { Json } from '../../domain/canonical.ts';
import type { Id } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type Submitted, submit } from '../submit.ts';
import type { PutSummary } from './put-options.ts';

/** What became of a folder: every file of it kept, or listed with the reason. */
export interface Completeness {
	intake: Id | null;
	/** Kept in this intake. */
	kept: { item: Id; path: string; size: number }[];
	/** Kept in an earlier one, and unchanged since. */
	before: { item: Id; path: string; size: number }[];
	failed: { path: string; reason: string }[];
	skipped: { path: string; reason: string }[];
	/** Files that only would have been taken without `retryFailed`. */
	unasked: number;
	same: { path: string; as: string }[];
	changed: string[];
	/** Of `kept`, without padding. */
	bytes: number;
}

/** Why an item that was received is not kept. */
export const NOT_KEPT = 'the stored bytes are not those that were sent';

/** Room for lists in the sealed detail of one statement, as JSON. */
const LISTED = 180_000;

/** Puts together what was received and what the workers found of it. */
export function completenessOf(summary: PutSummary, notKept: readonly Id[]): Completeness {
	const { intake, items, before, failed, skipped, unasked, same, changed } = summary;
	const lost = new Set(notKept);
	const unkept = items.filter((one) => lost.has(one.item)).map(({ path }) => ({ path, reason: NOT_KEPT }));
	const kept = items.filter((one) => !lost.has(one.item));
	return {
		intake: intake ?? null,
		kept: kept.map(({ item, path, size }) => ({ item, path, size })),
		before,
		failed: [...failed, ...unkept],
		skipped,
		unasked,
		same,
		changed,
		bytes: kept.reduce((sum, one) => sum + one.size, 0),
	};
}

/** Writes the completeness statement of an intake into the ledger; lists that would be too long are cut, and say so. */
export async function closeIntake(
	connection: Connection,
	open: OpenCase,
	about: Completeness,
): Promise<Submitted | undefined> {
	if (about.intake === null) return undefined;
	let room = LISTED;
	const listed = (list: readonly { [name: string]: string }[]): Json => {
		const some: { [name: string]: string }[] = [];
		for (const one of list) {
			room -= JSON.stringify(one).length * 3;
			if (room < 0) break;
			some.push(one);
		}
		return some;
	};
	const fields: { [name: string]: Json } = {
		items: about.kept.length,
		bytes: about.bytes,
		kept: about.kept.length,
		keptBefore: about.before.length,
		failed: about.failed.length,
		skipped: about.skipped.length,
		...(about.unasked === 0 ? {} : { unasked: about.unasked }),
		same: about.same.length,
		changed: about.changed.length,
		listed: listed(about.failed),
		listedSkipped: listed(about.skipped),
		listedSame: listed(about.same),
		listedChanged: listed(about.changed.map((path) => ({ path }))),
	};
	const [closed] = await submit(connection, [
		{
			type: 'intake.closed',
			fields: { case: open.id, generation: open.key.generation, intake: about.intake },
			detail: { to: open.key, fields },
		},
	]);
	return closed;
}
