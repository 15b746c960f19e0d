import type { CaseKey } from '../../src/client/case-keys.ts';
import type { Connection } from '../../src/client/connection.ts';
import type { Desk } from '../../src/client/desk.ts';
import { intakeContext } from '../../src/client/intake.ts';
import { caseKey } from '../../src/client/newest-keys.ts';
import { fetchBody, type ItemEntries } from '../../src/client/open-item.ts';
import { shareOf } from '../../src/client/submit.ts';
import { type Bytes, concat, fromBase64, fromHex, toHex } from '../../src/domain/bytes.ts';
import { openChunks } from '../../src/domain/envelope/body.ts';
import { chunkRange, plainSize } from '../../src/domain/envelope/chunk-range.ts';
import { itemKey, share } from '../../src/domain/envelope/item-key.ts';
import { unpad } from '../../src/domain/envelope/padding.ts';
import { openPrefix } from '../../src/domain/envelope/prefix.ts';
import { createOpener, openSealed } from '../../src/domain/envelope/sealed-box.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import type { Hex32, Id } from '../../src/domain/ids.ts';
import { decodeOpening } from '../../src/domain/ledger/opening.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { memorySource, type Source } from './source.ts';

/** An item in the worker's hands: the keys of both classes, and what the depositor says it is. */
export interface HeldItem {
	entries: ItemEntries;
	caseKey: CaseKey;
	original: { secret: Bytes; publicKey: Bytes };
	/** Made when it is asked for: most items are compared long before anything is derived from them. */
	readonly working: { publicKey: Bytes };
	facts: { size: number; sha256: Hex32 };
	/** The original's prefix, as the archive sent it along. */
	prefix: string | undefined;
	/** The whole plaintext of a small item, once compared. */
	small?: Bytes;
}

/** Items up to this size stay in memory between comparison and examination, and so many of them together, in bytes. */
const SMALL = 2 ** 17;
const SMALL_TOGETHER = 16 * 2 ** 20;
let smallTogether = 0;

const caseKeys = new WeakMap<Connection, Map<Id, Promise<CaseKey>>>();

/** The statement fields by which a worker speaks of an item. */
export function about(held: Pick<HeldItem, 'entries' | 'caseKey'>) {
	return { case: held.entries.case, generation: held.caseKey.generation, item: held.entries.id };
}

/** States that the item is being examined, and derives its keys from the notary's answer. */
export async function take(
	connection: Connection,
	desk: Desk,
	epochs: ReadonlyMap<number, Bytes>,
	entries: ItemEntries,
	prefix?: string,
): Promise<HeldItem> {
	const { epoch } = (entries.rewrapped ?? entries.intake).statement;
	const epochSecret = epochs.get(epoch);
	if (epochSecret === undefined)
		throw new CustosError('config', `this item was sealed to worker epoch ${epoch}, whose key is not here`);
	const key = await keyOf(connection, entries.case);
	const stated = await desk.submit({
		type: 'item.examining',
		fields: { ...about({ entries, caseKey: key }), epoch },
	});
	const both = openSealed(connection.identity.box, shareOf(stated), {
		what: `entry ${stated.id}`,
		purpose: 'notary-share/both',
		generation: 1,
	});
	const member = memberShares(entries, epochSecret);
	const original = itemKey(member.original, both.subarray(0, 32), entries.id, 'original');
	return {
		entries,
		caseKey: key,
		original,
		get working() {
			return itemKey(member.working, both.subarray(32), entries.id, 'working');
		},
		facts: factsOf(entries, epochSecret),
		prefix,
	};
}

/** One opener for each epoch: an intake's boxes are by few sealers, whose shared keys it remembers. */
const openers = new WeakMap<Bytes, ReturnType<typeof createOpener>>();

function openerOf(epochSecret: Bytes): ReturnType<typeof createOpener> {
	const opener = openers.get(epochSecret) ?? createOpener(epochSecret);
	openers.set(epochSecret, opener);
	return opener;
}

/** The member shares of both classes: from a fresh wrap of this item, else from its intake's secret. */
function memberShares(entries: ItemEntries, epochSecret: Bytes): { original: Bytes; working: Bytes } {
	const { id, rewrapped, intake } = entries;
	if (rewrapped !== undefined) {
		const { epoch, shares } = rewrapped.statement;
		const both = openerOf(epochSecret)(fromBase64(shares), intakeContext.shares(id, epoch));
		if (both.length !== 64) throw new CustosError('damaged', 'a fresh wrap holds two shares of 32 bytes');
		return { original: both.slice(0, 32), working: both.slice(32) };
	}
	const { intake: of, epoch, forEpoch } = intake.statement;
	const member = openerOf(epochSecret)(fromBase64(forEpoch), intakeContext.forEpoch(of, epoch));
	return { original: share(member, id, 'original'), working: share(member, id, 'working') };
}

/** A case's key, asked for once. */
export function keyOf(connection: Connection, id: Id): Promise<CaseKey> {
	const known = caseKeys.get(connection) ?? new Map<Id, Promise<CaseKey>>();
	caseKeys.set(connection, known);
	const key = known.get(id) ?? caseKey(connection, id);
	known.set(id, key);
	key.catch(() => known.delete(id));
	return key;
}

/** Size and hash of the plaintext, as the depositor signed them. */
function factsOf(entries: ItemEntries, epochSecret: Bytes): { size: number; sha256: Hex32 } {
	const { statement } = entries.received;
	const wrapped = entries.rewrapped?.statement;
	const sealed = wrapped?.facts ?? statement.forEpoch;
	const { epoch } = wrapped ?? entries.intake.statement;
	const opening = openerOf(epochSecret)(fromBase64(sealed), intakeContext.facts(entries.id, epoch));
	const { size, sha256 } = decodeOpening(opening, fromHex(statement.detail?.root ?? ''));
	if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || typeof sha256 !== 'string')
		throw new CustosError('damaged', 'the deposit does not say its size and hash');
	return { size, sha256 };
}

/**
 * The same as `compare` for a body that was read together with others. False when anything is not as it should be: read
 * by itself, the item shows what.
 */
export function compareRead(held: HeldItem, sealed: Bytes): boolean {
	const { entries, facts, original } = held;
	const { prefix, body } = entries.received.statement;
	if (held.prefix === undefined || toHex(platform.sha256(sealed)) !== body.sha256) return false;
	try {
		const { payloadKey } = openPrefix(fromBase64(held.prefix), original.secret, fromHex(prefix));
		const padded = openChunks(payloadKey, sealed, 0, true);
		const [plain, padding] = [padded.subarray(0, facts.size), padded.subarray(facts.size)];
		if (plain.length !== facts.size || padding.some((byte) => byte !== 0)) return false;
		if (toHex(platform.sha256(plain)) !== facts.sha256) return false;
		remember(held, plain);
		return true;
	} catch (error) {
		if (isCustosError(error)) return false;
		throw error;
	}
}

function remember(held: HeldItem, plain: Bytes): void {
	if (plain.length > SMALL || smallTogether + plain.length > SMALL_TOGETHER) return;
	smallTogether += plain.length;
	held.small = plain;
}

/** Lets go of what was remembered of an item. */
export function forget(held: HeldItem): void {
	smallTogether -= held.small?.length ?? 0;
	delete held.small;
}

/** Re-reads the item from the store and compares every hash with the deposit. Throws what is wrong. */
export async function compare(connection: Connection, held: HeldItem): Promise<void> {
	const { entries, facts, original } = held;
	const body = await fetchBody(
		connection,
		entries.id,
		'original',
		entries.received.statement,
		original.secret,
		held.prefix,
	);
	const hash = platform.createSha256();
	const pieces: Uint8Array[] = [];
	for await (const piece of unpad(body.plain(), facts.size)) {
		hash.update(piece);
		if (facts.size <= SMALL) pieces.push(piece);
	}
	if (toHex(hash.digest()) !== facts.sha256)
		throw new CustosError('hash-mismatch', 'the opened file is not the one the depositor hashed');
	if (facts.size <= SMALL) remember(held, concat(...pieces));
}

/** The plaintext for reading at any place; each read opens the chunks it needs and no more. */
export async function sourceOf(connection: Connection, held: HeldItem): Promise<Source> {
	const { entries, original, facts } = held;
	if (held.small !== undefined) return memorySource(held.small);
	const { statement } = entries.received;
	const { prefix } = await fetchBody(connection, entries.id, 'original', statement, original.secret, held.prefix);
	const { payloadKey } = openPrefix(prefix, original.secret, fromHex(statement.prefix));
	const size = plainSize(statement.body.size);
	return {
		size: facts.size,
		async read(offset, length) {
			if (length === 0) return new Uint8Array();
			const range = chunkRange(offset, length, size);
			const last = range.sealedOffset + range.sealedLength - 1;
			const response = await connection.send(`/v1/items/${entries.id}/sealed/original/body`, {
				headers: { range: `bytes=${range.sealedOffset}-${last}` },
			});
			const sealed = new Uint8Array(await response.arrayBuffer());
			if (sealed.length !== range.sealedLength)
				throw new CustosError('size-mismatch', 'the store gave fewer bytes than asked for');
			return openChunks(payloadKey, sealed, range.firstChunk, range.isLast).subarray(range.skip, range.skip + length);
		},
	};
}

/** Says where each of these lies in one plaintext, one after another, and how long it is in all. */
export function indexFiles(files: readonly { name: string; type: string; bytes: Uint8Array; more?: object }[]): {
	size: number;
	index: object[];
} {
	let offset = 0;
	const index = files.map(({ name, type, bytes, more }) => {
		const entry = { name, type, offset, size: bytes.length, sha256: toHex(platform.sha256(bytes)), ...more };
		offset += bytes.length;
		return entry;
	});
	return { size: offset, index };
}
