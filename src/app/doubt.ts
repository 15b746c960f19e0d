import type { Id } from '../domain/ids.ts';
import type { Context, Person } from './context.ts';
import { noteNotFound } from './not-found.ts';
import { type SealedPart, sealedBody } from './read-items.ts';

/**
 * Somebody who may read a body found that it is not what its entry commits to: whoever looks after objects reads it next. That
 * it is so, only they say in the ledger; this leaves no trace but the look. Throws `not-found` as reading does.
 */
export async function doubtBody(ctx: Context, person: Person, item: Id, part: SealedPart): Promise<void> {
	const { key } = await sealedBody(ctx, person, item, part);
	await noteNotFound(ctx.db, key);
}
