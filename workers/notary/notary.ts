import type { Kysely } from 'kysely';
import { ARCHIVE } from '../../src/app/archive.ts';
import { entryInserts, entryRange, leafRange, type StoredEntry, tileReader } from '../../src/db/log-store.ts';
import { rowDeletes, rowInserts } from '../../src/db/projection.ts';
import type { Database } from '../../src/db/tables.ts';
import { type Bytes, toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import type { CountedSubject } from '../../src/domain/ledger/count.ts';
import { parseSkeleton, type Skeleton } from '../../src/domain/ledger/leaf.ts';
import { openLoss } from '../../src/domain/ledger/loss.ts';
import { leafHash, verifyInclusion } from '../../src/domain/ledger/merkle.ts';
import { formatProof } from '../../src/domain/ledger/proof.ts';
import type { Receipt } from '../../src/domain/ledger/receipt.ts';
import { parseStatement, type Statement } from '../../src/domain/ledger/statement.ts';
import { inclusionProof } from '../../src/domain/ledger/tiles.ts';
import type { Tree } from '../../src/domain/ledger/tree.ts';
import { admit, nameOf, type Pending } from './admit.ts';
import { checkStored } from './check-stored.ts';
import { compose, type Fresh, type Written } from './compose.ts';
import { countedRow, countIn } from './counted-row.ts';
import { Denials } from './denials.ts';
import type { Guard } from './guard.ts';
import type { SavedHead } from './head.ts';
import type { NotaryKeys } from './keys.ts';
import type { PrintsFile } from './prints-file.ts';
import { goneFromPending, type Outcome, publish, toldRefusals } from './queue.ts';
import { Reading, type Taken } from './reading.ts';
import { type Release, Shares } from './release.ts';
import { RootCache } from './roots.ts';
import { finishRotation, rotates } from './rotation.ts';
import type { Rows } from './rows.ts';
import { Signatures } from './signatures.ts';
import { type Known, sorted } from './sorted.ts';
import { writeBatch } from './write-batch.ts';

/** Statements taken at once, at the most. */
const BATCH = 1000;
/** Rows of the projection kept in memory between batches. */
const MEMORY = 200_000;

export interface NotaryParts {
	db: Kysely<Database>;
	/** Where its keys lie. */
	folder: string;
	keys: NotaryKeys;
	head: SavedHead;
	tree: Tree;
	rows: Rows;
	printsFile: PrintsFile;
	clock: () => Date;
	guard: Guard;
}

/**
 * The only writer of the ledger. One turn: pending → judged → one transaction (entries and their effect) → re-read and
 * re-hashed → checkpoint signed → head on disk → shares and receipts. Anything unexpected ends the process; the start
 * takes up where the ledger stands.
 */
export class Notary {
	readonly #parts: NotaryParts;
	readonly #roots: RootCache;
	readonly #denials: Denials;
	readonly #shares: Shares;
	readonly #signatures = new Signatures();
	readonly #reading: Reading;
	#published: Promise<void> = Promise.resolve();

	constructor(parts: NotaryParts) {
		this.#parts = parts;
		this.#roots = new RootCache(parts.db, parts.keys.key);
		this.#denials = new Denials(parts.db);
		this.#shares = new Shares(parts.keys.boxSecret as Bytes);
		this.#reading = new Reading(parts.db, this.#signatures, BATCH);
	}

	/** How many events the archive itself has had, of rows the notary wrote. Between turns only. */
	async events(): Promise<number> {
		const [own = 0] = await this.countsOf([{ kind: 'archive', id: ARCHIVE }]);
		return own;
	}

	/** How many events each of these has had, or how much its list holds, of rows the notary wrote. Between turns only. */
	async countsOf(subjects: readonly CountedSubject[]): Promise<number[]> {
		const { state } = this.#parts.rows;
		await this.#parts.rows.load(subjects.map(countedRow));
		const counts = subjects.map((one) => countIn(state, one));
		state.forget(MEMORY);
		return counts;
	}

	/**
	 * Takes in what is waiting. Returns how many statements that was. While more are waiting, the receipts may still be on
	 * their way into the database then; after the last of them, or `close`, they are there.
	 */
	async turn(): Promise<number> {
		const { db, folder, keys, tree, rows, printsFile, clock, guard } = this.#parts;
		const taken = await this.#reading.take();
		const { batch, before } = taken;
		const now = clock();
		const folded = guard.held === undefined ? await this.#denials.due(keys, now, this.#parts.head.current) : [];
		if (batch.length === 0 && folded.length === 0) {
			await this.#published;
			return 0;
		}
		const admissions = await admit(db, await taken.verified, {
			keys,
			roots: this.#roots,
			now: now.getTime(),
			empty: tree.size === 0,
			before,
		});
		const { fresh, known, refusals } = await sorted(db, admissions, guard, folder);
		const written = await this.#write(taken, [...folded, ...fresh], known, refusals, now);
		if (written.length > 0) await this.#sign(written);
		if (written.some(rotates)) await finishRotation(db, folder, keys, tree.size);
		for (const { statement, skeleton } of written)
			if (statement.type === 'loss.stated' && skeleton.result === 'accepted')
				await guard.lost(openLoss(statement, keys.key));
		await this.#prepareShares(written.map((one) => one.statement));
		const receipts: Outcome[] = written.flatMap((one) =>
			one.pending === undefined ? [] : [{ of: one.pending, text: { receipt: this.#receipt(one) } }],
		);
		for (const { pending, entry } of known)
			receipts.push({ of: pending, text: { receipt: await this.#receiptAgain(entry) } });
		if (receipts.length > 0 || written.length > 0) {
			const answered = known.map((one) => one.pending);
			this.#published = publish(db, receipts, this.#parts.head.current, answered);
			this.#published.catch(() => undefined); // whoever waits for it hears of it
		}
		if (!this.#reading.isAhead) await this.#published;
		tree.trim(2 * BATCH);
		rows.state.forget(MEMORY);
		if (printsFile.isLong(rows.prints.table)) {
			await printsFile.rewrite({ size: tree.size, root: toHex(tree.root()) }, rows.prints.table);
		}
		return batch.length;
	}

	/** Waits for the receipts that are on their way, and ends its thread. Those that did not get there, the next start hands out. */
	async close(): Promise<void> {
		await this.#published.catch(() => undefined);
		await this.#signatures.close();
	}

	/** Hands out receipts for entries [from, to) whose senders may have heard nothing because of a crash. */
	async publishAgain(from: number, to: number): Promise<void> {
		const { db, head } = this.#parts;
		const outcomes: Outcome[] = [];
		for (const row of await entryRange(db, from, to)) {
			const of: Pending = { ...row, seq: -1, prefix: null, founding: null, known: true };
			outcomes.push({ of, text: { receipt: await this.#receiptAgain(row) } });
		}
		// All at once, as the first time: with the checkpoint there, the next start would look no further.
		if (outcomes.length > 0) await publish(db, outcomes, head.current);
	}

	/** Judges in order, and writes entries with their effect, and what was refused, in one transaction. */
	async #write(
		{ batch, more }: Taken,
		fresh: readonly Fresh[],
		known: readonly Known[],
		notAdmitted: readonly Outcome[],
		now: Date,
	): Promise<Written[]> {
		const { db, keys, tree, rows, printsFile, guard } = this.#parts;
		await rows.loadFor(fresh.map((one) => one.statement));
		if (more) await this.#reading.ahead(batch);
		const held = guard.held !== undefined;
		const context = { state: rows.state, tree, denials: this.#denials, logKey: keys.logKey, now, held };
		const { written, nodes, prefixes, ...composed } = compose(fresh, context);
		// Whoever shares a name with a good one hears what becomes of that one, and not this first.
		const names = new Set([...fresh, ...known].map((one) => nameOf(one.pending)));
		const refusals = [...notAdmitted.filter((one) => !names.has(nameOf(one.of))), ...composed.refusals];
		const done = [
			...written.flatMap((one) => one.pending ?? []),
			...[...notAdmitted, ...composed.refusals].map((one) => one.of),
		];
		const changes = rows.takeChanges();
		const stand = { size: tree.size, root: toHex(tree.root()) };
		const parts = [
			...entryInserts(
				written.map((one) => one.row),
				nodes,
				prefixes,
			),
			...rowInserts(changes.rows),
			...rowDeletes(changes.dropped),
			...toldRefusals(refusals),
			goneFromPending(done),
		];
		await this.#published;
		await writeBatch(db, parts, {
			heard: refusals.length > 0,
			printed: written.length === 0 ? undefined : printsFile.append(stand, changes.pairs),
			denials: this.#denials,
			onSent: () => this.#reading.parse(),
		});
		return written;
	}

	/** What the database holds now must hash to what the tree holds; only then is the new head signed and saved. */
	async #sign(written: readonly Written[]): Promise<void> {
		const { db, keys, head, tree } = this.#parts;
		const first = (written[0] as Written).row.idx;
		const stored = await leafRange(db, first, tree.size);
		if (stored.length !== tree.size - first)
			throw new CustosError('damaged', `entries from ${first} are missing right after they were written`);
		for (const [i, row] of stored.entries()) checkStored(row, (written[i] as Written).row.leaf);
		const root = tree.root();
		const note = signCheckpoint({ origin: keys.origin, size: tree.size, root }, keys.logSeed);
		await head.save({ size: tree.size, root: toHex(root), note });
		this.#roots.remember(tree.size, toHex(root));
	}

	#receipt({ row, statement, skeleton }: Written): Receipt {
		const proof = formatProof({
			index: row.idx,
			path: this.#parts.tree.inclusion(row.idx),
			checkpoint: this.#parts.head.current.note,
		});
		return this.#finish(
			{ index: row.idx, skeleton: row.skeleton, salts: [toHex(row.skeleton_salt), toHex(row.statement_salt)], proof },
			statement,
			skeleton,
		);
	}

	/** The receipt of an entry written earlier: the same place, under today's head; the same share. */
	async #receiptAgain(row: StoredEntry): Promise<Receipt> {
		const { db, head, tree, rows } = this.#parts;
		const path = await inclusionProof(row.idx, head.current.size, tileReader(db));
		// What the database calls an entry releases a share only if it is one.
		checkStored(row, row.leaf);
		verifyInclusion({
			index: row.idx,
			size: head.current.size,
			hash: leafHash(row.leaf),
			proof: path,
			root: tree.root(),
		});
		const proof = formatProof({ index: row.idx, path, checkpoint: head.current.note });
		const statement = parseStatement(row.statement);
		await rows.loadFor([statement]);
		const receipt: Receipt = {
			index: row.idx,
			skeleton: row.skeleton,
			salts: [toHex(row.skeleton_salt), toHex(row.statement_salt)],
			proof,
		};
		await this.#prepareShares([statement]);
		return this.#finish(receipt, statement, parseSkeleton(row.skeleton));
	}

	/** Loads the intakes that shares for these statements are computed from. */
	async #prepareShares(statements: readonly Statement[]): Promise<void> {
		const { rows } = this.#parts;
		const keys = statements.flatMap((s) => {
			if (s.type !== 'item.opened' && s.type !== 'item.examining') return [];
			const item = rows.state.get('items', s.item);
			return item === undefined ? [] : [{ table: 'intakes' as const, key: item.intake }];
		});
		await rows.load(keys);
	}

	/** Puts the share to the receipt of an accepted opening, unless its actor is suspended by now. */
	#finish(receipt: Receipt, statement: Statement, skeleton: Skeleton): Receipt {
		if (skeleton.result !== 'accepted' || (statement.type !== 'item.opened' && statement.type !== 'item.examining'))
			return receipt;
		const { state } = this.#parts.rows;
		const item = state.get('items', statement.item);
		const intake = item && state.get('intakes', item.intake);
		const actor = state.get('people', statement.actor);
		if (state.get('expunged', statement.item) !== undefined) return receipt;
		if (item === undefined || intake === undefined || actor === undefined)
			throw new CustosError('internal', 'an opened item has no intake');
		if (actor.suspended) return receipt;
		const release: Release = {
			index: receipt.index,
			statement,
			skeleton,
			box: actor.box,
			intake: intake.id,
			forNotary: intake.for_notary,
		};
		const share = this.#shares.release(release, this.#parts.head.current);
		return share === undefined ? receipt : { ...receipt, share };
	}
}
