import { z } from 'zod';
import { platform } from '#platform';
import { toHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { Hex32 } from '../domain/ids.ts';
import type { Checkpoint } from '../domain/ledger/checkpoint.ts';
import { type KeyLink, takeLinks } from '../domain/ledger/key-links.ts';
import { fromKey, type KeySpans, keyOfSpans } from '../domain/ledger/log-keys.ts';
import { type NoteKey, parseKey } from '../domain/ledger/note.ts';
import { type EntryText, openEntry } from '../domain/ledger/receipt.ts';
import { parseStatement, type StatementOf } from '../domain/ledger/statement.ts';

/**
 * What a person trusts an archive by: its log key, as it was at the founding or at the invite, and the hash of entry 0. It stays as
 * it is when the log's key is rotated: a chain of rotations leads from there to the key of today.
 */
export const Pin = z.strictObject({ server: z.url(), log: z.string(), founding: Hex32 });
export type Pin = z.infer<typeof Pin>;

/** The archive as its pinned entry 0 names it. */
export interface Archive {
	server: string;
	origin: string;
	/** The log's first key, and whose later sizes are. It grows where a rotation is proven. */
	key: NoteKey;
	founding: StatementOf<'archive.founded'>;
}

/**
 * Opens entry 0 under a pin and the rotations of the log's key that the server proves; `known`: what was proven before. With the final
 * checkpoints of those that are new. Throws `forked` when the server shows another archive than the pinned one, `bad-proof` for a
 * rotation that is not proven.
 */
export function openArchive(
	pin: Pin,
	shown: { founding: EntryText | null; links: readonly KeyLink[] },
	known?: KeySpans,
): { archive: Archive; finals: Checkpoint[] } {
	const { founding: entry, links } = shown;
	if (entry === null || toHex(platform.sha256(utf8(entry.statement))) !== pin.founding) throw another();
	const founding = parseStatement(utf8(entry.statement));
	if (founding.type !== 'archive.founded' || entry.receipt.index !== 0)
		throw new CustosError('bad-proof', 'entry 0 is not a founding');
	const key = known?.first === founding.log ? keyOfSpans(known) : parseKey(founding.log);
	const finals = takeLinks(key, founding, links);
	if (fromKey(key, pin.log) === undefined) throw another();
	openEntry(entry, key);
	return { archive: { server: pin.server, origin: key.name, key, founding }, finals };
}

function another(): CustosError {
	return new CustosError(
		'forked',
		'this server shows another archive than the one you joined: stop, and ask a steward by another way',
	);
}
