import { z } from 'zod';
import { equal } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { Count } from '../../domain/ids.ts';
import { answers } from '../../domain/wire.ts';
import { type OpenCase, openDetail } from '../cases.ts';
import type { Connection } from '../connection.ts';
import type { Submitted } from '../submit.ts';

const Listed = z.array(z.record(z.string(), z.string()));

/** What the ledger says of a delivery's end: the sealed detail of `intake.closed`. Lists may be shorter than the counts. */
export const StatedCompleteness = z.object({
	items: Count,
	bytes: Count,
	kept: Count,
	keptBefore: Count,
	failed: Count,
	skipped: Count,
	/** Files that were left where they are. */
	unasked: Count.default(0),
	same: Count,
	changed: Count,
	listed: Listed,
	listedSkipped: Listed,
	listedSame: Listed,
	listedChanged: Listed,
});
export type StatedCompleteness = z.infer<typeof StatedCompleteness>;

/**
 * Reads a completeness statement back as anyone in the case will read it: the entry from the case's history, its proof,
 * and the sealed lists, which the receipt alone does not show to be there. Throws `bad-proof`, `damaged`, `not-found`.
 */
export async function readCompleteness(
	connection: Connection,
	open: OpenCase,
	closed: Submitted,
): Promise<StatedCompleteness> {
	const after = closed.skeleton.subject.n - 1;
	const { entries } = await connection.ask(answers.entries, `/v1/cases/${open.id}/history?after=${after}`);
	const [entry] = await connection.open(entries.slice(0, 1));
	if (entry?.index !== closed.index || !equal(entry.signed.bytes, closed.signed.bytes))
		throw new CustosError('bad-proof', 'the archive shows another entry than the completeness statement');
	return StatedCompleteness.parse(openDetail(open, entry).fields);
}
