import { isCustosError } from '../../domain/errors.ts';
import type { BatchEntry } from '../../domain/ledger/batch.ts';
import type { Detail } from '../../domain/ledger/detail.ts';
import type { CaseKeys } from '../case-keys.ts';
import { openDetail } from '../cases.ts';

/**
 * The sealed detail of an entry, or undefined where it has none or none that opens: one member who sealed rubbish, to
 * the wrong key or to another root than they signed, takes nobody's view of the rest of the case.
 */
export function readDetail(open: CaseKeys, entry: BatchEntry): Detail | undefined {
	if (entry.statement.detail === undefined || entry.sealed === undefined) return undefined;
	try {
		return openDetail(open, entry);
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return undefined;
	}
}
