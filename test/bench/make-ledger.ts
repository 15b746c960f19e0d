import { randomBytes } from 'node:crypto';
import { keysOf } from '../../src/app/keys-of.ts';
import { State } from '../../src/app/state.ts';
import { connect } from '../../src/db/connect.ts';
import { insertEntries } from '../../src/db/log-store.ts';
import { saveRows } from '../../src/db/projection.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { emptyRoot } from '../../src/domain/ledger/merkle.ts';
import { type Statement, signStatement } from '../../src/domain/ledger/statement.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { Pending } from '../../workers/notary/admit.ts';
import { type Composed, compose, type Fresh } from '../../workers/notary/compose.ts';
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
		const batch = writer.tree.size === 0 ? 1 : BATCH; // entry 0 alone: everyone else has seen it
		const next = () => story.next().value as Event;
		const { written, nodes, prefixes } = writer.write(
			Array.from({ length: Math.min(batch, size - writer.tree.size) }, next),
		);
		await db.transaction().execute(async (tx) => {
			await insertEntries(
				tx,
				written.map((one) => one.row),
				nodes,
				prefixes,
			);
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

/** Each refusal becomes an entry of its own here, whatever its hour has seen. */
const denials = { count: () => true };

class Writer {
	readonly state = new State();
	readonly tree = new Tree();
	readonly #keys: NotaryKeys;
	head: Head = { seq: 0, size: 0, root: toHex(emptyRoot), note: '' };

	constructor(keys: NotaryKeys) {
		this.#keys = keys;
	}

	/** What the notary would write for these events, all of one moment. */
	write(events: readonly Event[]): Composed {
		const now = new Date();
		const fresh = events.map((event) => this.#say(event, now));
		// Everything there is was made here and is still in memory.
		this.state.fill(this.state.missing(fresh.flatMap((one) => keysOf(one.statement))), []);
		const parts = { state: this.state, tree: this.tree, denials, logKey: this.#keys.logKey, now };
		const composed = compose(fresh, parts);
		const refused = composed.refusals[0];
		if (refused !== undefined)
			throw new CustosError('internal', `the story is refused: ${JSON.stringify(refused.text)}`);
		return composed;
	}

	#say({ by, fields, sealed, prefix }: Event, now: Date): Fresh {
		const detail = sealed && {
			detail: { root: randomBytes(32).toString('hex'), sealed: toHex(platform.sha256(sealed)) },
		};
		const { size, root } = this.head;
		const statement = {
			v: 1,
			id: randomBytes(16).toString('hex'),
			origin: this.#keys.origin,
			actor: by.keys.sign,
			time: now.toISOString(),
			seen: { size, root },
			...detail,
			...fields,
		} as Statement;
		const signed = signStatement(statement, by.seed);
		const pending: Pending = {
			seq: 0,
			actor: statement.actor,
			statement_id: statement.id,
			statement: signed.bytes,
			signature: signed.signature,
			sealed: sealed ?? null,
			prefix: prefix ?? null,
			founding: null,
			known: false,
		};
		return { kind: 'fresh', pending, statement, signed };
	}

	sign(): void {
		const [size, root] = [this.tree.size, this.tree.root()];
		const note = signCheckpoint({ origin: this.#keys.origin, size, root }, this.#keys.logSeed);
		this.head = { seq: this.head.seq + 1, size, root: toHex(root), note };
		this.tree.trim(2 * BATCH);
	}
}
