import { type Gone, isStray } from '../../src/app/gone.ts';
import { type Bytes, equal, toHex, utf8 } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { buildLeaf, joinLeaf, parseSkeleton, type Skeleton } from '../../src/domain/ledger/leaf.ts';
import { parseStatement, type Statement, verifyStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { MAX_AGE_MS, MAX_AHEAD_MS } from '../notary/admit.ts';
import { bytes, type Fields, int, string } from './copy-rows.ts';

/** The columns `checkEntry` wants, in its order. A left join, so that an entry without a body is seen. */
export const entryColumns = `e.idx, e.leaf, e.skeleton, e.skeleton_salt, e.subject, e.n,
	b.actor, b.statement_id, b.statement, b.signature, b.statement_salt, b.sealed`;

export interface CheckedEntry {
	leaf: Uint8Array;
	statement: Statement;
	/** The texts as they are stored; valid as long as the row is. */
	statementText: Uint8Array;
	skeleton: Skeleton;
	skeletonText: Uint8Array;
}

/**
 * What is left of an entry whose statement is gone with its item: the first half of the leaf opens to the skeleton, and the
 * columns repeat it. Undefined where the statement is there. Throws CustosError with the reason.
 */
export function checkGone(
	row: Fields,
	gone: Gone,
): Pick<CheckedEntry, 'leaf' | 'skeleton' | 'skeletonText'> | undefined {
	if (row[8]) return undefined;
	const [leaf, source] = [bytes(row[1]), string(row[2])];
	const half = platform.sha256(bytes(row[3]), utf8(source));
	if (!equal(joinLeaf(half, leaf.subarray(33)), leaf))
		throw new CustosError('damaged', 'the leaf does not open to what this entry says');
	const skeleton = parseSkeleton(source);
	if (!gone.lacks(skeleton)) throw new CustosError('damaged', 'the statement of this entry is missing');
	if (string(row[4]) !== skeleton.subject.id || int(row[5]) !== skeleton.subject.n)
		throw new CustosError('damaged', 'the columns of this entry say something else than what was signed');
	return { leaf, skeleton, skeletonText: bytes(row[2]) };
}

/**
 * What one entry's rows must say by themselves: the leaf opens to them, the statement is well formed, by its actor, of
 * this log and fresh when it came, its sealed detail is the one it commits to, the columns repeat what was signed.
 * Throws CustosError with the reason.
 */
export function checkEntry(row: Fields, log: { origin: string; signatures: boolean; gone: Gone }): CheckedEntry {
	if (!row[8]) throw new CustosError('damaged', 'the statement of this entry is missing');
	const leaf = bytes(row[1]);
	const [skeletonText, signed] = [
		string(row[2]),
		{ bytes: row[8] as unknown as Bytes, signature: bytes(row[9]) as Bytes },
	];
	const again = buildLeaf({
		skeleton: skeletonText,
		skeletonSalt: bytes(row[3]),
		statement: signed.bytes,
		signature: signed.signature,
		statementSalt: bytes(row[10]),
	});
	if (!equal(again, leaf)) throw new CustosError('damaged', 'the leaf does not open to what this entry says');
	const skeleton = parseSkeleton(skeletonText);
	const statement = parseStatement(signed.bytes);
	if (statement.origin !== log.origin) throw new CustosError('damaged', 'this entry is of another log');
	if (skeleton.type !== statement.type)
		throw new CustosError('damaged', 'this entry is filed under another type than was signed');
	checkColumns(row, skeleton, statement);
	const mayLack = log.gone.covers(skeleton) || isStray(skeleton, statement);
	if (row[11] || !mayLack) checkSealed(row[11] ?? null, statement);
	checkTime(skeleton, statement);
	if (log.signatures && !verifyStatement(signed, statement.actor))
		throw new CustosError('damaged', 'the signature is not by the actor the statement names');
	return { leaf, statement, statementText: row[8], skeleton, skeletonText: bytes(row[2]) };
}

function checkColumns(row: Fields, { subject }: Skeleton, statement: Statement): void {
	const same =
		string(row[4]) === subject.id &&
		int(row[5]) === subject.n &&
		string(row[6]) === statement.actor &&
		string(row[7]) === statement.id;
	if (!same) throw new CustosError('damaged', 'the columns of this entry say something else than what was signed');
}

function checkSealed(sealed: Buffer | null, { detail }: Statement): void {
	if (detail === undefined ? sealed !== null : sealed === null || toHex(platform.sha256(sealed)) !== detail.sealed) {
		throw new CustosError('damaged', 'the sealed detail is not the one the statement commits to');
	}
}

function checkTime(skeleton: Skeleton, statement: Statement): void {
	const age = Date.parse(skeleton.time) - Date.parse(statement.time);
	if (!(age <= MAX_AGE_MS && age >= -MAX_AHEAD_MS))
		throw new CustosError('damaged', 'the notary took this statement in when it was not fresh');
}
