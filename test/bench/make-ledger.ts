import { randomBytes } from 'node:crypto';
import { apply, nextCount } from '../../src/app/apply.ts';
import { nextExhibit } from '../../src/app/apply-marks.ts';
import { judge, keysOf } from '../../src/app/judge.ts';
import { State } from '../../src/app/state.ts';
import { connect } from '../../src/db/connect.ts';
import { insertEntries, type StoredEntry } from '../../src/db/log-store.ts';
import { saveRows } from '../../src/db/projection.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { buildLeaf, formatSkeleton, type Skeleton } from '../../src/domain/ledger/leaf.ts';
import { emptyRoot, leafHash } from '../../src/domain/ledger/merkle.ts';
import { type Statement, signStatement } from '../../src/domain/ledger/statement.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { Head } from '../../workers/notary/head.ts';
import type { NotaryKeys } from '../../workers/notary/keys.ts';
import { type Event, ledgerStory } from './ledger-story.ts';

const BATCH = 1000;

/** Fills an empty database with a ledger of `size` truly signed entries, as the notary would have, about ten times as fast. */
export async function makeLedger(
	databaseUrl: string,
	size: number,
	keys: NotaryKeys,
	onBatch: (done: number) => void,
): Promise<Head> {
	const { db, pool } = connect(databaseUrl, { max: 1 });
	const writer = new Writer(keys);
	const story = ledgerStory(keys);
	while (writer.tree.size < size) {
		const rows: StoredEntry[] = [];
		const batch = writer.tree.size === 0 ? 1 : BATCH; // entry 0 alone: everyone else has seen it
		while (rows.length < batch && writer.tree.size < size) rows.push(writer.write(story.next().value as Event));
		const { nodes, prefixes } = writer.take();
		await db.transaction().execute(async (tx) => {
			await insertEntries(tx, rows, nodes, prefixes);
			await saveRows(tx, writer.state.takeChanges());
			writer.sign();
			const { seq: _seq, ...checkpoint } = writer.head;
			await tx.insertInto('ledger.checkpoints').values(checkpoint).execute();
		});
		onBatch(writer.tree.size);
	}
	await pool.query('vacuum analyze');
	await pool.end();
	return writer.head;
}

class Writer {
	readonly state = new State();
	readonly tree = new Tree();
	readonly #keys: NotaryKeys;
	#nodes: { level: number; idx: number; hash: Uint8Array }[] = [];
	#prefixes: { id: string; item: string; prefix: Uint8Array }[] = [];
	head: Head = { seq: 0, size: 0, root: toHex(emptyRoot), note: '' };

	constructor(keys: NotaryKeys) {
		this.#keys = keys;
	}

	write({ by, fields, sealed, prefix }: Event): StoredEntry {
		const now = new Date().toISOString();
		const detail = sealed && {
			detail: { root: randomBytes(32).toString('hex'), sealed: toHex(platform.sha256(sealed)) },
		};
		const { size, root } = this.head;
		const statement = {
			v: 1,
			id: randomBytes(16).toString('hex'),
			origin: this.#keys.origin,
			actor: by.keys.sign,
			time: now,
			seen: { size, root },
			...detail,
			...fields,
		} as Statement;
		const missing = this.state.missing(keysOf(statement));
		this.state.fill(missing, []); // everything there is was made here and is still in memory
		const skeleton = this.#judge(statement, now);
		const idx = this.tree.size;
		apply(this.state, idx, statement, skeleton);
		const signed = signStatement(statement, by.seed);
		const parts = {
			skeleton: formatSkeleton(skeleton),
			skeletonSalt: platform.randomBytes(32),
			statement: signed.bytes,
			signature: signed.signature,
			statementSalt: platform.randomBytes(32),
		};
		const leaf = buildLeaf(parts);
		this.tree.append(leafHash(leaf), (level, index, hash) => {
			if (level > 0 && level % 8 === 0) this.#nodes.push({ level: level / 8, idx: index, hash });
		});
		if (prefix !== undefined && 'item' in statement && statement.item !== undefined) {
			this.#prefixes.push({
				id: statement.type === 'derivative.made' ? statement.derivative : statement.item,
				item: statement.item,
				prefix,
			});
		}
		return {
			idx,
			leaf,
			skeleton: parts.skeleton,
			skeleton_salt: parts.skeletonSalt,
			subject: skeleton.subject.id,
			n: skeleton.subject.n,
			actor: statement.actor,
			statement_id: statement.id,
			statement: signed.bytes,
			signature: signed.signature,
			statement_salt: parts.statementSalt,
			sealed: sealed ?? null,
		};
	}

	#judge(statement: Statement, time: string): Skeleton {
		const verdict = judge(this.state, statement, { logKey: this.#keys.logKey, empty: this.tree.size === 0 });
		if (verdict.outcome === 'refused')
			throw new CustosError('internal', `the story is refused: ${statement.type} ${verdict.code}`);
		const n = nextCount(this.state, verdict.subject);
		const result = verdict.outcome === 'denied' ? `denied:${verdict.code}` : 'accepted';
		const skeleton: Skeleton = { v: 1, type: statement.type, time, result, subject: { ...verdict.subject, n } };
		return statement.type === 'exhibit.added' ? { ...skeleton, exhibit: nextExhibit(this.state, statement) } : skeleton;
	}

	take(): {
		nodes: { level: number; idx: number; hash: Uint8Array }[];
		prefixes: { id: string; item: string; prefix: Uint8Array }[];
	} {
		const taken = { nodes: this.#nodes, prefixes: this.#prefixes };
		[this.#nodes, this.#prefixes] = [[], []];
		return taken;
	}

	sign(): void {
		const [size, root] = [this.tree.size, this.tree.root()];
		const note = signCheckpoint({ origin: this.#keys.origin, size, root }, this.#keys.logSeed);
		this.head = { seq: this.head.seq + 1, size, root: toHex(root), note };
		this.tree.trim(2 * BATCH);
	}
}
