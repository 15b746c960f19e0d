import type { Id } from '../domain/ids.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import { answers } from '../domain/wire.ts';
import { type CaseKey, newestKey } from './case-keys.ts';
import type { Connection } from './connection.ts';
import type { Draft } from './draft.ts';

/** The newest keys one has seen proof of, by case: what is signed next is signed under them. */
const newest = new WeakMap<Connection, Map<Id, CaseKey>>();

function seenBy(connection: Connection): Map<Id, CaseKey> {
	const known = newest.get(connection) ?? new Map<Id, CaseKey>();
	newest.set(connection, known);
	return known;
}

/** Remembers a key of a case. What was remembered stays the same object as long as there is no newer one. */
export function noteKey(connection: Connection, key: CaseKey): CaseKey {
	const known = seenBy(connection);
	const before = known.get(key.case);
	if (before !== undefined && before.generation >= key.generation) return before;
	known.set(key.case, key);
	return key;
}

/** A case's public key as the archive shows it, from its proven entry: for a worker, and for who signs under an old one. */
export async function caseKey(connection: Connection, id: Id): Promise<CaseKey> {
	const { created, rekeyed } = await connection.ask(answers.case, `/v1/cases/${id}`);
	const [first, ...later] = (await connection.open([created, ...rekeyed])) as [Entry, ...Entry[]];
	return noteKey(connection, newestKey(id, first, later));
}

/** What has a secret sealed in it that only its maker can seal anew. */
const ownMaking: ReadonlySet<Draft['type']> = new Set([
	'case.created',
	'case.rekeyed',
	'case.key-granted',
	'case.member-added',
]);

/** The same under the newest keys that are known of its cases: itself where it has them. */
export function underNewest<D extends Draft>(connection: Connection, draft: D): D | Draft {
	const older = casesOf(draft).filter(({ id, generation }) => newerThan(connection, id, generation));
	if (older.length === 0 || ownMaking.has(draft.type)) return draft;
	const known = seenBy(connection);
	if (draft.under !== undefined) return draft.under((key) => known.get(key.case) ?? key);
	const key = known.get((older[0] as { id: Id }).id) as CaseKey;
	return {
		...draft,
		fields: { ...draft.fields, generation: key.generation },
		...(draft.detail === undefined ? {} : { detail: { ...draft.detail, to: key } }),
	};
}

/** Asks for the newest keys of a refused draft's cases; resolves with it under them, undefined where there is none newer. */
export async function renewed(connection: Connection, draft: Draft, asked: Set<Id>): Promise<Draft | undefined> {
	if (ownMaking.has(draft.type)) return undefined;
	for (const { id } of casesOf(draft)) {
		if (asked.has(id)) continue;
		asked.add(id);
		await caseKey(connection, id);
	}
	const again = underNewest(connection, draft);
	return again === draft ? undefined : again;
}

function newerThan(connection: Connection, id: Id, generation: number): boolean {
	return (seenBy(connection).get(id)?.generation ?? 0) > generation;
}

/** The cases whose keys a draft names. */
function casesOf({ fields }: Draft): { id: Id; generation: number }[] {
	if (!('case' in fields)) return [];
	const found = [{ id: fields.case, generation: fields.generation }];
	if ('toGeneration' in fields) found.push({ id: fields.to, generation: fields.toGeneration });
	return found;
}
