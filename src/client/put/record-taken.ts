import { canonical } from '../../domain/canonical.ts';
import type { Id } from '../../domain/ids.ts';
import { recordOf } from './earlier-record.ts';
import type { PutOptions } from './put-options.ts';

/**
 * True if the delivery that brought `item` says what the given record says, by the ledger: a put that is repeated, or goes
 * on, is given the same one again. What the ledger says of a delivery is never changed.
 */
export async function saysTheSame(options: PutOptions, item: Id | undefined): Promise<boolean> {
	if (options.record === undefined || item === undefined) return false;
	const said = await recordOf(options, item);
	return said !== undefined && canonical(said) === canonical(options.record);
}
