import type { Kysely } from 'kysely';
import { apply, nextCount } from '../../src/app/apply.ts';
import { nextExhibit } from '../../src/app/apply-marks.ts';
import type { Gone } from '../../src/app/gone.ts';
import { formerSubject, judge } from '../../src/app/judge.ts';
import { keysOf } from '../../src/app/keys-of.ts';
import { State } from '../../src/app/state.ts';
import { itemKeys, type Key, keyOf, loadRows, saveRows } from '../../src/db/projection.ts';
import type { Database } from '../../src/db/tables.ts';
import { toHex } from '../../src/domain/bytes.ts';
import type { Skeleton } from '../../src/domain/ledger/leaf.ts';
import { keyText } from '../../src/domain/ledger/log-keys.ts';
import { type NoteKey, parseKey } from '../../src/domain/ledger/note.ts';
import type { Statement } from '../../src/domain/ledger/statement.ts';
import { rotates } from '../notary/rotation.ts';
import type { Difference } from './difference.ts';
import { SeenKeys } from './seen-keys.ts';

/** Rows kept in memory. */
const MEMORY = 40_000;
/** Entries between two writes of what changed: most rows are changed by several entries close together. */
const WRITE_EVERY = 20_000;
const ROWS_AT_ONCE = 5_000;

/** Judges and applies the whole ledger once more, with the notary's own functions, into tables that began empty. */
export class Rebuild {
	readonly #db: Kysely<Database>;
	readonly #gone: Gone;
	/** The log's keys that are still to come, from the one that signs now on. */
	#key: NoteKey;
	readonly #state = new State();
	readonly #stored = new SeenKeys();
	readonly #memory: number;
	#unwritten = 0;

	/** `gone`: of all entries that will be taken. `memory`: rows kept between two writes, at the most. */
	constructor(db: Kysely<Database>, key: NoteKey, gone: Gone, memory = MEMORY) {
		this.#db = db;
		this.#gone = gone;
		this.#key = key;
		this.#memory = memory;
	}

	/** Takes in entries [from, …). Returns the first whose recorded result is not the one the notary must have come to. */
	async take(
		from: number,
		entries: readonly (readonly [Statement | null, Skeleton])[],
	): Promise<Difference | undefined> {
		await this.#load(entries);
		for (const [i, [statement, skeleton]] of entries.entries()) {
			this.#gone.takeLater(this.#state, from + i);
			const what = this.#takeOne(from + i, statement, skeleton);
			if (what !== undefined) return { index: from + i, table: 'ledger.entries', what };
		}
		this.#unwritten += entries.length;
		if (this.#unwritten >= WRITE_EVERY) await this.write();
		return undefined;
	}

	#takeOne(index: number, statement: Statement | null, skeleton: Skeleton): string | undefined {
		if (this.#gone.covers(skeleton)) return this.#gone.pass(this.#state, index, statement, skeleton);
		if (statement === null) return 'the statement of this entry is missing';
		const what = this.#judgeAgain(index, statement, skeleton);
		if (what !== undefined) return what;
		apply(this.#state, index, statement, skeleton);
		const entry = { statement, skeleton };
		return rotates(entry) ? this.#rotate(index, entry.statement.next) : undefined;
	}

	/** What was proven of the log's keys is what its entries say. */
	#rotate(index: number, next: string): string | undefined {
		const { ends } = this.#key;
		// The last entry of all may not be signed yet.
		if (ends !== undefined && (ends.size !== index + 1 || keyText(ends.next) !== next))
			return 'another entry than this one closed the log’s key';
		this.#key = ends?.next ?? parseKey(next);
		return undefined;
	}

	#judgeAgain(index: number, statement: Statement, skeleton: Skeleton): string | undefined {
		if (statement.type === 'archive.founded' && statement.log !== keyText(this.#key))
			return 'the founding names another log key';
		const unseen = this.#gone.expunges(skeleton);
		const notary = { logKey: toHex(this.#key.publicKey), empty: index === 0, time: skeleton.time, unseen };
		const verdict = judge(this.#state, statement, notary);
		if (verdict.outcome === 'refused') return `nobody who could sign this was enrolled (${verdict.code})`;
		const result = verdict.outcome === 'denied' ? `denied:${verdict.code}` : 'accepted';
		const { kind, id, n } = skeleton.subject;
		const unknown = result !== skeleton.result && this.#gone.explains(statement, skeleton.result);
		if (unknown) return n === nextCount(this.#state, skeleton.subject) ? undefined : 'counted otherwise than it should';
		if (result !== skeleton.result) return `recorded as ${skeleton.result}, but by the policy it is ${result}`;
		const subject = [verdict.subject, formerSubject(this.#state, statement)].find(
			(one) => one?.kind === kind && one.id === id,
		);
		if (subject === undefined) return 'recorded under another subject';
		const count = nextCount(this.#state, subject);
		if (n !== count) return `recorded as event ${n} of its subject, but it is event ${count}`;
		const exhibit =
			statement.type === 'exhibit.added' && result === 'accepted' ? nextExhibit(this.#state, statement) : undefined;
		const { exhibit: given } = skeleton;
		if (given === exhibit) return undefined;
		const above = exhibit !== undefined && given !== undefined && given > exhibit;
		return above && this.#gone.gave(exhibit, given)
			? undefined
			: `recorded as exhibit ${given}, but it is exhibit ${exhibit}`;
	}

	async #load(entries: readonly (readonly [Statement | null, Skeleton])[]): Promise<void> {
		const wanted: Key[] = entries.flatMap(([statement, { subject }]) => [
			{ table: 'subjects' as const, key: `${subject.id}/${subject.kind}` },
			...(statement === null ? [] : keysOf(statement)),
		]);
		// What is written of these items; what is not written yet is in memory.
		const expunging = entries.flatMap(([s]) => (s?.type === 'item.expunged' ? [s.item] : []));
		wanted.push(...this.#gone.laterKeys(), ...(await itemKeys(this.#db, expunging)));
		const missing = this.#state.missing(wanted);
		const perhaps = missing.filter((one) => this.#stored.mayHave(`${one.table}:${one.key}`));
		this.#state.fill(missing, perhaps.length === 0 ? [] : await loadRows(this.#db, perhaps));
	}

	/** All `size` entries were taken in: the tables are complete. */
	async end(size: number): Promise<void> {
		await this.#load([]);
		this.#gone.takeLater(this.#state, size, true);
		await this.write();
	}

	/** Writes what changed to the tables. */
	async write(): Promise<void> {
		this.#unwritten = 0;
		for (const [table, rows] of this.#state.takeChanges()) {
			for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
				const some = rows.slice(at, at + ROWS_AT_ONCE);
				await saveRows(this.#db, new Map([[table, some]]));
				for (const row of some) this.#stored.add(`${table}:${keyOf(table, row)}`);
			}
		}
		this.#state.forget(this.#memory);
	}
}
