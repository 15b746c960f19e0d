import { concat, toBase64 } from '../../domain/bytes.ts';
import { canonical, type Json } from '../../domain/canonical.ts';
import { sealTo } from '../../domain/envelope/sealed-box.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { type Opening, openingOf } from '../../domain/ledger/opening.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { CaseKey } from '../case-keys.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type ItemEntries, itemEntries, memberShare, sharingInto } from '../open-item.ts';
import { type Draft, type Submitted, submit, submitEach } from '../submit.ts';
import { type MarkedMany, tell } from './mark-many.ts';
import { readDetail } from './sealed-fields.ts';
import { grantContext, openingIn, type Sharing } from './sharing.ts';

/** Of the deposit: not among them is the name of another file with the same content. */
const FACTS: readonly string[] = ['path', 'size', 'sha256', 'modified', 'tool', 'method'];
/** Characters of detail; the archive takes no more than a few more. */
const LIMIT = 240_000;
/** Statements in one request. */
const BATCH = 50;

/** The cases an item of `from` may be shared into: where one may deposit, besides this one. */
export function othersToShareInto(cases: readonly OpenCase[], from: OpenCase): OpenCase[] {
	return cases.filter((one) => one.id !== from.id && one.role !== 'reader');
}

/** The entry by which an item was last shared into one of one's own cases; undefined where it was not. */
export function lastSharing(item: ItemEntries, to: Pick<OpenCase, 'id'>): Sharing | undefined {
	return item.shared.findLast((one) => one.statement.to === to.id);
}

/**
 * Puts an item into another of one's cases without copying it: its key's half is sealed to that case, with what its members
 * must know of it. For leads of the case it is in who may deposit in the other. Throws `conflict` where it is there already
 * (unless `again`: its record there is then made anew) or not examined yet; `denied`.
 */
export async function shareItem(
	connection: Connection,
	from: OpenCase,
	to: OpenCase,
	item: ItemEntries,
	about: { purpose?: string; again?: boolean } = {},
): Promise<{ version: number; index: number }> {
	if (item.case === to.id || (lastSharing(item, to) !== undefined && about.again !== true))
		throw new CustosError('conflict', 'this item is in that case already');
	if (!isReady(item)) throw new CustosError('conflict', 'this item is not examined yet: share it once it is');
	const version = nextVersion(item, to);
	const [made] = (await submit(connection, [draftFor(from, to, item, version, about.purpose ?? '')])) as [Submitted];
	return { version, index: made.index };
}

/** What became of many: those that could not be shared yet, or were there already, are told apart from those refused. */
export interface SharedMany extends MarkedMany {
	already: Id[];
	notExamined: Id[];
}

/** Shares many items, an entry each; `again` those too that are there already. Throws `unavailable` when nothing got through. */
export async function shareItems(
	connection: Connection,
	from: OpenCase,
	to: OpenCase,
	items: readonly Id[],
	{ purpose = '', again = false }: { purpose?: string; again?: boolean } = {},
): Promise<SharedMany> {
	const result: SharedMany = { done: [], refused: [], already: [], notExamined: [] };
	for (let at = 0; at < items.length; at += BATCH) {
		const some = await Promise.all(items.slice(at, at + BATCH).map((id) => itemEntries(connection, id)));
		const ready: ItemEntries[] = [];
		for (const item of some) {
			const there = item.case === to.id || (lastSharing(item, to) !== undefined && !again);
			if (there) result.already.push(item.id);
			else if (isReady(item)) ready.push(item);
			else result.notExamined.push(item.id);
		}
		const said = await submitEach(
			connection,
			ready.map((item) => draftFor(from, to, item, nextVersion(item, to), purpose)),
		);
		tell(
			result,
			ready.map((item) => item.id),
			said,
		);
	}
	return result;
}

function nextVersion(item: ItemEntries, to: OpenCase): number {
	return (lastSharing(item, to)?.statement.version ?? 0) + 1;
}

/** A worker is done with it: there is what the other case finds it by, or there never will be. */
function isReady(item: ItemEntries): boolean {
	return item.kept !== undefined && (item.state === 'examined' || item.state === 'failed');
}

function draftFor(
	from: OpenCase,
	to: OpenCase,
	item: ItemEntries,
	version: number,
	purpose: string,
): Draft<'item.shared'> {
	const about = record(from, item, purpose);
	const draftUnder = (own: CaseKey, key: CaseKey): Draft<'item.shared'> => {
		const generations = { generation: own.generation, toGeneration: key.generation };
		const fields = { case: from.id, item: item.id, to: to.id, ...generations, version };
		const shares = concat(memberShare(from, item, 'original'), memberShare(from, item, 'working'));
		const grant = toBase64(sealTo(key.publicKey, grantContext(fields), shares));
		shares.fill(0);
		return {
			type: 'item.shared',
			fields: { ...fields, grant },
			detail: { to: key, fields: about },
			under: (newest) => draftUnder(newest(own), newest(key)),
		};
	};
	return draftUnder(from.key, to.key);
}

/** What is sealed to the other case, cut where it would be too much: without what programs said of the file at length. */
function record(from: OpenCase, item: ItemEntries, purpose: string): { [name: string]: Json } {
	const sharing = sharingInto(from, item);
	const make = (isShown: (name: string) => boolean): { [name: string]: Json } => ({
		purpose,
		...shown('received', from, item.received, sharing, (name) => FACTS.includes(name)),
		...shown('examined', from, item.examined, sharing, isShown),
		...shown('derivative', from, item.derivative, sharing, () => true),
	});
	const whole = make(() => true);
	return canonical(whole).length <= LIMIT ? whole : make((name) => name === 'summary');
}

/** An entry's detail as the other case may see it; of one that came from elsewhere itself, what was shown here. */
function shown(
	name: string,
	from: OpenCase,
	entry: Entry | undefined,
	sharing: Sharing | undefined,
	isShown: (name: string) => boolean,
): { [name: string]: Json } {
	if (entry === undefined) return {};
	const opening = sharing === undefined ? own(from, entry, isShown) : openingIn(from, sharing, entry)?.opening;
	return opening === undefined ? {} : { [name]: opening as Json };
}

function own(from: OpenCase, entry: Entry, isShown: (name: string) => boolean): Opening | undefined {
	const detail = readDetail(from, entry);
	return detail && openingOf(detail, isShown);
}
