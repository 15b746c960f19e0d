import type { Kysely } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import type { Admission } from './admit.ts';
import type { Fresh } from './compose.ts';
import type { Guard } from './guard.ts';
import type { Outcome } from './queue.ts';
import { unprepared } from './rotation.ts';

export type Known = Extract<Admission, { kind: 'known' }>;

/** What becomes of admitted statements: to be judged, to be answered again, or refused before anybody judges. `folder`: the notary's. */
export async function sorted(
	db: Kysely<Database>,
	admissions: readonly Admission[],
	guard: Guard,
	folder: string,
): Promise<{ fresh: Fresh[]; known: Known[]; refusals: Outcome[] }> {
	const into = { fresh: [] as Fresh[], known: [] as Known[], refusals: [] as Outcome[] };
	for (const one of admissions) {
		const concerned = one.kind === 'fresh' && guard.concerns(one.statement);
		const held = concerned ? await guard.refusal(one.statement) : undefined;
		const refused = held ?? (one.kind === 'fresh' ? await unprepared(db, folder, one.statement) : undefined);
		if (refused !== undefined) into.refusals.push({ of: one.pending, text: { error: refused } });
		else if (one.kind === 'fresh') into.fresh.push(one);
		else if (one.kind === 'known') into.known.push(one);
		else into.refusals.push({ of: one.pending, text: { error: { code: one.code, message: one.message } } });
	}
	return into;
}
