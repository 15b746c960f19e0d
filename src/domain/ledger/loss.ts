import { CustosError } from '../errors.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { byAny } from './log-keys.ts';
import type { NoteKey } from './note.ts';
import type { StatementOf } from './statement.ts';

/**
 * A loss as stewards state it (`loss.stated`): this log's own key signed `checkpoint`, and what stood under it from entry
 * `from` on is gone; the log goes on without it. FORMAT.md, "A loss".
 */
export interface Loss {
	/** The first entry that is lost. */
	from: number;
	/** The checkpoint of the lost history. */
	checkpoint: Checkpoint;
	/** The same as it was signed. */
	note: string;
}

/**
 * The checkpoint of a history that this log may not continue: by any key it ever had. What is lost may be longer than the
 * log was when its key was rotated, and was signed before that. Throws `bad-proof`.
 */
export function openLost(note: string, key: NoteKey): Checkpoint {
	return byAny(key, (alone) => openCheckpoint(note, alone));
}

/** Throws `bad-proof` unless this log signed a checkpoint that has an entry `from`. */
export function openLoss(statement: StatementOf<'loss.stated'>, key: NoteKey): Loss {
	const checkpoint = openLost(statement.checkpoint, key);
	if (checkpoint.size <= statement.from)
		throw new CustosError('bad-proof', `a checkpoint of ${checkpoint.size} entries has no entry ${statement.from}`);
	return { from: statement.from, checkpoint, note: statement.checkpoint };
}

/** True if whoever saw a log of `size` entries, and not this one, saw what is stated to be lost. */
export function isOfLoss(loss: Loss, size: number): boolean {
	return size > loss.from && size <= loss.checkpoint.size;
}
