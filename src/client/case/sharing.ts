import { z } from 'zod';
import { type Bytes, fromBase64, fromHex } from '../../domain/bytes.ts';
import type { Json } from '../../domain/canonical.ts';
import { openSealed } from '../../domain/envelope/sealed-box.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { BatchEntry } from '../../domain/ledger/batch.ts';
import { Opening, shownFields } from '../../domain/ledger/opening.ts';
import type { StatementOf } from '../../domain/ledger/statement.ts';
import type { ItemClass } from '../../domain/roles.ts';
import { type CaseKeys, secretAt } from '../case-keys.ts';
import { readDetail } from './sealed-fields.ts';

/** The entry by which an item came into a case that did not receive it. */
export type Sharing = BatchEntry & { statement: StatementOf<'item.shared'> };

/** How the two member shares of a shared item are boxed: for this item, from this case, to that one. */
export function grantContext(s: { item: Id; case: Id; to: Id; toGeneration: number }) {
	return { what: `item ${s.item}`, purpose: `member-shares/${s.case}/${s.to}`, generation: s.toGeneration };
}

/**
 * What is sealed to the other case: why, and openings of the details that were sealed to the first. An opening proves
 * that these are the words that were signed then; the one who shares can put none of their own.
 */
const Detail = z.object({
	received: Opening.optional().catch(undefined),
	examined: Opening.optional().catch(undefined),
	derivative: Opening.optional().catch(undefined),
});
type Openings = z.infer<typeof Detail>;

/** An accepted sharing of this item into this case, or undefined. */
export function asSharing(entry: BatchEntry, item: Id, to: Id): Sharing | undefined {
	const { statement: s, skeleton } = entry;
	const right = s.type === 'item.shared' && s.item === item && s.to === to && skeleton.result === 'accepted';
	return right ? (entry as Sharing) : undefined;
}

/** The opening that came with a sharing for one of the item's entries; undefined where it did not, or is of another. */
export function openingIn(
	open: CaseKeys,
	sharing: Sharing,
	entry: BatchEntry,
): { opening: Opening; fields: { readonly [name: string]: Json } } | undefined {
	const { statement: s } = entry;
	const openings = openingsOf(open, sharing);
	const opening =
		s.type === 'item.received'
			? openings.received
			: s.type === 'item.examined'
				? openings.examined
				: s.type === 'derivative.made'
					? openings.derivative
					: undefined;
	if (opening === undefined || s.detail === undefined) return undefined;
	try {
		return { opening, fields: shownFields(opening, fromHex(s.detail.root)) };
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return undefined;
	}
}

const read = new WeakMap<Sharing, Openings>();

function openingsOf(open: CaseKeys, sharing: Sharing): Openings {
	const known = read.get(sharing) ?? Detail.safeParse(readDetail(open, sharing)?.fields ?? {}).data ?? {};
	read.set(sharing, known);
	return known;
}

/** The sealed fields of an item's entry as members of this case can read them; undefined where they cannot. */
export function readFields(
	open: CaseKeys,
	entry: BatchEntry,
	sharing: Sharing | undefined,
): { readonly [name: string]: Json } | undefined {
	if (sharing === undefined) return readDetail(open, entry)?.fields;
	return openingIn(open, sharing, entry)?.fields;
}

/** The member share of one class out of the grant. Throws `damaged` where it holds something else. */
export function grantedShare(open: CaseKeys, sharing: Sharing, cls: ItemClass): Bytes {
	try {
		const secret = secretAt(open, sharing.statement.toGeneration);
		const both = openSealed(secret, fromBase64(sharing.statement.grant), grantContext(sharing.statement));
		if (both.length === 64) return both.slice(cls === 'original' ? 0 : 32, cls === 'original' ? 32 : 64);
	} catch (cause) {
		if (!isCustosError(cause)) throw cause;
		throw badGrant(sharing, cause);
	}
	throw badGrant(sharing);
}

/** Whoever shared the item gave no key of it. */
export function badGrant(sharing: Sharing, cause?: unknown): CustosError {
	return new CustosError(
		'damaged',
		`the key that came with this item from another case (entry ${sharing.index}) is not its key: ask for it to be shared again`,
		{ cause },
	);
}
