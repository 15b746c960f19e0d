import type { Kysely } from 'kysely';
import { entries, type StoredEntry } from '../db/log-store.ts';
import type { Database } from '../db/tables.ts';
import { CustosError } from '../domain/errors.ts';
import type { ActType } from '../domain/ledger/act.ts';
import type { KeyLink } from '../domain/ledger/key-links.ts';
import { parseStatement, type Statement, type StatementOf } from '../domain/ledger/statement.ts';
import { ARCHIVE } from './archive.ts';
import { withProofs } from './entries.ts';

/** What entry 0 says, as it is stored. Throws `damaged` where there is none. */
export async function foundingOf(db: Kysely<Database>): Promise<StatementOf<'archive.founded'>> {
	const row = await entries(db).where('e.idx', '=', 0).executeTakeFirst();
	const founding = row === undefined ? undefined : parseStatement(row.statement);
	if (founding?.type !== 'archive.founded') throw new CustosError('damaged', 'entry 0 is not a founding');
	return founding;
}

/** How the log's key was rotated, oldest first, by the read tables: as far as the final checkpoints are signed. */
export async function keyLinks(db: Kysely<Database>): Promise<KeyLink[]> {
	const rows = await db
		.selectFrom('log_keys')
		.select('ended')
		.where('ended', 'is not', null)
		.orderBy('ended')
		.execute();
	return linksAt(
		db,
		rows.map(({ ended }) => ended as number),
	);
}

/** Entries that closed a key, by the ledger alone, for whoever does not believe the read tables. */
export async function closingsInLedger(db: Kysely<Database>): Promise<number[]> {
	const rows = await db
		.selectFrom('ledger.entries')
		.select('idx')
		.where('subject', '=', ARCHIVE)
		.where('skeleton', 'like', '{"result":"accepted",%"type":"log.rotated","v":1}')
		.orderBy('idx')
		.execute();
	return rows.map(({ idx }) => idx);
}

const made = new WeakMap<Kysely<Database>, Map<number, KeyLink>>();

async function linksAt(db: Kysely<Database>, closings: readonly number[]): Promise<KeyLink[]> {
	const links: KeyLink[] = [];
	const known = made.get(db) ?? new Map<number, KeyLink>();
	made.set(db, known);
	for (const idx of closings) {
		const link = known.get(idx) ?? (await linkAt(db, idx));
		// Nothing is signed after it before this is there.
		if (link === undefined) break;
		known.set(idx, link);
		links.push(link);
	}
	return links;
}

/** What proves the rotation by the entry at `idx`; undefined until its checkpoint is there. */
export async function linkAt(db: Kysely<Database>, idx: number): Promise<KeyLink | undefined> {
	const size = idx + 1;
	const final = await db
		.selectFrom('ledger.checkpoints')
		.select(['size', 'note'])
		.where('size', '=', size)
		.executeTakeFirst();
	if (final === undefined) return undefined;
	const [closing] = await entries(db).where('e.idx', '=', idx).execute();
	if (closing === undefined) throw new CustosError('damaged', `entry ${idx} is not there`);
	const shown = ofStewards(await eventsBefore(db, idx), parseStatement(closing.statement));
	// What is sealed is for others than those who check a link.
	const texts = await withProofs(
		db,
		[...shown, closing].map((row) => ({ ...row, sealed: null })),
		final,
	);
	return { agreed: texts.slice(0, -1), closing: texts.at(-1) as KeyLink['closing'] };
}

/** How many entries the link would show if this rotation became the next entry. */
export async function linkLength(db: Kysely<Database>, closing: StatementOf<'log.rotated'>): Promise<number> {
	return ofStewards(await eventsBefore(db), closing).length;
}

/** The archive's accepted events, in their order: all of them, or those before an entry. */
function eventsBefore(db: Kysely<Database>, idx = Number.MAX_SAFE_INTEGER): Promise<StoredEntry[]> {
	return entries(db)
		.where('e.subject', '=', ARCHIVE)
		.where('e.idx', '<', idx)
		.where('e.skeleton', 'like', '{"result":"accepted"%')
		.orderBy('e.idx')
		.execute();
}

/** Acts by which stewards become or cease to be stewards, or decide on the log itself. */
const acts: readonly ActType[] = [
	'person.enrolled',
	'person.suspended',
	'person.reinstated',
	'threshold.changed',
	'log.rotated',
];

/**
 * Of the archive's events, those by which one sees who the stewards are and what they agreed on before `closing`: nobody else is shown, and
 * no proposal of which nothing came, so that nobody makes a link long by proposing.
 */
function ofStewards(rows: readonly StoredEntry[], closing: Statement): StoredEntry[] {
	const all = rows.map((row) => ({ row, s: parseStatement(row.statement) }));
	const stewards = new Set<string>();
	for (const { s } of all) {
		if (s.type === 'archive.founded') for (const one of s.stewards) stewards.add(one.sign);
		if (s.type === 'person.enrolled' && s.role === 'steward') stewards.add(s.person.sign);
	}
	const concerns = (s: Statement): boolean => {
		if (!acts.includes(s.type as ActType)) return false;
		if (s.type === 'person.enrolled') return s.role === 'steward';
		return 'person' in s && typeof s.person === 'string' ? stewards.has(s.person) : true;
	};
	const done = new Set<string>();
	for (const s of [...all.map((one) => one.s), closing])
		if ('approval' in s && s.approval !== undefined && concerns(s)) done.add(s.approval);
	return all
		.filter(({ s }) => {
			if (s.type === 'act.proposed' || s.type === 'act.approved') return done.has(s.proposal);
			// From there stewards come, for whoever has it from nowhere else.
			if (s.type === 'archive.founded') return true;
			if (s.type === 'suspension-card.made' || s.type === 'suspension-card.revoked') return stewards.has(s.actor);
			return concerns(s);
		})
		.map(({ row }) => row);
}
