import type { Kysely } from 'kysely';
import { closingsInLedger, foundingOf, linkAt } from '../../src/app/key-links.ts';
import type { Database } from '../../src/db/tables.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { takeLinks } from '../../src/domain/ledger/key-links.ts';
import { fromKey } from '../../src/domain/ledger/log-keys.ts';
import { type NoteKey, parseKey } from '../../src/domain/ledger/note.ts';
import type { Difference } from './difference.ts';

/** The log's first key and those that came after it, as far as the ledger proves it; `broken`: the first rotation it does not prove. */
export interface LogChain {
	key: NoteKey;
	broken?: Difference;
}

/**
 * Follows the rotations of the log's key in its own ledger. `logKey`: any one of its keys, from elsewhere; where the ledger is of
 * another log, that one alone. Throws `bad-key` for a malformed one.
 */
export async function logChain(db: Kysely<Database>, logKey: string): Promise<LogChain> {
	const trusted = parseKey(logKey);
	const founding = await foundingOf(db).catch((error: unknown) => {
		// What is wrong with entry 0 is said where entries are read.
		if (isCustosError(error)) return undefined;
		throw error;
	});
	if (founding === undefined) return { key: trusted };
	const key = parseKey(founding.log);
	const links = [];
	for (const index of await closingsInLedger(db)) {
		try {
			const link = await linkAt(db, index);
			// Closed at this very moment, and not signed yet.
			if (link === undefined) break;
			links.push(link);
			takeLinks(key, founding, links);
		} catch (error) {
			if (!isCustosError(error)) throw error;
			const what = `the rotation of the log’s key is not proven: ${error.message}`;
			return {
				...(fromKey(key, logKey) === undefined ? { key: trusted } : { key }),
				broken: { index, table: 'ledger.entries', what },
			};
		}
	}
	return { key: fromKey(key, logKey) === undefined ? trusted : key };
}
