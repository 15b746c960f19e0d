import type { Kysely } from 'kysely';
import { linkLength } from '../../src/app/key-links.ts';
import { entryRange } from '../../src/db/log-store.ts';
import type { Database } from '../../src/db/tables.ts';
import type { ErrorCode } from '../../src/domain/errors.ts';
import { MOST_BEFORE_ROTATION } from '../../src/domain/ledger/key-links.ts';
import { parseSkeleton, type Skeleton } from '../../src/domain/ledger/leaf.ts';
import { parseStatement, type Statement, type StatementOf } from '../../src/domain/ledger/statement.ts';
import { changeKey, type NotaryKeys, preparedKey } from './keys.ts';

/*
 * The rotation of the log's key (decision 0042): an accepted `log.rotated` ends its batch; the checkpoint that ends with it is
 * signed by the old key and saved; then the keys change on disk; only then is anything told or taken in again.
 */

/** True of the entry after which another key signs. */
export function rotates(entry: { statement: Statement; skeleton: Skeleton }): entry is {
	statement: StatementOf<'log.rotated'>;
	skeleton: Skeleton;
} {
	return entry.statement.type === 'log.rotated' && entry.skeleton.result === 'accepted';
}

/** Why this may be no entry: it names, or proposes, a next key that this notary does not hold, or nobody could read the proof of it. */
export async function unprepared(
	db: Kysely<Database>,
	folder: string,
	s: Statement,
): Promise<{ code: ErrorCode; message: string } | undefined> {
	const act = s.type === 'act.proposed' ? s.act : s;
	if (act.type !== 'log.rotated') return undefined;
	if ((await preparedKey(folder, s.origin))?.vkey !== act.next)
		return {
			code: 'conflict',
			message:
				'the notary holds no such next key: prepare it first, where the archive runs (`custos notary prepare-key`)',
		};
	if (s.type !== 'log.rotated' || (await linkLength(db, s)) <= MOST_BEFORE_ROTATION) return undefined;
	return {
		code: 'limit',
		message:
			'stewards changed so often that nobody could read the proof of this rotation: everybody would be locked out',
	};
}

/** Changes the keys if the last of all entries says so and they still are the old ones: after it was signed, or at a start after a crash. */
export async function finishRotation(
	db: Kysely<Database>,
	folder: string,
	keys: NotaryKeys,
	size: number,
): Promise<void> {
	const [last] = size === 0 ? [] : await entryRange(db, size - 1, size);
	if (last === undefined) return;
	const entry = { statement: parseStatement(last.statement), skeleton: parseSkeleton(last.skeleton) };
	if (rotates(entry) && entry.statement.closes === keys.logKey)
		await changeKey(folder, keys, size, entry.statement.next);
}
