import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { entriesOfStatements, type StoredEntry } from '../../src/db/log-store.ts';
import type { Database } from '../../src/db/tables.ts';
import { type Bytes, equal, fromHex, toHex } from '../../src/domain/bytes.ts';
import { CustosError, type ErrorCode, isCustosError } from '../../src/domain/errors.ts';
import {
	parseStatement,
	type SignedStatement,
	type Statement,
	signedBytes,
} from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { NotaryKeys } from './keys.ts';
import { openNotarySecret } from './release.ts';
import type { Signatures } from './signatures.ts';

/** Older than this at the notary, by the signer's clock: `stale`, no entry. */
export const MAX_AGE_MS = 10 * 60_000;
/** Further ahead than this: `clock-skew`, no entry. */
export const MAX_AHEAD_MS = 2 * 60_000;

export interface Pending {
	seq: number;
	actor: string;
	statement_id: string;
	statement: Uint8Array;
	signature: Uint8Array;
	sealed: Uint8Array | null;
	prefix: Uint8Array | null;
	founding: string | null;
	/** False if no entry had this id when it was read from the table; then only a batch that was in hand can have brought one. */
	known: boolean;
}

/** What the notary makes of one pending statement before policy is asked. */
export type Admission =
	| { kind: 'fresh'; pending: Pending; statement: Statement; signed: SignedStatement }
	| { kind: 'known'; pending: Pending; entry: StoredEntry }
	| { kind: 'refused'; pending: Pending; code: ErrorCode; message: string };

/** Roots of the log at the sizes it was signed at: what a statement's `seen` is held against. */
export interface SignedRoots {
	at(size: number): Promise<string | undefined>;
}

/** A pending statement that its actor signed, or why it is none. */
export type Verified =
	| { pending: Pending; statement: Statement; signed: SignedStatement }
	| Extract<Admission, { kind: 'refused' }>;

type Parsed = Exclude<Verified, { kind: 'refused' }>;

/** Parses a batch and checks its signatures off this thread. Nothing here trusts what the API checked. */
export async function verify(batch: readonly Pending[], signatures: Signatures): Promise<Verified[]> {
	const read = await Promise.all(batch.map((pending) => refusing(pending, async () => parse(pending))));
	const parsed = read.filter((one): one is Parsed => !('kind' in one));
	const valid = await signatures.check(
		parsed.map(({ statement, signed }) => ({
			key: fromHex(statement.actor),
			message: signedBytes(signed.bytes),
			signature: signed.signature,
		})),
	);
	const forged = new Set<Verified>(parsed.filter((_, i) => valid[i] !== true));
	return read.map((one): Verified => {
		if (!forged.has(one)) return one;
		const message = 'the signature is not by the actor the statement names';
		return { kind: 'refused', pending: one.pending, code: 'unauthenticated', message };
	});
}

function parse(pending: Pending): Verified {
	const statement = parseStatement(pending.statement);
	if (statement.actor !== pending.actor || statement.id !== pending.statement_id)
		throw new CustosError('bad-request', 'the statement is filed under another actor or id');
	const signed = { bytes: pending.statement as Bytes, signature: pending.signature as Bytes };
	return { pending, statement, signed };
}

/**
 * Sorts verified statements: known ones, fresh ones, and those that may not become entries. `before`: the ids of the batch
 * that was in hand while this one was read.
 */
export async function admit(
	db: Kysely<Database>,
	batch: readonly Verified[],
	context: { keys: NotaryKeys; roots: SignedRoots; now: number; empty: boolean; before: ReadonlySet<string> },
): Promise<Admission[]> {
	const earlier = await known(
		db,
		batch.map(({ pending }) => pending).filter((one) => one.known || context.before.has(one.statement_id)),
	);
	const left = await leftPrefixes(db, batch);
	const checks = batch.map((one): Promise<Admission> | Admission => {
		if ('kind' in one) return one;
		return refusing(one.pending, async (): Promise<Admission> => {
			const { pending, statement, signed } = one;
			const entry = earlier.get(nameOf(pending));
			if (entry !== undefined) {
				if (!equal(entry.statement, pending.statement))
					throw new CustosError('conflict', 'this statement id was used for another statement');
				return { kind: 'known', pending, entry };
			}
			if (prefixIds(statement).some((id) => left.has(id)))
				throw new CustosError('conflict', 'this id was that of something expunged, which is just being destroyed');
			await checkFresh(statement, pending, context);
			return { kind: 'fresh', pending, statement, signed };
		});
	});
	return withoutTwins(await Promise.all(checks));
}

/** What is wrong with a statement is its sender's answer; anything else is a defect. */
async function refusing<T>(
	pending: Pending,
	check: () => Promise<T>,
): Promise<T | Extract<Admission, { kind: 'refused' }>> {
	try {
		return await check();
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return { kind: 'refused', pending, code: error.code, message: error.message };
	}
}

/** By which its answer is found: several may share it, and then hear the same. */
export function nameOf(pending: Pending): string {
	return `${pending.statement_id}/${pending.actor}`;
}

/** The first of several that share an id counts; only valid ones are asked, or a forged copy could stand in a true one's way. */
function withoutTwins(admissions: readonly Admission[]): Admission[] {
	const taken = new Set<string>();
	return admissions.map((one) => {
		if (one.kind !== 'fresh') return one;
		const name = nameOf(one.pending);
		if (taken.has(name)) {
			return {
				kind: 'refused',
				pending: one.pending,
				code: 'conflict',
				message: 'this statement id came twice at once',
			};
		}
		taken.add(name);
		return one;
	});
}

async function known(db: Kysely<Database>, batch: readonly Pending[]): Promise<Map<string, StoredEntry>> {
	if (batch.length === 0) return new Map();
	const rows = await entriesOfStatements(db, [...new Set(batch.map((one) => one.statement_id))]);
	return new Map(rows.map((row) => [`${row.statement_id}/${row.actor}`, row]));
}

/** Under which id a statement's prefix will lie. */
function prefixIds(s: Statement): string[] {
	return s.type === 'item.received' ? [s.item] : s.type === 'derivative.made' ? [s.derivative] : [];
}

/** Those of these ids under which an expunged item still has a prefix. */
async function leftPrefixes(db: Kysely<Database>, batch: readonly Verified[]): Promise<Set<string>> {
	const ids = batch.flatMap((one) => ('kind' in one ? [] : prefixIds(one.statement)));
	if (ids.length === 0) return new Set();
	const { rows } = await sql<{ id: string }>`select p.id from expunged x join ledger.prefixes p on p.item = x.item
		where p.id = any(${ids}::text[])`.execute(db);
	return new Set(rows.map(({ id }) => id));
}

async function checkFresh(
	statement: Statement,
	pending: Pending,
	{ keys, roots, now, empty }: { keys: NotaryKeys; roots: SignedRoots; now: number; empty: boolean },
): Promise<void> {
	if (statement.origin !== keys.origin)
		throw new CustosError('bad-request', 'this statement is meant for another archive');
	const age = now - Date.parse(statement.time);
	if (!(age <= MAX_AGE_MS))
		throw new CustosError('stale', 'this statement was signed more than ten minutes ago: sign it again');
	if (age < -MAX_AHEAD_MS)
		throw new CustosError('clock-skew', 'the signer’s clock is ahead of the notary’s: set it right and sign again');
	if (statement.detail !== undefined) {
		if (pending.sealed === null || toHex(platform.sha256(pending.sealed)) !== statement.detail.sealed) {
			throw new CustosError('hash-mismatch', 'the sealed detail is not the one the statement commits to');
		}
	} else if (pending.sealed !== null)
		throw new CustosError('bad-request', 'a sealed detail came that the statement does not name');
	const wantsPrefix = statement.type === 'item.received' || statement.type === 'derivative.made';
	if (wantsPrefix !== (pending.prefix !== null))
		throw new CustosError('bad-request', 'a prefix belongs to a sealed body, and only there');
	if (wantsPrefix && pending.prefix !== null && toHex(platform.sha256(pending.prefix)) !== statement.prefix) {
		throw new CustosError('hash-mismatch', 'the prefix is not the one the statement commits to');
	}
	if (statement.type === 'archive.founded') return checkFounding(statement, pending, keys, empty);
	// A secret that is another intake's, or does not open, would leave items whose share can never be computed.
	if (statement.type === 'intake.opened') openNotarySecret(statement.intake, statement.forNotary, keys.boxSecret);
	const root = await roots.at(statement.seen.size);
	if (root === undefined)
		throw new CustosError('stale', 'the checkpoint this statement names was never signed by this log');
	if (root !== statement.seen.root)
		throw new CustosError('forked', 'the signer saw a log that excludes this one: stop and compare receipts');
}

function checkFounding(
	statement: Extract<Statement, { type: 'archive.founded' }>,
	pending: Pending,
	keys: NotaryKeys,
	empty: boolean,
): void {
	if (!empty) throw new CustosError('conflict', 'this archive has been founded already');
	const expected = createHmac('sha256', keys.founding).update(pending.statement).digest();
	const given = Buffer.from(pending.founding ?? '', 'hex');
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
		throw new CustosError('unauthenticated', 'the founding code is not the one this notary printed');
	}
	if (statement.log !== keys.vkey || statement.notary !== keys.boxPublic) {
		throw new CustosError('bad-key', 'the founding names other keys than this notary’s');
	}
}
