import { platform } from '#platform';
import { type Bytes, fromBase64, fromHex, toHex } from '../domain/bytes.ts';
import type { Json } from '../domain/canonical.ts';
import { itemKey, share } from '../domain/envelope/item-key.ts';
import { openStream } from '../domain/envelope/open-stream.ts';
import { unpad } from '../domain/envelope/padding.ts';
import { openPrefix } from '../domain/envelope/prefix.ts';
import { openSealed } from '../domain/envelope/sealed-box.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import type { Hex32, Id } from '../domain/ids.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { Body, StatementOf } from '../domain/ledger/statement.ts';
import type { ItemClass } from '../domain/roles.ts';
import { answers, type Item, type ItemState } from '../domain/wire.ts';
import { grantedShare, readFields, type Sharing } from './case/sharing.ts';
import { secretAt } from './case-keys.ts';
import type { OpenCase } from './cases.ts';
import type { Connection } from './connection.ts';
import { doubting } from './doubt.ts';
import { intakeContext } from './intake.ts';
import { keepUp } from './keep-up.ts';
import { byItsKey, type KeyAtHand } from './key-at-hand.ts';
import { type Submitted, shareOf, submit } from './submit.ts';

/** An item by its entries, every one of them checked. */
export interface ItemEntries {
	id: Id;
	/** The case that received it. */
	case: Id;
	state: ItemState;
	/** How it came into each of one's other cases: oldest first, of many not all. */
	shared: Sharing[];
	received: Entry & { statement: StatementOf<'item.received'> };
	intake: Entry & { statement: StatementOf<'intake.opened'> };
	/** The last fresh wrap for workers. */
	rewrapped?: Entry & { statement: StatementOf<'item.rewrapped'> };
	kept?: Entry;
	examined?: Entry & { statement: StatementOf<'item.examined'> };
	derivative?: Entry & { statement: StatementOf<'derivative.made'> };
}

/** Fetches and checks the entries of an item. Throws `bad-proof` when one is about something else. */
export async function itemEntries(connection: Connection, id: Id): Promise<ItemEntries> {
	return checkItem(connection, await connection.ask(answers.item, `/v1/items/${id}`), id);
}

/** Checks the entries the archive gave for an item. */
export async function checkItem(connection: Connection, answer: Item, id: Id): Promise<ItemEntries> {
	const open = async <T extends Entry['statement']['type']>(type: T, text: typeof answer.received | undefined) => {
		if (text === undefined) return undefined;
		const [entry] = (await connection.open([text])) as [Entry];
		const right =
			entry.statement.type === type &&
			entry.skeleton.result === 'accepted' &&
			(!('item' in entry.statement) || entry.statement.item === id);
		if (!right) throw new CustosError('bad-proof', `the archive shows another entry than ${type} of this item`);
		return entry as Entry & { statement: StatementOf<T> };
	};
	const received = await open('item.received', answer.received);
	const intake = await open('intake.opened', answer.intake);
	if (
		received === undefined ||
		intake === undefined ||
		intake.statement.intake !== received.statement.intake ||
		intake.statement.case !== received.statement.case
	) {
		throw new CustosError('bad-proof', 'the archive shows the intake of another item');
	}
	const [rewrapped, kept, examined, derivative] = [
		await open('item.rewrapped', answer.rewrapped),
		await open('item.kept', answer.kept),
		await open('item.examined', answer.examined),
		await open('derivative.made', answer.derivative),
	];
	// What was made is what the examination says it made; another derivative of the same item is not shown in its place.
	if (examined !== undefined && examined.statement.derivative !== derivative?.statement.derivative)
		throw new CustosError('bad-proof', 'the archive shows another derivative than the one its examination names');
	return {
		id,
		case: received.statement.case,
		state: answer.state,
		shared: await Promise.all(answer.shared.map(async (text) => (await open('item.shared', text)) as Sharing)),
		received,
		intake,
		...(rewrapped === undefined ? {} : { rewrapped }),
		...(kept === undefined ? {} : { kept }),
		...(examined === undefined ? {} : { examined }),
		...(derivative === undefined || examined === undefined ? {} : { derivative }),
	};
}

/** An opened body: the key of its class, and its plaintext as a stream that never yields an unchecked byte. */
export interface OpenedBody {
	/** X25519 secret of the item's class: what `age -d -i` wants. */
	secret: Bytes;
	prefix: Bytes;
	/** The entry of this opening. */
	opened: Submitted;
	/** Entries that shared it into this case anew with a key that is not its own: an earlier one opened it. */
	passedOver: readonly number[];
	/** Ciphertext as it lies in the store, its hash checked at the end. */
	sealed(): AsyncGenerator<Bytes>;
	/** Plaintext with padding. */
	plain(): AsyncGenerator<Bytes>;
}

/** How an item came into a case, the newest first; none where it was received in it. Throws `not-found` where it is not in it. */
export function sharingsInto(open: Pick<OpenCase, 'id'>, item: ItemEntries): Sharing[] {
	if (open.id === item.case) return [];
	const sharings = item.shared.filter((one) => one.statement.to === open.id).reverse();
	if (sharings.length === 0) throw new CustosError('not-found', 'this item is not in this case');
	return sharings;
}

/** The newest of them; undefined where it was received in this case. Throws `not-found`. */
export function sharingInto(open: Pick<OpenCase, 'id'>, item: ItemEntries): Sharing | undefined {
	return sharingsInto(open, item)[0];
}

/** Sealed fields of one of the item's entries, by the newest sharing that shows them. Throws `not-found`. */
export function itemFields(
	open: OpenCase,
	item: ItemEntries,
	entry: Entry,
): { readonly [name: string]: Json } | undefined {
	const sharings = sharingsInto(open, item);
	if (sharings.length === 0) return readFields(open, entry, undefined);
	for (const sharing of sharings) {
		const fields = readFields(open, entry, sharing);
		if (fields !== undefined) return fields;
	}
	return undefined;
}

/** Asks the notary for its share of one class and opens the body: an entry first, then a key. */
export async function openBody(
	connection: Connection,
	open: OpenCase,
	item: ItemEntries,
	cls: ItemClass,
	purpose: string,
): Promise<OpenedBody> {
	const statement = cls === 'original' ? item.received.statement : item.derivative?.statement;
	if (statement === undefined)
		throw new CustosError('not-found', 'nothing has been made from this item yet: it waits for examination');
	const { opened, keys } = await openKey(connection, open, item, cls, purpose);
	const { sharing, ...body } = await byItsKey(keys, (secret) => fetchBody(connection, item.id, cls, statement, secret));
	return { opened, passedOver: newerThan(open, item, sharing), ...body };
}

/** Entries that shared an item into a case anew after the one whose key opened it: their keys are not its own. */
export function newerThan(open: OpenCase, item: ItemEntries, sharing: Sharing | undefined): number[] {
	const all = sharing === undefined ? [] : sharingsInto(open, item).map((one) => one.index);
	return all.filter((index) => index > (sharing?.index ?? 0));
}

/**
 * The key of one class, of the case's share and the notary's, which comes with the entry of this opening. Of an item that was
 * shared into this case more than once, the keys, the newest first: the prefix tells which is its own.
 */
export async function openKey(
	connection: Connection,
	open: OpenCase,
	item: ItemEntries,
	cls: ItemClass,
	purpose: string,
): Promise<{ opened: Submitted; keys: readonly KeyAtHand[] }> {
	await keepUp(connection, open, [item.intake, ...item.shared]);
	const own = memberShares(open, item, cls);
	const [opened] = (await submit(connection, [
		{
			type: 'item.opened',
			fields: { case: open.id, generation: open.key.generation, item: item.id, class: cls },
			detail: { to: open.key, fields: { purpose } },
		},
	])) as [Submitted];
	const notaryShare = openSealed(connection.identity.box, shareOf(opened), {
		what: `entry ${opened.id}`,
		purpose: `notary-share/${cls}`,
		generation: 1,
	});
	const keys = own.map(({ half, sharing }) => ({ secret: itemKey(half, notaryShare, item.id, cls).secret, sharing }));
	return { opened, keys };
}

/** The case's half of an item's key: of its intake's secret, or of the grant by which it came into this case. */
export function memberShare(open: OpenCase, item: ItemEntries, cls: ItemClass): Bytes {
	const [newest] = memberShares(open, item, cls);
	return (newest as { half: Bytes }).half;
}

/** The same by every grant that opens, the newest first. Throws `damaged` when none does. */
function memberShares(
	open: OpenCase,
	item: ItemEntries,
	cls: ItemClass,
): { half: Bytes; sharing: Sharing | undefined }[] {
	const sharings = sharingsInto(open, item);
	if (sharings.length === 0) {
		const { intake, generation, forCase } = item.intake.statement;
		const secret = openSealed(
			secretAt(open, generation),
			fromBase64(forCase),
			intakeContext.forCase(intake, generation),
		);
		return [{ half: share(secret, item.id, cls), sharing: undefined }];
	}
	const found: { half: Bytes; sharing: Sharing }[] = [];
	let told: unknown;
	for (const sharing of sharings) {
		try {
			found.push({ half: grantedShare(open, sharing, cls), sharing });
		} catch (error) {
			if (!isCustosError(error, 'damaged')) throw error;
			told ??= error;
		}
	}
	if (found.length === 0) throw told;
	return found;
}

/**
 * The sealed body of a class under a key one has: the prefix (asked for, unless it is `known`) is checked against the
 * ledger before a byte is opened.
 */
export async function fetchBody(
	connection: Connection,
	id: Id,
	cls: ItemClass,
	committed: { prefix: Hex32; body: Body },
	secret: Bytes,
	known?: string,
): Promise<{ prefix: Bytes; sealed(): AsyncGenerator<Bytes>; plain(): AsyncGenerator<Bytes> }> {
	const prefix = fromBase64(known ?? (await connection.ask(answers.sealed, `/v1/items/${id}/sealed/${cls}`)).prefix);
	const { payloadKey } = openPrefix(prefix, secret, fromHex(committed.prefix));
	const path = `/v1/items/${id}/sealed/${cls}`;
	const body = () => checkedBody(connection, `${path}/body`, committed.body);
	return {
		prefix,
		sealed: () => doubting(connection, path, body()),
		plain: () => doubting(connection, path, openStream(payloadKey, body())),
	};
}

/** The ciphertext as it comes; throws `hash-mismatch` at the end unless it is what the ledger committed to. */
async function* checkedBody(connection: Connection, path: string, body: Body): AsyncGenerator<Bytes> {
	const response = await connection.send(path, {});
	const hash = platform.createSha256();
	let size = 0;
	for await (const piece of arriving(response)) {
		hash.update(piece);
		size += piece.length;
		yield piece;
	}
	if (size !== body.size) throw new CustosError('size-mismatch', `the store gave ${size} of ${body.size} bytes`);
	if (toHex(hash.digest()) !== body.sha256)
		throw new CustosError('hash-mismatch', 'the stored body is not the one that was received');
}

/** What comes of an answer. Throws `unavailable` where the line breaks under it. */
async function* arriving(response: Response): AsyncGenerator<Bytes> {
	try {
		yield* response.body as unknown as AsyncIterable<Bytes>;
	} catch (cause) {
		if (cause instanceof TypeError)
			throw new CustosError('unavailable', 'what the archive was sending broke off', { cause });
		throw cause;
	}
}

/** The true bytes of an opened original, without padding; throws at the end unless size and hash are those of the deposit. */
export async function* original(body: OpenedBody, facts: { size: number; sha256: Hex32 }): AsyncGenerator<Bytes> {
	const hash = platform.createSha256();
	for await (const piece of unpad(body.plain(), facts.size)) {
		hash.update(piece);
		yield piece as Bytes;
	}
	if (toHex(hash.digest()) !== facts.sha256)
		throw new CustosError('hash-mismatch', 'the opened file is not the one that was deposited');
}

/** What the depositor sealed about a file. */
export function depositFacts(
	open: OpenCase,
	item: ItemEntries,
): { path: string; size: number; sha256: Hex32; modified: string } {
	const { path, size, sha256, modified } = itemFields(open, item, item.received) ?? {};
	if (
		typeof path !== 'string' ||
		typeof size !== 'number' ||
		!Number.isSafeInteger(size) ||
		size < 0 ||
		typeof sha256 !== 'string' ||
		typeof modified !== 'string'
	) {
		throw new CustosError('damaged', 'the deposit’s sealed detail lacks the name, size, time or hash');
	}
	return { path, size, sha256, modified };
}
