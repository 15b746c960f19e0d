import type { Connection } from '../../client/connection.ts';
import { type Witnessing, witnessing } from '../../client/witnesses.ts';
import { formatNote, parseNote } from '../../domain/ledger/note.ts';
import type { ReportInput } from '../report-input.ts';

/** Witnesses answer within a second or two; a report is not kept waiting for those who are away. Milliseconds. */
const PATIENCE_MS = 5000;
const AGAIN_MS = 250;

export interface WitnessedBy {
	witnesses: NonNullable<ReportInput['log']['witnesses']>;
	/** Entries under the cosigned checkpoint. */
	size: number | undefined;
	/** The cosigned checkpoint as the log alone signed it, where it is at least as new as `size` entries. */
	newer: string | undefined;
}

/** Who witnessed a log of at least `size` entries; undefined where the archive asks nobody. `waits` a few seconds for them. */
export async function witnessedBy(
	connection: Connection,
	size: number,
	waits: boolean,
): Promise<WitnessedBy | undefined> {
	let found = await witnessing(connection);
	for (let left = waits ? PATIENCE_MS : 0; left > 0 && isComing(found, size); left -= AGAIN_MS) {
		await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
		found = await witnessing(connection);
	}
	if (found === undefined) return undefined;
	const { told, cosigned } = found;
	const newer = cosigned !== undefined && cosigned.size >= size ? bare(cosigned.note, connection) : undefined;
	return { witnesses: { policy: told.policy, cosigned: cosigned?.note ?? null }, size: cosigned?.size, newer };
}

function isComing(found: Witnessing | undefined, size: number): boolean {
	return found !== undefined && (found.cosigned?.size ?? 0) < size;
}

function bare(note: string, { archive }: Connection): string {
	const { text, signatures } = parseNote(note);
	return formatNote({ text, signatures: signatures.filter((one) => one.name === archive.key.name) });
}
