import type { Id } from '../../src/domain/ids.ts';
import type { Place } from './erase-bodies.ts';
import { isGone, isGoneStray, namedBodies } from './named-bodies.ts';

/** Where the last backup ended. */
export interface Since {
	entries: number;
	checkpoint: number;
}

/** What is proven, and so made of ids and numbers alone. */
export interface Noted {
	item: Id;
	places: readonly Place[];
}

export interface SavedTable {
	name: string;
	columns: string;
	/** The rows that came after `since`, up to `entries`; all of them for a table that is small and changes. `noted`: where bodies lie that are still to be destroyed. */
	select(since: Since, entries: number, noted: readonly Noted[]): string;
	/** Every backup holds it anew. */
	whole?: true;
	/** It holds something of what entries say, and is written anew when any of that is expunged. */
	said?: true;
}

const byIdx = (name: string, columns: string): SavedTable => ({
	name,
	columns,
	select: (since, entries) =>
		`select ${columns} from ${name} where idx >= ${since.entries} and idx < ${entries} order by idx`,
});
const whole = (name: string, columns: string): SavedTable => ({
	name,
	columns,
	select: () => `select ${columns} from ${name}`,
	whole: true,
});

/**
 * What a backup holds, in the order it is loaded. The read tables are not in it: they are made again from the ledger.
 * Of what is in flight, only what would be lost for good: refusals that are not entries yet, and requests to join.
 */
export const savedTables: readonly SavedTable[] = [
	byIdx('ledger.entries', 'idx, leaf, skeleton, skeleton_salt, subject, n'),
	{
		name: 'ledger.bodies',
		columns: 'idx, actor, statement_id, statement, signature, statement_salt, sealed',
		// What is being destroyed is not saved any more: of the beginning of a report, only what it keeps.
		select: (since, entries) => `select b.idx, b.actor, b.statement_id, b.statement, b.signature, b.statement_salt,
				case when ${isGone} or ${isGoneStray} then null else b.sealed end as sealed
			from ledger.bodies b join ledger.entries e using (idx) where b.idx >= ${since.entries} and b.idx < ${entries}
				and (not ${isGone} or e.skeleton like '{"result":"accepted",%"type":"report.begun","v":1}') order by b.idx`,
		said: true,
	},
	{
		name: 'ledger.nodes',
		columns: 'level, idx, hash',
		// A node is complete, and written, with the last of its 256^level entries.
		select: (since, entries) => `select level, idx, hash from ledger.nodes
			where (idx + 1) * (256::numeric ^ level) > ${since.entries} and (idx + 1) * (256::numeric ^ level) <= ${entries}`,
	},
	{
		name: 'ledger.checkpoints',
		columns: 'size, root, note',
		select: (since) => `select size, root, note from ledger.checkpoints where size > ${since.checkpoint} order by size`,
	},
	{
		name: 'ledger.prefixes',
		columns: 'id, item, prefix',
		select: (since, entries) => `select p.id, p.item, p.prefix from (${namedBodies(since.entries, entries)}) made
			join ledger.prefixes p using (id) order by made.idx`,
		said: true,
	},
	// A token may come after the backup that already holds its checkpoint.
	whole('ledger.time_tokens', 'size, authority, note, answer, time'),
	whole('ledger.expunged_later', 'item, at, n, entry'),
	{
		// Where bodies lay that no entry in this backup names any more; how far their destruction is, is looked for anew where it is restored.
		name: 'destruction',
		columns: 'item, bodies',
		select: (_since, _entries, noted) =>
			[
				'select item, bodies from destruction where item <> all (array[',
				noted.map((one) => `'${one.item}'`),
				']::text[])',
			]
				.join('')
				.concat(...noted.map(({ item, places }) => ` union all select '${item}', '${JSON.stringify(places)}'`)),
		whole: true,
	},
	whole('denials', 'person, hour, count, hashes'),
	whole('joins', 'invite, body, at'),
];
