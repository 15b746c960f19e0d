import { apply, nextCount } from '../../src/app/apply.ts';
import { nextExhibit } from '../../src/app/apply-marks.ts';
import { isStray } from '../../src/app/gone.ts';
import { judge, type Notary as NotaryNow, type Subject, type Verdict } from '../../src/app/judge.ts';
import type { State } from '../../src/app/state.ts';
import type { StoredEntry } from '../../src/db/log-store.ts';
import type { Bytes } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { buildLeaf, formatSkeleton, type Skeleton } from '../../src/domain/ledger/leaf.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import type { Statement } from '../../src/domain/ledger/statement.ts';
import type { Tree } from '../../src/domain/ledger/tree.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { Admission, Pending } from './admit.ts';
import type { Denials } from './denials.ts';
import type { Outcome } from './queue.ts';
import { rotates } from './rotation.ts';

export type Fresh = Extract<Admission, { kind: 'fresh' }>;

/** An entry as it is written, with what its receipt is made of. */
export interface Written {
	row: StoredEntry;
	statement: Statement;
	skeleton: Skeleton;
	/** Undefined for the notary's own. */
	pending: Pending | undefined;
}

/** What one transaction will write; the state and the tree hold it already. */
export interface Composed {
	written: Written[];
	refusals: Outcome[];
	nodes: { level: number; idx: number; hash: Uint8Array }[];
	prefixes: { id: string; item: string; prefix: Uint8Array }[];
}

/** Judges statements in order, applies them, and makes entries of them in memory: all, or up to the one that rotates the log's key. */
export function compose(
	fresh: readonly Fresh[],
	parts: {
		state: State;
		tree: Tree;
		denials: Pick<Denials, 'count'>;
		logKey: string;
		now: Date;
		/** The log may not grow but by what is accepted. */
		held?: boolean;
	},
): Composed {
	const { state, tree, denials, logKey, now } = parts;
	const composed: Composed = { written: [], refusals: [], nodes: [], prefixes: [] };
	const time = now.toISOString();
	const salts = platform.randomBytes(64 * fresh.length);
	for (const { statement, signed, pending } of fresh) {
		const verdict = judged(state, statement, pending, { logKey, empty: tree.size === 0, time });
		if ('defect' in verdict) {
			composed.refusals.push({ of: pending, text: { error: { code: 'internal', message: verdict.defect } } });
			continue;
		}
		const refuse = (message: string): void => {
			if (verdict.outcome === 'accepted') return;
			composed.refusals.push({ of: pending, text: { error: { code: verdict.code, message } } });
		};
		if (verdict.outcome === 'refused') {
			refuse('nobody enrolled here signs with this key');
			continue;
		}
		if (verdict.outcome === 'denied' && parts.held === true) {
			refuse('refused; nothing is written down while the log is held');
			continue;
		}
		if (verdict.outcome === 'denied' && !denials.count(countedFor(state, statement), signed.bytes, now)) {
			refuse('refused, and counted with the other refusals of this hour');
			continue;
		}
		const accepted = verdict.outcome === 'accepted';
		const skeleton = skeletonOf(
			state,
			statement,
			verdict.subject,
			accepted ? 'accepted' : `denied:${verdict.code}`,
			time,
		);
		const idx = tree.size;
		apply(state, idx, statement, skeleton);
		const at = 64 * composed.written.length;
		const row = entryOf(idx, statement, signed.signature, skeleton, pending, salts.slice(at, at + 64));
		tree.append(leafHash(row.leaf), (level, index, hash) => {
			if (level > 0 && level % 8 === 0) composed.nodes.push({ level: level / 8, idx: index, hash });
		});
		if (accepted && pending.prefix !== null && 'item' in statement && statement.item !== undefined) {
			const id = statement.type === 'derivative.made' ? statement.derivative : statement.item;
			composed.prefixes.push({ id, item: statement.item, prefix: pending.prefix });
		}
		composed.written.push({ row, statement, skeleton, pending: pending.seq < 0 ? undefined : pending });
		// What stands behind it waits: another key signs it.
		if (rotates({ statement, skeleton })) break;
	}
	return composed;
}

/**
 * What becomes of one statement. Judging only reads: where it comes upon a defect of this program, nothing has changed, and
 * whoever sent that statement hears of it instead of everybody waiting behind it for ever.
 */
function judged(state: State, s: Statement, pending: Pending, notary: NotaryNow): Verdict | { defect: string } {
	try {
		return judge(state, s, notary);
	} catch (error) {
		// The notary's own words are nobody's to send anew.
		if (pending.seq < 0 || !isCustosError(error) || error.code !== 'internal') throw error;
		return { defect: `this statement could not be judged, and nothing of it was taken in: ${error.message}` };
	}
}

/** Whose refusals these are: a card's are its maker's, who could else have a hundred times as many entries. */
function countedFor(state: State, s: Statement): string {
	const card = s.type === 'person.suspended' ? state.get('cards', s.actor) : undefined;
	return card?.person ?? s.actor;
}

/** What the notary says of a judged statement. */
export function skeletonOf(
	state: State,
	statement: Statement,
	subject: Subject,
	result: string,
	time: string,
): Skeleton {
	const n = nextCount(state, subject);
	const skeleton: Skeleton = { v: 1, type: statement.type, time, result, subject: { ...subject, n } };
	if (statement.type === 'exhibit.added' && result === 'accepted') skeleton.exhibit = nextExhibit(state, statement);
	return skeleton;
}

function entryOf(
	idx: number,
	statement: Statement,
	signature: Uint8Array,
	skeleton: Skeleton,
	pending: Pending,
	salts: Bytes,
): StoredEntry {
	const parts = {
		skeleton: formatSkeleton(skeleton),
		skeletonSalt: salts.subarray(0, 32),
		statement: pending.statement,
		signature,
		statementSalt: salts.subarray(32),
	};
	return {
		idx,
		leaf: buildLeaf(parts),
		skeleton: parts.skeleton,
		skeleton_salt: parts.skeletonSalt,
		subject: skeleton.subject.id,
		n: skeleton.subject.n,
		actor: statement.actor,
		statement_id: statement.id,
		statement: parts.statement,
		signature,
		statement_salt: parts.statementSalt,
		sealed: isStray(skeleton, statement) ? null : pending.sealed,
	};
}
