import { type Kysely, sql } from 'kysely';
import type { Key } from '../db/projection.ts';
import type { Database } from '../db/tables.ts';
import { utf8 } from '../domain/bytes.ts';
import { readLaid } from '../domain/ledger/expungement.ts';
import type { Skeleton } from '../domain/ledger/leaf.ts';
import { type Left, parseStatement, type Statement } from '../domain/ledger/statement.ts';
import { apply, nextCount } from './apply.ts';
import { applyLater } from './judge-expunged.ts';
import type { State } from './state.ts';

/** An item, and the event of it by which it was expunged: its `n`th, entry `idx`. */
export interface Expungement {
	item: string;
	idx: number;
	n: number;
	/** Of one that is in no entry here: this state was restored from before it. It counts from entry `at` on. */
	later?: { at: number; left: readonly Left[] };
}

/** The accepted `item.expunged` of the first `size` entries, as their skeletons have them; and those that came later than what was restored. */
export async function expungements(db: Kysely<Database>, size: number): Promise<Expungement[]> {
	const { rows } = await sql<Expungement>`select subject as item, idx, n from ledger.entries
		where skeleton like '{"result":"accepted",%"type":"item.expunged","v":1}' and idx < ${size} order by idx`.execute(
		db,
	);
	const later = await db
		.selectFrom('ledger.expunged_later')
		.select(['item', 'at', 'n', 'entry'])
		.orderBy('at')
		.execute();
	return [
		...rows,
		...later.map(({ item, at, n, entry }) => ({ item, idx: -1, n, later: { at, left: leftIn(entry) } })),
	];
}

/**
 * Which entries may be without what they said: all earlier ones of an item that was expunged. Their leaves and skeletons
 * stay, and are proven; the books are kept again without them, whether they are gone yet or not, and come out the same.
 */
export class Gone {
	readonly #items: ReadonlyMap<string, Expungement>;
	readonly #numbers = new Map<number, number>();
	readonly #later: readonly Expungement[];
	#any = false;

	constructor(items: readonly Expungement[]) {
		this.#later = items.filter((one) => one.later !== undefined);
		this.#items = new Map(items.map((one) => [one.item, one]));
	}

	get items(): readonly string[] {
		return [...this.#items.keys()];
	}

	/** True if this entry came before the one that expunged its item. */
	covers({ subject }: Skeleton): boolean {
		return subject.kind === 'item' && subject.n < (this.#items.get(subject.id)?.n ?? 0);
	}

	/** True if what it said may be missing: all but the beginning of a report, which says pseudonyms only and holds up the report. */
	lacks(skeleton: Skeleton): boolean {
		return this.covers(skeleton) && !isReport(skeleton);
	}

	/** Takes in, before entry `idx`, what is known from elsewhere; with `rest` all that is left of it. */
	takeLater(state: State, idx: number, rest = false): void {
		for (const { item, n, later } of this.#later)
			if (later?.at === idx || (rest && (later?.at ?? 0) > idx)) applyLater(state, item, n, later?.left ?? []);
	}

	/** The rows that `takeLater` changes. */
	laterKeys(): Key[] {
		const cases = this.#later.flatMap(({ later }) => later?.left ?? []).map((one) => one.case);
		return cases.map((key) => ({ table: 'cases', key }));
	}

	/** True if this is the entry that expunged its item. */
	expunges({ subject, type, result }: Skeleton): boolean {
		return type === 'item.expunged' && result === 'accepted' && this.#items.get(subject.id)?.n === subject.n;
	}

	/** Keeps the books for an entry that is covered. Returns what is wrong with it, if anything. */
	pass(state: State, idx: number, statement: Statement | null, skeleton: Skeleton): string | undefined {
		const count = nextCount(state, skeleton.subject);
		const { n } = skeleton.subject;
		if (n !== count) return `recorded as event ${n} of its subject, but it is event ${count}`;
		this.#any = true;
		if (isReport(skeleton)) {
			if (statement?.type !== 'report.begun') return 'the statement of this entry is missing';
			apply(state, idx, statement, skeleton);
			return undefined;
		}
		state.put('subjects', skeleton.subject);
		const { exhibit } = skeleton;
		if (exhibit !== undefined) this.#numbers.set(exhibit, (this.#numbers.get(exhibit) ?? 0) + 1);
		return undefined;
	}

	/** True if numbers [from, to) can have been given to what is gone; each counts once. */
	gave(from: number, to: number): boolean {
		for (let number = from; number < to; number++) {
			const left = this.#numbers.get(number) ?? 0;
			if (left === 0) return false;
			this.#numbers.set(number, left - 1);
		}
		return true;
	}

	/** True if a refusal of what names a new id can have been for its sake: the id was that of something gone. */
	explains(statement: Statement, result: string): boolean {
		return this.#any && result === 'denied:conflict' && namesNew.has(statement.type);
	}
}

/**
 * True of a refused attempt at an item that is counted elsewhere: with a person who may not know of it, or a case that has it not. What
 * was sealed beside it is not kept, for it would stay where the item is destroyed; earlier notaries kept it until then.
 */
export function isStray({ result, subject }: Skeleton, statement: Statement): boolean {
	return result !== 'accepted' && 'item' in statement && statement.item !== undefined && statement.item !== subject.id;
}

/** Nothing of what is no such proof: an audit says so. */
function leftIn(source: string): readonly Left[] {
	const laid = readLaid(source);
	if (laid === undefined) return [];
	const s = parseStatement(utf8(laid.entry.statement));
	return s.type === 'item.expunged' ? (s.left ?? []) : [];
}

const namesNew: ReadonlySet<Statement['type']> = new Set([
	'item.received',
	'derivative.made',
	'clip.added',
	'exhibit.added',
	'item.noted',
]);

function isReport({ type, result }: Skeleton): boolean {
	return type === 'report.begun' && result === 'accepted';
}
