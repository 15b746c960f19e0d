import { type Kysely, sql } from 'kysely';
import { entryTexts } from '../../src/app/entries.ts';
import { keyLinks } from '../../src/app/key-links.ts';
import { unlessUnproven } from '../../src/app/unless-unproven.ts';
import type { Database } from '../../src/db/tables.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { Id } from '../../src/domain/ids.ts';
import { LaidProof, layText, openLaid } from '../../src/domain/ledger/expungement.ts';
import type { KeyLink } from '../../src/domain/ledger/key-links.ts';
import { keyText } from '../../src/domain/ledger/log-keys.ts';
import { type NoteKey, parseKey } from '../../src/domain/ledger/note.ts';
import { openEntryAsync } from '../../src/domain/ledger/receipt.ts';
import type { StatementOf } from '../../src/domain/ledger/statement.ts';
import { type Claim, claimsOn, Noted, type Place } from './erase-bodies.ts';
import { namedBodies } from './named-bodies.ts';

/** The log as it is known by something that does not come from the database. */
export interface OwnLog {
	/** Its first key, and whose later sizes are. */
	key: NoteKey;
	founding: StatementOf<'archive.founded'>;
}

/** What may be destroyed of an item: the log's own key says that it was expunged. */
export interface ToErase {
	item: Id;
	laid: LaidProof;
	places: readonly Place[];
	/** Who says where its bodies lie: its own entries; once these are gone, what was written down of them; or nobody. */
	by: 'entries' | 'note' | null;
	/** What other items have in the same objects. */
	others: readonly Claim[];
}

/**
 * Of items that the tables say were expunged, those of which it is proven under the log's key. Whoever writes tables destroys
 * nothing by it: the rest is `unproven`, and is to be left as it is and said.
 */
export async function proveExpunged(
	db: Kysely<Database>,
	items: readonly string[],
	log: OwnLog,
): Promise<{ proven: ToErase[]; unproven: string[] }> {
	const found: Omit<ToErase, 'others'>[] = [];
	const unproven: string[] = [];
	const links = items.length === 0 ? [] : await keyLinks(db);
	for (const item of items) {
		const one = await unlessUnproven(() => proveOne(db, Id.parse(item), links, log));
		if (one === undefined) unproven.push(item);
		else found.push(one);
	}
	const claims = await claimsOn(
		db,
		found.flatMap((one) => one.places),
	);
	const proven = found.map((one) => {
		const others = claims.filter((claim) => claim.item !== one.item);
		const taken = new Set(others.map((claim) => claim.id));
		return { ...one, others, places: one.places.filter((place) => place.id === one.item || !taken.has(place.id)) };
	});
	return { proven, unproven };
}

async function proveOne(
	db: Kysely<Database>,
	item: Id,
	links: readonly KeyLink[],
	log: OwnLog,
): Promise<Omit<ToErase, 'others'> | undefined> {
	const laid = await provenEntry(db, item, links, log);
	if (laid === undefined) return undefined;
	const own = await ownPlaces(db, item, log.key);
	if (own !== undefined) return { item, laid, places: own, by: 'entries' };
	const noted = await writtenDown(db, item);
	return { item, laid, places: noted ?? [], by: noted === undefined ? null : 'note' };
}

/** The entry that expunged it: of this log, or of what came later than the state that was restored here. */
async function provenEntry(
	db: Kysely<Database>,
	item: Id,
	links: readonly KeyLink[],
	log: OwnLog,
): Promise<LaidProof | undefined> {
	const { rows } = await sql<{ idx: number }>`select idx from ledger.entries where subject = ${item}
		and skeleton like '{"result":"accepted",%"type":"item.expunged","v":1}' order by n limit 10`.execute(db);
	for (const { idx } of rows) {
		const laid = await unlessUnproven(async () => {
			const [entry] = await entryTexts(db, [idx]);
			return entry === undefined ? undefined : opened(layText({ entry: open(entry), links: [...links] }), item, log);
		});
		if (laid !== undefined) return laid;
	}
	const later = await db.selectFrom('ledger.expunged_later').select('entry').where('item', '=', item).execute();
	for (const { entry } of later) {
		const laid = await unlessUnproven(async () => opened(entry, item, log));
		if (laid !== undefined) return laid;
	}
	return undefined;
}

function open({ sealed: _, ...entry }: LaidProof['entry']): LaidProof['entry'] {
	return entry;
}

/** As whoever restores will read it: by what is known here of the log's keys, and by its first key alone. */
function opened(source: string, item: Id, { key, founding }: OwnLog): LaidProof {
	const laid = LaidProof.parse(JSON.parse(source));
	for (const known of [key, parseKey(keyText(key))])
		if (openLaid(laid, known, founding).item !== item)
			throw new CustosError('bad-proof', 'this entry expunged another item');
	return laid;
}

/** Where its bodies lie, by its own entries, each under the log's key; undefined once these are gone. Throws `bad-proof`. */
export async function ownPlaces(db: Kysely<Database>, item: Id, key: NoteKey): Promise<Place[] | undefined> {
	const named = sql.raw(namedBodies(0, Number.MAX_SAFE_INTEGER, item));
	const { rows } = await sql<{ idx: number }>`select idx from (${named}) n where object is not null`.execute(db);
	if (rows.length === 0) return undefined;
	const places: Place[] = [];
	for (const text of await entryTexts(
		db,
		rows.map((row) => row.idx),
	)) {
		const { statement: s, skeleton } = await openEntryAsync(text, key);
		if (
			(s.type !== 'item.received' && s.type !== 'derivative.made') ||
			s.item !== item ||
			skeleton.result !== 'accepted'
		)
			throw new CustosError('bad-proof', 'this entry names no body of the item');
		const { object, offset, size } = s.body;
		places.push({ id: s.type === 'derivative.made' ? s.derivative : item, object, offset, size });
	}
	return places.sort((a, b) => (a.object === b.object ? a.offset - b.offset : a.object < b.object ? -1 : 1));
}

/** What was written down of them, where somebody did, and it can be read. */
async function writtenDown(db: Kysely<Database>, item: Id): Promise<Place[] | undefined> {
	const row = await db.selectFrom('destruction').select('bodies').where('item', '=', item).executeTakeFirst();
	return row === undefined ? undefined : Noted.safeParse(row.bodies).data;
}
