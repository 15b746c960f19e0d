import { z } from 'zod';
import { platform } from '#platform';
import { toHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { Hex32 } from '../domain/ids.ts';
import { type NoteKey, parseKey } from '../domain/ledger/note.ts';
import { type EntryText, openEntry } from '../domain/ledger/receipt.ts';
import type { StatementOf } from '../domain/ledger/statement.ts';

/** What a person trusts an archive by: its log key and the hash of entry 0, from the founding or from an invite. */
export const Pin = z.strictObject({ server: z.url(), log: z.string(), founding: Hex32 });
export type Pin = z.infer<typeof Pin>;

/** The archive as its pinned entry 0 names it. */
export interface Archive {
	server: string;
	origin: string;
	key: NoteKey;
	founding: StatementOf<'archive.founded'>;
}

/** Opens entry 0 under a pin. Throws `forked` when the server shows another archive than the pinned one. */
export function openArchive(pin: Pin, entry: EntryText | null): Archive {
	const key = parseKey(pin.log);
	if (entry === null || toHex(platform.sha256(utf8(entry.statement))) !== pin.founding) {
		throw new CustosError(
			'forked',
			'this server shows another archive than the one you joined: stop, and ask a steward by another way',
		);
	}
	const { statement, index } = openEntry(entry, key);
	if (statement.type !== 'archive.founded' || index !== 0 || statement.log !== pin.log)
		throw new CustosError('bad-proof', 'entry 0 is not a founding');
	return { server: pin.server, origin: key.name, key, founding: statement };
}
