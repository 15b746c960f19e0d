import { utf8 } from '../../domain/bytes.ts';
import { canonical, type Json, parseCanonical } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Checkpoint } from '../../domain/ledger/checkpoint.ts';
import { type EventNumber, numbersIn } from '../../domain/ledger/event-numbers.ts';
import { KeyLink, MOST_LINKS, takeLinks } from '../../domain/ledger/key-links.ts';
import { newestText } from '../../domain/ledger/log-keys.ts';
import { type NoteKey, parseKey } from '../../domain/ledger/note.ts';
import { parseStatement } from '../../domain/ledger/statement.ts';

/** Where a bag holds how the log's key was rotated, if it was: one link a line, oldest first. */
export const LOG_KEYS = 'data/ledger/log-keys.jsonl';

/** The file's text. */
export function logKeyLines(links: readonly KeyLink[]): string {
	return links.map((link) => `${canonical(link as Json)}\n`).join('');
}

/** The links in it. Throws `bad-request`. */
export function parseLogKeys(source: string): KeyLink[] {
	const lines = source.split('\n');
	const bad = (cause?: unknown): CustosError =>
		new CustosError('bad-request', 'what shows how the log’s key was rotated has the wrong shape', { cause });
	if (lines.pop() !== '' || lines.length === 0 || lines.length > MOST_LINKS) throw bad();
	return lines.map((line) => {
		const link = KeyLink.safeParse(parseCanonical(line));
		if (!link.success) throw bad(link.error);
		return link.data;
	});
}

/**
 * The log's first key, which entry 0 names, and those that these links prove to have followed, up to `vkey`; with their final checkpoints,
 * and the numbers of the archive's events that they show.
 * Throws `bad-proof` where they lead elsewhere.
 */
export function logKeyOf(
	vkey: string,
	founding: string,
	links: readonly KeyLink[],
): { key: NoteKey; finals: Checkpoint[]; numbers: EventNumber[] } {
	if (links.length === 0) return { key: parseKey(vkey), finals: [], numbers: [] };
	const statement = parseStatement(utf8(founding));
	if (statement.type !== 'archive.founded')
		throw new CustosError('bad-proof', 'entry 0, which founded the archive, is not in the bag');
	const key = parseKey(statement.log);
	const finals = takeLinks(key, statement, links);
	if (newestText(key) !== vkey)
		throw new CustosError('bad-key', 'the rotations of the log’s key do not lead to the key that the bag names');
	return { key, finals, numbers: numbersIn(links) };
}
