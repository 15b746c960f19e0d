import type { Key } from '../db/projection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Skeleton } from '../domain/ledger/leaf.ts';
import { type Left, MAX_LEFT, type Statement, type StatementOf } from '../domain/ledger/statement.ts';
import { ARCHIVE } from './archive.ts';
import { approvalRules } from './judge-approvals.ts';
import { countListed } from './listed.ts';
import { row, type State } from './state.ts';

type Expunged = StatementOf<'item.expunged'>;
/** The notary's time, and whether all before the statement is gone already. */
interface Asked {
	time: string;
	unseen?: boolean;
}
type Subject = Pick<Skeleton['subject'], 'kind' | 'id'>;

/** Nobody destroys alone, however many stewards the archive asks for otherwise. */
const NEVER_FEWER = 2;

/** The rows that say whether an item was expunged, and those that expunging it changes. Those of the item itself: `itemKeys`. */
export function expungedKeys(s: Statement): Key[] {
	if (!('item' in s) || s.item === undefined) return [];
	const keys: Key[] = [{ table: 'expunged', key: s.item }];
	if ('case' in s) keys.push({ table: 'expunged_in', key: `${s.item}/${s.case}` });
	if (s.type !== 'item.expunged') return keys;
	keys.push({ table: 'stewards', key: ARCHIVE });
	for (const { case: id } of s.left ?? []) {
		keys.push(
			{ table: 'expunged_in', key: `${s.item}/${id}` },
			{ table: 'cases', key: id },
			{ table: 'listed', key: `${id}/items` },
			{ table: 'listed', key: `${id}/marks` },
		);
	}
	return keys;
}

/**
 * What somebody is told of an item that is no more: `expunged` who is in a case it was in, and a worker; `not-found` all
 * others. Undefined as long as it is there, or was never.
 */
export function toldExpunged(state: State, s: Statement, knows: boolean): ErrorCode | undefined {
	if (!('item' in s) || s.item === undefined || state.get('expunged', s.item) === undefined) return undefined;
	if (s.type === 'item.expunged') return state.get('people', s.actor)?.role === 'steward' ? 'expunged' : undefined;
	if (!('case' in s)) return 'not-found';
	return knows && state.get('expunged_in', `${s.item}/${s.case}`) !== undefined ? 'expunged' : 'not-found';
}

/** A steward need not be in a case to expunge; of anybody else this is the attempt at what is for stewards alone. */
export function expungedSubject(state: State, s: Expunged, { unseen }: Asked): Subject | undefined {
	if (state.get('people', s.actor)?.role !== 'steward') return { kind: 'archive', id: ARCHIVE };
	return unseen === true || state.get('items', s.item) !== undefined ? { kind: 'item', id: s.item } : undefined;
}

/**
 * Enough stewards agreed, and what the statement leaves is what the books say: then they can be kept from it alone once all
 * else is gone. `unseen`: the entries before it are gone already, and what the notary found right stays right.
 */
export function expungeRules(state: State, s: Expunged, { time, unseen }: Asked): ErrorCode | undefined {
	const { threshold } = row(state.get('stewards', ARCHIVE));
	const code = approvalRules(state, s, Math.max(NEVER_FEWER, threshold), time);
	if (code !== undefined || unseen === true) return code;
	if (s.left === undefined) return 'bad-request';
	const cases = casesOf(state, s.item);
	if (cases.length > MAX_LEFT) return 'limit';
	// Something came in between: whoever carries it out asks again. Of cases it does not name no row is in memory.
	if (JSON.stringify(cases) !== JSON.stringify(s.left.map((one) => one.case))) return 'stale';
	return JSON.stringify(leftOf(state, s.item, cases)) === JSON.stringify(s.left.map(plain)) ? undefined : 'stale';
}

/** The cases an item is in, by their ids; the rows of the item must be in memory. */
function casesOf(state: State, item: string): string[] {
	const cases = [row(state.get('items', item)).case_id];
	for (const one of state.held('shared')) if (one.item === item) cases.push(one.case_id);
	return cases.sort();
}

/** What is left of an item in each of these cases, whose rows must be in memory. */
function leftOf(state: State, item: string, cases: readonly string[]): Left[] {
	return cases.map((id) => {
		let exhibit: number | undefined;
		for (const one of state.held('exhibits'))
			if (one.item === item && one.case_id === id && one.clip === null && !one.withdrawn) exhibit = one.number;
		return plain({ case: id, exhibits: state.get('cases', id)?.exhibits ?? 0, exhibit });
	});
}

/** Its fields in one order. */
function plain({
	case: id,
	exhibits,
	exhibit,
}: {
	case: string;
	exhibits: number;
	exhibit?: number | undefined;
}): Left {
	return { case: id, exhibits, ...(exhibit === undefined ? {} : { exhibit }) };
}

/**
 * As if the item had never been, and what is left of it: that it was expunged, in which cases, and that no number is given
 * again. Nothing here is known from its own entries, so the books can be kept without them.
 */
export function applyExpunged(state: State, idx: number, n: number, s: Expunged): void {
	dropItem(state, s.item);
	state.put('expunged', { item: s.item, idx, n });
	for (const { case: id, exhibits } of s.left ?? []) {
		state.put('expunged_in', { item: s.item, case_id: id, idx });
		const before = row(state.get('cases', id));
		const given = Math.max(exhibits, before.exhibits);
		// What there was none of but the item's is counted as none, also by whoever never knew of the item's.
		for (const list of ['items', 'marks'] as const) countListed(state, id, list, 0);
		state.put('cases', { ...before, exhibits: given, expunged: before.expunged + 1 });
	}
}

/** The same of one that no entry here tells of, and of which nothing is here: it came after what was restored. */
export function applyLater(state: State, item: string, n: number, left: readonly Left[]): void {
	state.put('expunged', { item, idx: -1, n });
	for (const { case: id, exhibits } of left) {
		const before = state.get('cases', id);
		if (before === undefined) continue;
		state.put('expunged_in', { item, case_id: id, idx: -1 });
		if (exhibits > before.exhibits) state.put('cases', { ...before, exhibits });
	}
}

function dropItem(state: State, item: string): void {
	const received = state.get('items', item);
	if (received === undefined) return;
	countListed(state, received.case_id, 'items', -1);
	state.drop('items', item);
	const clips = new Set<string>();
	for (const one of [...state.held('clips')].filter((each) => each.item === item)) {
		clips.add(one.id);
		state.drop('clips', one.id);
	}
	for (const one of [...state.held('numbered')])
		if (one.what === item || clips.has(one.what)) state.drop('numbered', `${one.case_id}/${one.what}`);
	for (const one of [...state.held('shared')].filter((each) => each.item === item)) {
		countListed(state, one.case_id, 'items', -1);
		state.drop('shared', `${item}/${one.case_id}`);
	}
	for (const one of [...state.held('marks')].filter((each) => each.item === item)) {
		if (one.kind !== 'item.watched') countListed(state, one.case_id, 'marks', -1);
		state.drop('marks', String(one.idx));
	}
	for (const table of ['derivatives', 'exhibits', 'notes'] as const)
		for (const one of [...state.held(table)]) if (one.item === item) state.drop(table, one.id);
	for (const one of [...state.held('damages')]) if (one.item === item) state.drop('damages', one.body);
	for (const one of [...state.held('proxies')]) if (one.item === item) state.drop('proxies', item);
}
