import { type Checkpoint, parseCheckpoint } from '../../domain/ledger/checkpoint.ts';
import type { KeyLink } from '../../domain/ledger/key-links.ts';
import { parseNote } from '../../domain/ledger/note.ts';
import { parseProof } from '../../domain/ledger/proof.ts';

/** The last checkpoint that a key of the log signed, and its note. */
export interface Final extends Pick<Checkpoint, 'size' | 'root'> {
	note: string;
}

/**
 * Of a log's links those that end a key within the checkpoint in `note`, with the final checkpoints they are under. Nothing is verified here.
 * Throws `bad-proof` for what cannot be read.
 */
export function linksWithin(note: string, links: readonly KeyLink[]): { links: KeyLink[]; finals: Final[] } {
	const { size } = parseCheckpoint(parseNote(note).text);
	const all = links.map((link) => ({ link, final: finalOf(link) })).filter(({ final }) => final.size <= size);
	return { links: all.map(({ link }) => link), finals: all.map(({ final }) => final) };
}

function finalOf({ closing }: KeyLink): Final {
	const { checkpoint: note } = parseProof(closing.receipt.proof);
	const { size, root } = parseCheckpoint(parseNote(note).text);
	return { size, root, note };
}
