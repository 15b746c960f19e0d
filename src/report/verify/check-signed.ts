import { text, toHex } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { openNote } from '../../domain/ledger/note.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import { checkContinues } from './check-one-log.ts';
import { type Evidence, type EvidenceEntry, isAccepted } from './evidence.ts';
import { hashFile } from './hash-file.ts';
import { readEntry } from './read-evidence.ts';
import type { CustodyReport } from './report-model.ts';
import { personNoteKey, type ReportHashes, reportNoteText } from './report-note.ts';
import type { Roster } from './roster.ts';

/** The start of the tag files' names that hold the entry. */
export const SIGNED = 'report.signed';

const FILES = { json: 'report.json', pdf: 'report.pdf', manifest: 'the manifest' } as const;

/** The three hashes as the bag's own files have them. */
export async function reportHashes(bag: BagReader): Promise<ReportHashes> {
	const hash = async (path: string): Promise<string> => toHex(await hashFile(bag, path));
	return {
		json: await hash('data/report.json'),
		pdf: await hash('data/report.pdf'),
		manifest: await hash('manifest-sha256.txt'),
	};
}

/** The issuer put the hashes of report.json, report.pdf and manifest into the log, after everything the report is about. */
export async function checkSigned(
	bag: BagReader,
	evidence: Evidence,
	report: CustodyReport,
	roster: Roster,
): Promise<EvidenceEntry> {
	const entry = await readEntry(bag, SIGNED, undefined, evidence.key);
	if (!isAccepted(entry, 'report.signed'))
		throw new CustosError('bad-proof', 'the entry beside the report is not the acceptance of its signature');
	const s = entry.statement;
	if (s.report !== report.report.id || s.case !== report.case.id)
		throw new CustosError('bad-proof', 'the report was signed under another id or case');
	if (entry.skeleton.subject.kind !== 'case' || entry.skeleton.subject.id !== s.case)
		throw new CustosError('bad-proof', 'the signature is filed under another case');
	if (s.actor !== report.report.issuer.key)
		throw new CustosError('bad-proof', 'the report was signed by somebody else than its issuer');
	if (roster.roleAt(s.actor, entry.index) !== 'lead')
		throw new CustosError('bad-proof', 'the report was signed by somebody who did not lead the case');
	const last = evidence.entries.at(-1)?.index ?? 0;
	if (entry.index <= last) throw new CustosError('bad-proof', 'the report was signed before the events it tells of');
	const files = await reportHashes(bag);
	for (const name of ['json', 'pdf', 'manifest'] as const) {
		if (s[name] !== files[name])
			throw new CustosError('hash-mismatch', `${FILES[name]} is not the one that was signed`);
	}
	checkContinues(evidence, entry, text(await readSmall(bag, `${SIGNED}.consistency`, 10_000)));
	return entry;
}

/** `report.note`: the same three hashes under the issuer's own key, checkable without the log. */
export async function checkNote(bag: BagReader, report: CustodyReport): Promise<void> {
	const body = openNote(text(await readSmall(bag, 'report.note', 10_000)), personNoteKey(report.report.issuer.key));
	if (body !== reportNoteText(report.report.id, await reportHashes(bag)))
		throw new CustosError('hash-mismatch', 'report.note is about other files');
}
