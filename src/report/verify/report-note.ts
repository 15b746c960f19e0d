import { fromHex, utf8 } from '../../domain/bytes.ts';
import { formatKey, type NoteKey, parseKey, signNote } from '../../domain/ledger/note.ts';

/** SHA-256, hex, of the three files a report stands on. */
export interface ReportHashes {
	json: string;
	pdf: string;
	manifest: string;
}

/** The text of `report.note`. */
export function reportNoteText(reportId: string, hashes: ReportHashes): string {
	return [
		`custos report ${reportId}`,
		`${hashes.json}  data/report.json`,
		`${hashes.pdf}  data/report.pdf`,
		`${hashes.manifest}  manifest-sha256.txt`,
		'',
	].join('\n');
}

/** The name under which a person signs notes: no name, only the beginning of their key. */
export function personNoteName(key: string): string {
	return `custos-person/${key.slice(0, 16)}`;
}

/** The verifier key of a person's notes. */
export function personNoteKey(key: string): NoteKey {
	return parseKey(formatKey(personNoteName(key), fromHex(key)));
}

/** `report.note`, signed with the issuer's Ed25519 seed. `key`: the issuer's public key, hex. */
export function signReportNote(reportId: string, hashes: ReportHashes, key: string, seed: Uint8Array): string {
	return signNote(reportNoteText(reportId, hashes), personNoteName(key), seed);
}

/** A short fingerprint of a log key, to be compared by voice or on paper: SHA-256 of the vkey text in groups of four. */
export function fingerprint(vkey: string, sha256: (data: Uint8Array) => Uint8Array): string {
	const hex = [...sha256(utf8(vkey))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return (hex.slice(0, 32).match(/.{4}/g) ?? []).join(' ');
}
