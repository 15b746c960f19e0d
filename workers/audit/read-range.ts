import type { Client } from 'pg';
import type { Gone } from '../../src/app/gone.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { formatCheckpoint, parseCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import type { Skeleton } from '../../src/domain/ledger/leaf.ts';
import { signerOf } from '../../src/domain/ledger/log-keys.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import { type NoteKey, openNote, parseNote } from '../../src/domain/ledger/note.ts';
import type { Statement } from '../../src/domain/ledger/statement.ts';
import { TILE_WIDTH } from '../../src/domain/ledger/tiles.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type CheckedEntry, checkEntry, checkGone, entryColumns } from './check-entry.ts';
import { bytes, copyRows, int, string } from './copy-rows.ts';
import type { Difference } from './difference.ts';
import { JsonList } from './json-list.ts';

/** Entries [from, from + count) as far as they are right by themselves, and what else the ledger stores about them. */
export interface CheckedRange {
	from: number;
	count: number;
	/** The RFC 6962 leaf hashes, 32 bytes each. */
	hashes: Uint8Array<ArrayBuffer>;
	/** JSON: `[[statement or null, skeleton], …]`, UTF-8; see `pairsOf`. Bytes move to another thread for nothing. */
	entries: Uint8Array<ArrayBuffer>;
	/** Stored checkpoints of sizes (from, from + count]. */
	checkpoints: { size: number; root: string }[];
	/** Stored nodes completed by these entries: `level/idx` → hash, hex. */
	nodes: Map<string, string>;
	prefixes: number;
	/** Statements that are gone with their item. */
	gone: number;
	/** What is wrong with the entry after the last one here. */
	difference?: Difference;
}

/** The statements (null where one is gone with its item) and skeletons of a range. */
export function pairsOf({ entries }: CheckedRange): [Statement | null, Skeleton][] {
	return JSON.parse(Buffer.from(entries.buffer).toString('utf8')) as [Statement | null, Skeleton][];
}

export interface ReadOptions {
	key: NoteKey;
	/** Verify the signatures of statements and checkpoints. */
	signatures: boolean;
	/** What may be missing. */
	gone: Gone;
}

interface Expected {
	/** By id: whose prefix it is and what it must hash to. */
	prefixes: Map<string, { index: number; item: string; sha256: string }>;
	/** Checkpoints that signers saw, `size/root`, with the first entry that names each. */
	seen: Map<string, { index: number; size: number }>;
}

/** Reads and checks entries [from, to). Whatever needs the state of the archive is left to the caller. */
export async function readRange(client: Client, from: number, to: number, options: ReadOptions): Promise<CheckedRange> {
	const hashes = new Uint8Array(32 * (to - from));
	const texts = new JsonList();
	const expected: Expected = { prefixes: new Map(), seen: new Map() };
	let difference: Difference | undefined;
	let next = from;
	let missing = 0;
	await copyRows(client, entriesOf(from, to), (row) => {
		if (difference !== undefined) return;
		try {
			const idx = int(row[0]);
			if (idx !== next)
				throw new CustosError('damaged', idx < next ? 'this entry is there twice' : 'this entry is missing');
			const left = checkGone(row, options.gone);
			const entry =
				left === undefined
					? checkEntry(row, { origin: options.key.name, signatures: options.signatures, gone: options.gone })
					: { ...left, statementText: NOTHING };
			if (entry.skeletonText.length > 1000) throw new CustosError('damaged', 'the skeleton is too long');
			if ('statement' in entry) expect(expected, next, entry, options.gone);
			else missing += 1;
			hashes.set(leafHash(entry.leaf), 32 * (next - from));
			texts.push(entry.statementText, entry.skeletonText);
			next += 1;
		} catch (error) {
			if (!isCustosError(error)) throw error;
			difference = { index: next, table: 'ledger.entries', what: error.message };
		}
	});
	if (difference === undefined && next < to)
		difference = { index: next, table: 'ledger.entries', what: 'this entry is missing' };
	const beside = (await checkPrefixes(client, expected)) ?? (await checkSeen(client, expected));
	const first = beside ?? difference; // only entries before a difference have things beside them
	const count = Math.min(next, first?.index ?? to) - from;
	return {
		from,
		count,
		hashes: hashes.slice(0, 32 * count),
		entries: texts.take(count),
		checkpoints: await checkpoints(client, from, from + count, options),
		nodes: await nodes(client, from, from + count),
		prefixes: expected.prefixes.size,
		gone: missing,
		...(first && { difference: first }),
	};
}

function entriesOf(from: number, to: number): string {
	return `select ${entryColumns} from ledger.entries e left join ledger.bodies b on b.idx = e.idx where e.idx >= ${from} and e.idx < ${to} order by e.idx`;
}

const NOTHING = utf8('null');

function expect(expected: Expected, index: number, { statement, skeleton }: CheckedEntry, gone: Gone): void {
	const { size, root } = statement.seen;
	if (size > index) throw new CustosError('damaged', 'the signer of this statement saw a log longer than it was');
	const name = `${size}/${root}`;
	if (statement.type !== 'archive.founded' && !expected.seen.has(name)) expected.seen.set(name, { index, size });
	// Prefixes go first, and the rest stands for as long as that takes.
	if (skeleton.result !== 'accepted' || gone.covers(skeleton)) return;
	const id = prefixOf(statement);
	if (id !== undefined) expected.prefixes.set(id.id, { index, item: id.item, sha256: id.sha256 });
}

function prefixOf(s: Statement): { id: string; item: string; sha256: string } | undefined {
	if (s.type === 'item.received') return { id: s.item, item: s.item, sha256: s.prefix };
	if (s.type === 'derivative.made') return { id: s.derivative, item: s.item, sha256: s.prefix };
	return undefined;
}

async function checkPrefixes(client: Client, { prefixes }: Expected): Promise<Difference | undefined> {
	if (prefixes.size === 0) return undefined;
	const open = new Map(prefixes);
	// Ids passed the statement's schema: hexadecimal digits alone.
	await copyRows(
		client,
		`select id, item, prefix from ledger.prefixes where id = any('{${[...prefixes.keys()].join(',')}}')`,
		(row) => {
			const wanted = open.get(string(row[0]));
			if (wanted?.item === string(row[1]) && toHex(platform.sha256(bytes(row[2]))) === wanted.sha256)
				open.delete(string(row[0]));
		},
	);
	return lowest(open.values(), 'ledger.prefixes', 'the stored prefix is missing, or not the one this entry commits to');
}

/** What a signer saw must have been a checkpoint of this log, and from before. */
async function checkSeen(client: Client, { seen }: Expected): Promise<Difference | undefined> {
	if (seen.size === 0) return undefined;
	const open = new Map(seen);
	const sizes = [...seen.values()].map((one) => one.size).join(',');
	await copyRows(client, `select size, root from ledger.checkpoints where size = any('{${sizes}}')`, (row) => {
		open.delete(`${int(row[0])}/${string(row[1])}`);
	});
	return lowest(open.values(), 'ledger.checkpoints', 'the checkpoint this statement names is not in the log');
}

function lowest(open: Iterable<{ index: number }>, table: string, what: string): Difference | undefined {
	const [index] = [...open].map((one) => one.index).sort((a, b) => a - b);
	return index === undefined ? undefined : { index, table, what };
}

async function checkpoints(
	client: Client,
	from: number,
	to: number,
	options: ReadOptions,
): Promise<CheckedRange['checkpoints']> {
	const found: CheckedRange['checkpoints'] = [];
	await copyRows(
		client,
		`select size, root, note from ledger.checkpoints where size > ${from} and size <= ${to} order by size`,
		(row) => {
			const [size, root, note] = [int(row[0]), string(row[1]), string(row[2])];
			found.push({
				size,
				root: isRight({ size, root, note }, options) ? root : 'a note that is not this checkpoint’s',
			});
		},
	);
	return found;
}

/** True if the note says what the columns say, and is signed by the log key (when signatures are asked for). */
export function isRight(
	checkpoint: { size: number; root: string; note: string },
	{ key, signatures }: Pick<ReadOptions, 'key' | 'signatures'>,
): boolean {
	try {
		const body = signatures
			? openNote(checkpoint.note, signerOf(key, checkpoint.size))
			: parseNote(checkpoint.note).text;
		const said = parseCheckpoint(body);
		return (
			formatCheckpoint(said) === body &&
			said.origin === key.name &&
			said.size === checkpoint.size &&
			toHex(said.root) === checkpoint.root
		);
	} catch (error) {
		if (isCustosError(error)) return false;
		throw error;
	}
}

async function nodes(client: Client, from: number, to: number): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	const ranges: string[] = [];
	for (let [level, span] = [1, TILE_WIDTH]; span <= to; level++, span *= TILE_WIDTH) {
		const [first, end] = [Math.floor(from / span), Math.floor(to / span)];
		if (end > first) ranges.push(`(level = ${level} and idx >= ${first} and idx < ${end})`);
	}
	if (ranges.length === 0) return found;
	await copyRows(client, `select level, idx, hash from ledger.nodes where ${ranges.join(' or ')}`, (row) => {
		found.set(`${int(row[0])}/${int(row[1])}`, toHex(bytes(row[2])));
	});
	return found;
}
