import { isCustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { itemEntries } from '../open-item.ts';
import { type IntakeRecord, unwrittenRecord } from './intake-record.ts';
import type { PutOptions } from './put-options.ts';
import { recordOfItem } from './told-record.ts';

/**
 * What is said of a delivery that has no record of its own: what the one before it said, which brought `item`, as the ledger
 * has it; else that nothing is known.
 */
export async function earlierRecord(options: PutOptions, item: Id | undefined): Promise<IntakeRecord> {
	const before = item === undefined ? undefined : await recordOf(options, item);
	options.watch.noRecord?.(before === undefined ? 'none' : 'earlier');
	return before ?? unwrittenRecord();
}

/** What the ledger says of the delivery that brought this item; undefined where it does not open, or is gone. */
export async function recordOf({ connection, open }: PutOptions, item: Id): Promise<IntakeRecord | undefined> {
	try {
		return recordOfItem(open, await itemEntries(connection, item));
	} catch (error) {
		if (isCustosError(error, 'expunged')) return undefined;
		throw error;
	}
}
