import type { Key } from '../db/projection.ts';
import { toHex } from '../domain/bytes.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { parseKey } from '../domain/ledger/note.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import { ARCHIVE } from './archive.ts';
import { approvalRules } from './judge-approvals.ts';
import { row, type State } from './state.ts';

type Rotation = StatementOf<'log.rotated'>;

/** The rows by which a rotation of the log's key is judged, and which it changes. */
export function logKeyKeys(s: Statement): Key[] {
	if (s.type !== 'log.rotated') return [];
	return [
		{ table: 'stewards', key: ARCHIVE },
		{ table: 'log_keys', key: s.closes },
		{ table: 'log_keys', key: hexOf(s) },
	];
}

/**
 * The key that signs today is closed, the next one was never one of this log's, and as many stewards agreed as the threshold says.
 * That the notary holds the next key, it alone can tell: it takes in no other. `logKey`: the notary's own, `time`: its time.
 */
export function logKeyRules(state: State, s: Rotation, logKey: string, time: string): ErrorCode | undefined {
	const next = hexOf(s);
	if (s.closes !== logKey || next === logKey || state.get('log_keys', next) !== undefined) return 'conflict';
	if (parseKey(s.next).name !== s.origin) return 'bad-key';
	return approvalRules(state, s, row(state.get('stewards', ARCHIVE)).threshold, time);
}

export function applyRotation(state: State, idx: number, s: Rotation): void {
	const since = state.get('log_keys', s.closes)?.since ?? null;
	state.put('log_keys', { key: s.closes, since, ended: idx });
	state.put('log_keys', { key: hexOf(s), since: idx, ended: null });
}

function hexOf({ next }: Rotation): string {
	return toHex(parseKey(next).publicKey);
}
