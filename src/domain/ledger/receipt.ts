import { z } from 'zod';
import { fromBase64, fromHex, text, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';
import { Base64, Count, Hex32 } from '../ids.ts';
import type { Checkpoint } from './checkpoint.ts';
import { buildLeaf, parseSkeleton, type Skeleton } from './leaf.ts';
import type { NoteKey } from './note.ts';
import { verifyProof } from './proof.ts';
import {
	parseStatement,
	type SignedStatement,
	type Statement,
	type StatementType,
	verifyStatement,
	verifyStatementAsync,
} from './statement.ts';

/** Proof, in anyone's hand, that a statement is in the ledger and what the notary said of it. */
export const Receipt = z.strictObject({
	index: Count,
	skeleton: z.string().max(1000),
	/** 32 bytes each, hex: the salts of the skeleton and of the statement. */
	salts: z.tuple([Hex32, Hex32]),
	/** C2SP tlog-proof text. */
	proof: z.string().max(8000),
	/** The key share released by an accepted opening, boxed to the actor. */
	share: Base64(2000).optional(),
});
export type Receipt = z.infer<typeof Receipt>;

/** A whole entry as it travels: the statement, its signature, the receipt, and sealed bytes where the reader may have them. */
export const EntryText = z.strictObject({
	statement: z.string().max(20_000),
	signature: Base64(100),
	sealed: Base64(400_000).optional(),
	receipt: Receipt,
});
export type EntryText = z.infer<typeof EntryText>;

/** An entry after every check. */
export interface Entry {
	index: number;
	statement: Statement;
	signed: SignedStatement;
	skeleton: Skeleton;
	receipt: Receipt;
	checkpoint: Checkpoint;
	sealed: Uint8Array | undefined;
}

/** Checks a receipt for a statement of this type against the pinned log key. Throws `bad-proof`. */
export function verifyReceipt(
	signed: SignedStatement,
	type: StatementType,
	receipt: Receipt,
	key: NoteKey,
): { skeleton: Skeleton; checkpoint: Checkpoint } {
	const leaf = buildLeaf({
		skeleton: receipt.skeleton,
		skeletonSalt: fromHex(receipt.salts[0]),
		statement: signed.bytes,
		signature: signed.signature,
		statementSalt: fromHex(receipt.salts[1]),
	});
	const shown = verifyProof(receipt.proof, leaf, key);
	if (shown.index !== receipt.index)
		throw new CustosError('bad-proof', 'the receipt names one index and proves another');
	const skeleton = parseSkeleton(receipt.skeleton);
	if (skeleton.type !== type) throw new CustosError('bad-proof', 'the receipt is of another type of entry');
	return { skeleton, checkpoint: shown.checkpoint };
}

/** Parses an entry and checks its signature, its leaf and its place in the log. Throws `bad-proof`, `bad-request`. */
export function openEntry(entry: EntryText, key: NoteKey): Entry {
	const { signed, statement } = signedOf(entry, key);
	if (!verifyStatement(signed, statement.actor)) throw notByActor(entry);
	return placedEntry(entry, signed, statement, key);
}

/** The same, with the signature checked off the calling thread where the platform can. */
export async function openEntryAsync(entry: EntryText, key: NoteKey): Promise<Entry> {
	const { signed, statement } = signedOf(entry, key);
	if (!(await verifyStatementAsync(signed, statement.actor))) throw notByActor(entry);
	return placedEntry(entry, signed, statement, key);
}

function notByActor({ receipt }: EntryText): CustosError {
	return new CustosError('bad-proof', `the signature of entry ${receipt.index} is not by its actor`);
}

function signedOf(entry: EntryText, key: NoteKey): { signed: SignedStatement; statement: Statement } {
	const signed: SignedStatement = { bytes: utf8(entry.statement), signature: fromBase64(entry.signature) };
	const statement = parseStatement(signed.bytes);
	if (statement.origin !== key.name) throw new CustosError('bad-proof', 'this entry is of another log');
	return { signed, statement };
}

/** The leaf and its place, of an entry whose signature holds. */
function placedEntry(entry: EntryText, signed: SignedStatement, statement: Statement, key: NoteKey): Entry {
	const { skeleton, checkpoint } = verifyReceipt(signed, statement.type, entry.receipt, key);
	const sealed = entry.sealed === undefined ? undefined : fromBase64(entry.sealed);
	return { index: entry.receipt.index, statement, signed, skeleton, receipt: entry.receipt, checkpoint, sealed };
}

/** The entry's statement as text, for sending. */
export function statementText(signed: SignedStatement): string {
	return text(signed.bytes);
}
