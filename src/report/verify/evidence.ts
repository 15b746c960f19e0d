import { fromHex, toHex } from '../../domain/bytes.ts';
import type { Checkpoint } from '../../domain/ledger/checkpoint.ts';
import type { Detail } from '../../domain/ledger/detail.ts';
import type { EventNumber } from '../../domain/ledger/event-numbers.ts';
import { buildLeaf, type Skeleton } from '../../domain/ledger/leaf.ts';
import { leafHash } from '../../domain/ledger/merkle.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { Statement } from '../../domain/ledger/statement.ts';
import type { Cosigned } from './cosigned.ts';
import type { Stamped } from './stamped.ts';

/** An entry that passed every check of its own, with what of its detail is disclosed. */
export interface EvidenceEntry {
	readonly index: number;
	readonly statement: Statement;
	readonly skeleton: Skeleton;
	/** RFC 6962 hash of the leaf, hex. */
	readonly leaf: string;
	/** The checkpoint its inclusion was proven under. */
	readonly checkpoint: Checkpoint;
	readonly detail: Pick<Detail, 'fields'> | undefined;
	/** Fields of a detail shown in part that are hidden. */
	readonly hidden: number;
}

/** What remains of an entry that was about an expunged item: not what it said. */
export type GoneEntry = Pick<EvidenceEntry, 'index' | 'skeleton' | 'leaf' | 'checkpoint'>;

/** All that a report is derived from, in the order of the log. */
export interface Evidence {
	/** The log's first key as a note key, and its later ones: its name is the log's origin. */
	readonly key: NoteKey;
	/** The key that signed `checkpoint`. */
	readonly vkey: string;
	/** The final checkpoints of the log's earlier keys. */
	readonly finals?: readonly Checkpoint[] | undefined;
	/** The archive's events by which these keys ended. */
	readonly numbers?: readonly EventNumber[] | undefined;
	readonly checkpoint: Checkpoint;
	readonly entries: readonly EvidenceEntry[];
	/** Of expunged items, in the order of the log. */
	readonly gone?: readonly GoneEntry[] | undefined;
	/** What witnesses have cosigned of this log, if they have. */
	readonly cosigned?: Cosigned | undefined;
	/** What time authorities said of its checkpoints. */
	readonly stamps?: readonly Stamped[] | undefined;
}

/** An opened entry as evidence. */
export function evidenceEntry(
	entry: Entry,
	detail: (Pick<Detail, 'fields'> & { hidden?: number }) | undefined,
): EvidenceEntry {
	const { index, statement, skeleton, checkpoint } = entry;
	const hidden = detail?.hidden ?? 0;
	return { index, statement, skeleton, checkpoint, detail, hidden, leaf: toHex(leafHash(leafOf(entry))) };
}

/** The 65 bytes of an opened entry's leaf. */
export function leafOf(entry: Entry): Uint8Array {
	return buildLeaf({
		skeleton: entry.receipt.skeleton,
		skeletonSalt: fromHex(entry.receipt.salts[0]),
		statement: entry.signed.bytes,
		signature: entry.signed.signature,
		statementSalt: fromHex(entry.receipt.salts[1]),
	});
}

/** The events of one subject, in order. */
export function historyOf(evidence: Evidence, kind: Skeleton['subject']['kind'], id: string): EvidenceEntry[] {
	return evidence.entries.filter(({ skeleton }) => skeleton.subject.kind === kind && skeleton.subject.id === id);
}

/** The accepted entry that took an item in. */
export function receivedOf(
	evidence: Evidence,
	item: string,
): (EvidenceEntry & { statement: { type: 'item.received' } }) | undefined {
	for (const entry of historyOf(evidence, 'item', item)) {
		if (isAccepted(entry, 'item.received')) return entry;
	}
	return undefined;
}

/** True if this is an accepted entry of this type. */
export function isAccepted<T extends Statement['type']>(
	entry: EvidenceEntry,
	type: T,
): entry is EvidenceEntry & { statement: Extract<Statement, { type: T }> } {
	return entry.statement.type === type && entry.skeleton.result === 'accepted';
}

/** True where the entry has a detail and something of it is not in the bag. */
export function mayHide({ statement, detail, hidden }: EvidenceEntry): boolean {
	return statement.detail !== undefined && (detail === undefined || hidden > 0);
}
