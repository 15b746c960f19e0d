import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { type Bytes, concat, toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import {
	type BareEntry,
	batchHashes,
	batchRoot,
	openBatch,
	type RawEntry,
	rawEntry,
} from '../../src/domain/ledger/batch.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { buildLeaf, formatSkeleton } from '../../src/domain/ledger/leaf.ts';
import { leafHash, rootOf, verifyInclusion } from '../../src/domain/ledger/merkle.ts';
import { formatKey, parseKey } from '../../src/domain/ledger/note.ts';
import { packEntry, unpackEntries } from '../../src/domain/ledger/packed-entries.ts';
import { formatProof } from '../../src/domain/ledger/proof.ts';
import { openEntry, statementText } from '../../src/domain/ledger/receipt.ts';
import { signStatement } from '../../src/domain/ledger/statement.ts';
import { inclusionProof, type TileReader } from '../../src/domain/ledger/tiles.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';

function grow(hashes: readonly Bytes[]): { tree: Tree; read: TileReader } {
	const tree = new Tree();
	const levels: Bytes[][] = [];
	for (const hash of hashes)
		tree.append(hash, (level, index, node) => {
			if (level % 8 !== 0) return;
			levels[level / 8] ??= [];
			(levels[level / 8] as Bytes[])[index] = node;
		});
	return { tree, read: async (level, from, to) => (levels[level] ?? []).slice(from, to) };
}

const leaves = (count: number): Bytes[] => Array.from({ length: count }, (_, i) => leafHash(utf8(`leaf ${i}`)));
const badProof = expect.toSatisfy((error: unknown) => isCustosError(error, 'bad-proof'));

/** A run of choices that is the same every time. */
function chooser(seed: string): (below: number) => number {
	let state = platform.sha256(utf8(seed));
	return (below) => {
		state = platform.sha256(state);
		return new DataView(state.buffer).getUint32(0) % below;
	};
}

describe('a proof of many', () => {
	test('of one leaf holds the hashes of its audit path, from left to right', async () => {
		for (const size of [1, 2, 3, 7, 8, 70, 257, 700]) {
			const { read } = grow(leaves(size));
			for (let index = 0; index < size; index += 1 + Math.floor(size / 13)) {
				const single = await inclusionProof(index, size, read);
				const many = await batchHashes([index], size, read);
				expect(many.map(toHex).sort()).toEqual(single.map(toHex).sort());
			}
		}
	});

	test('gives the root for every choice that single proofs hold for, and for nothing bent', async () => {
		const choose = chooser('proofs of many');
		for (let round = 0; round < 60; round++) {
			const size = 1 + choose(round === 7 ? 70_000 : 600);
			const hashes = leaves(size);
			const { tree, read } = grow(hashes);
			const root = tree.root();
			const dense = 1 + choose(40);
			const indices = [...new Set(Array.from({ length: 1 + choose(50) }, () => choose(size)))].sort((a, b) => a - b);
			const run = Array.from({ length: Math.min(dense, size) }, (_, i) => i);
			const all = [...new Set([...indices, ...run])].sort((a, b) => a - b);
			const shown = all.map((index) => hashes[index] as Bytes);
			const proof = await batchHashes(all, size, read);
			expect(toHex(batchRoot(all, shown, size, proof))).toBe(toHex(root));
			const singles = await Promise.all(all.map((index) => inclusionProof(index, size, read)));
			for (const [i, index] of all.entries())
				verifyInclusion({ index, size, hash: shown[i] as Bytes, proof: singles[i] as Bytes[], root });
			expect(proof.length).toBeLessThanOrEqual(singles.flat().length);

			const at = choose(all.length);
			const other = shown.with(at, leafHash(utf8('another leaf')));
			expect(toHex(batchRoot(all, other, size, proof))).not.toBe(toHex(root));
			expect(() => batchRoot(all, shown, size, [...proof, root])).toThrow(badProof);
			if (proof.length > 0) {
				expect(() => batchRoot(all, shown, size, proof.slice(1))).toThrow(badProof);
				const spoilt = proof.with(choose(proof.length), platform.sha256(utf8('spoilt')));
				expect(toHex(batchRoot(all, shown, size, spoilt))).not.toBe(toHex(root));
			}
			if (all.length > 1) {
				const swapped = [...shown];
				[swapped[0], swapped[at]] = [swapped[at] as Bytes, swapped[0] as Bytes];
				if (at > 0) expect(toHex(batchRoot(all, swapped, size, proof))).not.toBe(toHex(root));
				expect(() => batchRoot(all.toReversed(), shown, size, proof)).toThrow(badProof);
			}
		}
	});

	test('of nothing, twice the same, of what is not there: none', () => {
		const [leaf] = leaves(1) as [Bytes];
		for (const indices of [[], [0, 0], [-1], [1], [0.5], [Number.NaN]])
			expect(() =>
				batchRoot(
					indices,
					indices.map(() => leaf),
					1,
					[leaf],
				),
			).toThrow(badProof);
	});

	test('the vector of FORMAT.md', async () => {
		const hashes = [
			'',
			'00',
			'10',
			'2021',
			'3031',
			'40414243',
			'5051525354555657',
			'606162636465666768696a6b6c6d6e6f',
		].map((hex) => leafHash(new Uint8Array(Buffer.from(hex, 'hex'))));
		const { read } = grow(hashes);
		const proof = await batchHashes([1, 2, 6], 7, read);
		expect(proof.map(toHex)).toEqual(
			[hashes[0], hashes[3], rootOf(hashes.slice(4, 6))].map((one) => toHex(one as Bytes)),
		);
		const shown = [1, 2, 6].map((i) => hashes[i] as Bytes);
		expect(toHex(batchRoot([1, 2, 6], shown, 7, proof))).toBe(
			'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
		);
	});
});

describe('a batch of entries', () => {
	const seed = new Uint8Array(32).fill(7);
	const key = parseKey(formatKey('custos/test', platform.ed25519Public(seed)));
	const actor = toHex(platform.ed25519Public(seed));
	const time = '2026-01-01T00:00:00.000Z';
	const made = Array.from({ length: 5 }, (_, i) => {
		const id = i.toString(16).padStart(32, '0');
		const seen = { size: 0, root: actor };
		const about = { case: id, generation: 1, item: id };
		const signed = signStatement(
			{ v: 1, type: 'item.examined', id, origin: 'custos/test', actor, time, seen, ...about },
			seed,
		);
		const skeleton = formatSkeleton({
			v: 1,
			type: 'item.examined',
			time,
			result: 'accepted',
			subject: { kind: 'item', id, n: 1 },
		});
		const [skeletonSalt, statementSalt] = [new Uint8Array(32).fill(i), new Uint8Array(32).fill(i + 100)];
		const leaf = buildLeaf({
			skeleton,
			skeletonSalt,
			statement: signed.bytes,
			signature: signed.signature,
			statementSalt,
		});
		const entry: BareEntry = {
			index: i,
			statement: statementText(signed),
			signature: toBase64(signed.signature),
			skeleton,
			salts: [toHex(skeletonSalt), toHex(statementSalt)],
		};
		return { entry, leaf };
	});
	const { tree, read } = grow(made.map((one) => leafHash(one.leaf)));
	const checkpoint = signCheckpoint({ origin: 'custos/test', size: made.length, root: tree.root() }, seed);
	const some = [1, 2, 4].map((i) => (made[i] as (typeof made)[number]).entry);
	const proof = async () => {
		const hashes = await batchHashes([1, 2, 4], made.length, read);
		return { checkpoint, hashes: toBase64(concat(...hashes)) };
	};

	test('opens to what each of them opens to alone', async () => {
		const opened = await openBatch(some.map(rawEntry), await proof(), key);
		for (const [i, bare] of some.entries()) {
			const { statement, signature, index, skeleton, salts } = bare;
			const path = await inclusionProof(index, made.length, read);
			const alone = openEntry(
				{ statement, signature, receipt: { index, skeleton, salts, proof: formatProof({ index, path, checkpoint }) } },
				key,
			);
			const { receipt: _, ...rest } = alone;
			expect(opened[i]).toEqual(rest);
		}
	});

	test('does not open when one word of one of them is another', async () => {
		const good = await proof();
		const [first, ...rest] = some as [BareEntry, ...BareEntry[]];
		const bend = (change: Partial<BareEntry>) => openBatch([{ ...first, ...change }, ...rest].map(rawEntry), good, key);
		const other = (made[0] as (typeof made)[number]).entry;
		await expect(bend({ index: 0 })).rejects.toThrow();
		await expect(bend({ salts: other.salts })).rejects.toThrow(badProof);
		await expect(bend({ signature: other.signature })).rejects.toThrow(badProof);
		await expect(bend({ statement: other.statement })).rejects.toThrow(badProof);
		await expect(bend({ skeleton: first.skeleton.replace('"n":1', '"n":2') })).rejects.toThrow(badProof);
		await expect(bend({ skeleton: first.skeleton.replace('item.examined', 'item.received') })).rejects.toThrow(
			badProof,
		);
		await expect(openBatch(rest.map(rawEntry), good, key)).rejects.toThrow(badProof);
		await expect(openBatch(some.map(rawEntry), { ...good, hashes: toBase64(new Uint8Array(33)) }, key)).rejects.toThrow(
			badProof,
		);
		const forged = signCheckpoint({ origin: 'custos/test', size: 5, root: tree.root() }, new Uint8Array(32).fill(8));
		await expect(openBatch(some.map(rawEntry), { ...good, checkpoint: forged }, key)).rejects.toThrow(badProof);
		const stranger = parseKey(formatKey('custos/other', platform.ed25519Public(seed)));
		await expect(openBatch(some.map(rawEntry), good, stranger)).rejects.toThrow(badProof);
	});

	test('does not open with a signature by somebody else, though the log holds it', async () => {
		const [one] = made as [(typeof made)[number]];
		const signature = platform.ed25519Sign(new Uint8Array(32).fill(8), utf8('x'));
		const leaf = buildLeaf({
			skeleton: one.entry.skeleton,
			skeletonSalt: new Uint8Array(32),
			statement: utf8(one.entry.statement),
			signature,
			statementSalt: new Uint8Array(32).fill(100),
		});
		const root = leafHash(leaf);
		const note = signCheckpoint({ origin: 'custos/test', size: 1, root }, seed);
		const entry = { ...one.entry, signature: toBase64(signature) };
		await expect(openBatch([rawEntry(entry)], { checkpoint: note, hashes: '' }, key)).rejects.toThrow(badProof);
	});

	test('travels as bytes as it does as text', async () => {
		const raw = [1, 2, 4].map((i): RawEntry => {
			const one = rawEntry((made[i] as (typeof made)[number]).entry);
			return i === 2 ? { ...one, sealed: utf8('sealed') } : one;
		});
		const bytes = concat(...raw.map((one) => packEntry({ ...one, skeleton: utf8(one.skeleton) })));
		expect(unpackEntries(bytes, [1, 2, 4])).toEqual(raw);
		expect(await openBatch(unpackEntries(bytes, [1, 2, 4]), await proof(), key)).toHaveLength(3);
		for (const cut of [bytes.subarray(1), bytes.subarray(0, -1), concat(bytes, utf8(' ')), new Uint8Array()])
			expect(() => unpackEntries(cut, [1, 2, 4])).toThrow(badProof);
		expect(() => unpackEntries(bytes, [1, 2])).toThrow(badProof);
		expect(() => unpackEntries(bytes, [1, 2, 4, 5])).toThrow(badProof);
		for (let at = 0; at < 10; at++)
			expect(() => unpackEntries(bytes.with(at, (bytes[at] as number) ^ 1), [1, 2, 4])).toThrow();
	});
});
