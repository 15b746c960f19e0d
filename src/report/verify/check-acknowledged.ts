import { platform } from '#platform';
import { CustosError } from '../../domain/errors.ts';
import { type Acknowledged, openAcknowledgement } from '../../domain/ledger/acknowledgement.ts';
import type { BagReader } from './bag-reader.ts';
import { reportHashes } from './check-signed.ts';
import { type Evidence, isAccepted } from './evidence.ts';
import type { CustodyReport } from './report-model.ts';
import { fingerprint, type ReportHashes } from './report-note.ts';
import { pseudonym } from './roster.ts';

/** Whom a recipient's note is by, as far as can be said before it is checked: their key, or nothing. */
export function acknowledgedBy(note: string): string | null {
	try {
		return pseudonym(openAcknowledgement(note).key);
	} catch {
		return null;
	}
}

/**
 * A recipient's note: signed by the key it names, on this log, about this bag or an earlier report of the case whose `report.signed` is in
 * it, under its very hashes. Whose key it is nobody vouches for. Throws `bad-proof`.
 */
export async function checkAcknowledged(
	bag: BagReader,
	note: string,
	evidence: Evidence,
	{ report }: CustodyReport,
): Promise<Acknowledged & { key: string }> {
	const said = openAcknowledgement(note);
	const print = fingerprint(evidence.vkey, (data) => platform.sha256(data)).replaceAll(' ', '');
	if (said.log !== print) throw new CustosError('bad-proof', 'the acknowledgement is of a report from another log');
	const hashes = said.report === report.id ? await reportHashes(bag) : earlier(evidence, said.report);
	if (hashes === undefined)
		throw new CustosError(
			'bad-proof',
			'the acknowledgement is of a report that is neither this one nor signed in its case before',
		);
	if (said.json !== hashes.json || said.pdf !== hashes.pdf || said.manifest !== hashes.manifest)
		throw new CustosError('bad-proof', 'the acknowledgement is of other files than the report has');
	return said;
}

/** As the log has it: the hashes of a report that was signed before this one was begun. */
function earlier({ entries }: Evidence, id: string): ReportHashes | undefined {
	for (const entry of entries)
		if (isAccepted(entry, 'report.signed') && entry.statement.report === id) return entry.statement;
	return undefined;
}
