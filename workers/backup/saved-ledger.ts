import { equal, text, toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Hex32, Id } from '../../src/domain/ids.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { buildLeaf, parseSkeleton } from '../../src/domain/ledger/leaf.ts';
import { leafHash, nodeHash } from '../../src/domain/ledger/merkle.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import { type Body, parseStatement } from '../../src/domain/ledger/statement.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import type { Head } from '../notary/head.ts';
import type { Manifest } from './manifest.ts';
import { cell, numberAt, type Row, tableRows } from './read-rows.ts';

/** An item, or what was made of one, as the entry that took it in names it. */
export interface NamedBody {
	idx: number;
	kind: 'original' | 'examination' | 'proxy';
	/** Of the item itself, or of the derivative. */
	id: Id;
	item: Id;
	case: Id;
	/** SHA-256 that the entry commits to. */
	prefix: Hex32;
	body: Body;
}

/**
 * Hashes every entry of a backup again, without a database, up to its newest checkpoint, which the log key must have
 * signed, as it must have the notary's saved head. Resolves with how many entries that are. Throws `damaged` naming the entry,
 * `forked` when the entries are not those that were signed, `bad-proof`.
 */
export async function proveLedger(
	from: BlobStore,
	manifest: Manifest,
	log: NoteKey,
	head: Head,
	onEntry: (done: number) => void,
): Promise<number> {
	const signed = new Map<number, string>();
	for (const note of [head.note, await newestNote(from, manifest)]) {
		const { size, root } = openCheckpoint(note, log);
		if ((signed.get(size) ?? toHex(root)) !== toHex(root)) throw forked(size);
		signed.set(size, toHex(root));
	}
	const size = Math.max(...signed.keys());
	const tree = new GrowingTree();
	for await (const { idx, entry, body } of rowsByIndex(from, manifest)) {
		if (idx >= size) break;
		const leaf = cell(entry, 1);
		if (idx !== tree.size) throw new CustosError('damaged', `entry ${tree.size} is missing from the backup`);
		if (body !== undefined && !equal(leaf, leafOf(entry, body)))
			throw new CustosError('damaged', `entry ${idx} of the backup is not what its leaf commits to`);
		tree.add(leafHash(leaf));
		const root = signed.get(tree.size);
		if (root !== undefined && root !== toHex(tree.root())) throw forked(tree.size);
		onEntry(tree.size);
	}
	if (tree.size < size) throw new CustosError('behind', `the backup holds ${tree.size} of the ${size} entries signed`);
	return size;
}

/** The items and derivatives that the first `size` entries of a backup took in, in their order. */
export async function* namedInBackup(from: BlobStore, manifest: Manifest, size: number): AsyncGenerator<NamedBody> {
	for await (const { idx, entry, body } of rowsByIndex(from, manifest)) {
		if (idx >= size) return;
		const { type, result } = parseSkeleton(text(cell(entry, 2)));
		if (body === undefined || result !== 'accepted') continue;
		if (type !== 'item.received' && type !== 'derivative.made') continue;
		const statement = parseStatement(cell(body, 3));
		if (statement.type === 'item.received') {
			const { item, prefix } = statement;
			yield { idx, kind: 'original', id: item, item, case: statement.case, prefix, body: statement.body };
		} else if (statement.type === 'derivative.made') {
			const { item, prefix, derivative: id, kind = 'examination' } = statement;
			yield { idx, kind, id, item, case: statement.case, prefix, body: statement.body };
		}
	}
}

/** Entries with their statements; without one where it is not there. */
async function* rowsByIndex(
	from: BlobStore,
	manifest: Manifest,
): AsyncGenerator<{ idx: number; entry: Row; body: Row | undefined }> {
	const bodies = tableRows(from, manifest, 'ledger.bodies');
	try {
		let next = await bodies.next();
		for await (const entry of tableRows(from, manifest, 'ledger.entries')) {
			const idx = numberAt(entry, 0);
			while (!next.done && numberAt(next.value, 0) < idx) next = await bodies.next();
			const there = !next.done && numberAt(next.value, 0) === idx;
			yield { idx, entry, body: there ? (next.value as Row) : undefined };
		}
	} finally {
		await bodies.return(undefined);
	}
}

function leafOf(entry: Row, body: Row): Uint8Array {
	return buildLeaf({
		skeleton: text(cell(entry, 2)),
		skeletonSalt: cell(entry, 3),
		statement: cell(body, 3),
		signature: cell(body, 4),
		statementSalt: cell(body, 5),
	});
}

async function newestNote(from: BlobStore, manifest: Manifest): Promise<string> {
	let newest: Row | undefined;
	for await (const row of tableRows(from, manifest, 'ledger.checkpoints'))
		if (newest === undefined || numberAt(row, 0) > numberAt(newest, 0)) newest = row;
	if (newest === undefined) throw new CustosError('bad-proof', 'this backup holds no checkpoint');
	return text(cell(newest, 2));
}

function forked(size: number): CustosError {
	return new CustosError('forked', `the first ${size} entries of this backup are not those that the log key signed`);
}

/** RFC 6962 over leaves that come one by one: the roots of the complete subtrees so far, largest first. */
class GrowingTree {
	size = 0;
	readonly #roots: Uint8Array[] = [];

	add(hash: Uint8Array): void {
		let made = hash;
		for (let size = this.size; size % 2 === 1; size = (size - 1) / 2)
			made = nodeHash(this.#roots.pop() as Uint8Array, made);
		this.#roots.push(made);
		this.size += 1;
	}

	root(): Uint8Array {
		return this.#roots.reduceRight((right, left) => nodeHash(left, right));
	}
}
