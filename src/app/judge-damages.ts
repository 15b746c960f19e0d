import type { Key } from '../db/projection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import type { State } from './state.ts';

export type DamageStatement = StatementOf<'item.damaged' | 'item.restored'>;

/** The item or derivative whose body it is about. */
export function bodyOf(s: DamageStatement): string {
	return s.derivative ?? s.item;
}

/** What such a statement is judged by, besides the item and the derivative. */
export function damageKeys(s: Statement): Key[] {
	return isDamage(s) ? [{ table: 'damages', key: bodyOf(s) }] : [];
}

/** Damage is told once, and its end once: whoever looks again finds that it is known. */
export function damageRules(state: State, s: DamageStatement): ErrorCode | undefined {
	const body = s.derivative === undefined ? state.get('items', s.item) : state.get('derivatives', s.derivative);
	if (body === undefined || ('item' in body && body.item !== s.item)) return 'not-found';
	const open = state.get('damages', bodyOf(s))?.restored === null;
	if (s.type === 'item.damaged') return open ? 'conflict' : undefined;
	if (!open) return 'conflict';
	return body.sha256 === s.sha256 ? undefined : 'hash-mismatch';
}

/** What it does to the projection once accepted. */
export function applyDamage(state: State, idx: number, s: DamageStatement): void {
	const body = bodyOf(s);
	const before = state.get('damages', body);
	if (s.type === 'item.damaged') state.put('damages', { body, item: s.item, found: s.found, idx, restored: null });
	else if (before !== undefined) state.put('damages', { ...before, restored: idx });
}

function isDamage(s: Statement): s is DamageStatement {
	return s.type === 'item.damaged' || s.type === 'item.restored';
}
