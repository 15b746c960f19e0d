import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { type Bytes, fromHex, toHex, utf8 } from '../../src/domain/bytes.ts';
import { canonical, parseCanonical } from '../../src/domain/canonical.ts';
import {
	formatCheckpoint,
	openCheckpoint,
	parseCheckpoint,
	signCheckpoint,
} from '../../src/domain/ledger/checkpoint.ts';
import { decodeDetail, detailRoot, encodeDetail, fieldHashes } from '../../src/domain/ledger/detail.ts';
import { emptyRoot, leafHash, rootOf, verifyConsistency, verifyInclusion } from '../../src/domain/ledger/merkle.ts';
import { formatKey, formatNote, parseKey, parseNote } from '../../src/domain/ledger/note.ts';
import { formatProof, parseProof, verifyProof } from '../../src/domain/ledger/proof.ts';
import {
	consistencyProof,
	inclusionProof,
	inclusionProver,
	readEdge,
	type TileReader,
} from '../../src/domain/ledger/tiles.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';

/** The reference leaves of RFC 6962's first implementation. */
const referenceLeaves = [
	'',
	'00',
	'10',
	'2021',
	'3031',
	'40414243',
	'5051525354555657',
	'606162636465666768696a6b6c6d6e6f',
].map(fromHex);
const seed = new Uint8Array(32).fill(7);

function grow(count: number): { tree: Tree; hashes: Bytes[]; read: TileReader } {
	const tree = new Tree();
	const hashes: Bytes[] = [];
	const levels: Bytes[][] = [];
	for (let i = 0; i < count; i++) {
		const hash = leafHash(utf8(`leaf ${i}`));
		hashes.push(hash);
		tree.append(hash, (level, index, node) => {
			if (level % 8 === 0) {
				levels[level / 8] ??= [];
				(levels[level / 8] as Bytes[])[index] = node;
			}
		});
	}
	return { tree, hashes, read: async (level, from, to) => (levels[level] ?? []).slice(from, to) };
}

describe('RFC 6962', () => {
	test('reference roots', () => {
		const roots = [
			'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
			'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
			'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
			'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
			'4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
			'76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
			'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
			'5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
		];
		expect(toHex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
		const tree = new Tree();
		for (const [i, leaf] of referenceLeaves.entries()) {
			tree.append(leafHash(leaf));
			expect(toHex(tree.root())).toBe(roots[i]);
			expect(toHex(rootOf(referenceLeaves.slice(0, i + 1).map(leafHash)))).toBe(roots[i]);
		}
	});

	test('every inclusion proof of every size up to 70 verifies, from memory and from tiles, and no bent one does', async () => {
		for (let size = 1; size <= 70; size++) {
			const { tree, hashes, read } = grow(size);
			const root = tree.root();
			const prove = inclusionProver(size, read);
			for (let index = 0; index < size; index++) {
				const proof = tree.inclusion(index);
				expect(await inclusionProof(index, size, read)).toEqual(proof);
				expect(await prove(index)).toEqual(proof);
				const claim = { index, size, hash: hashes[index] as Bytes, proof, root };
				verifyInclusion(claim);
				const bent = [
					{ ...claim, index: index + 1 },
					{ ...claim, size: size * 2 + 1 },
					{ ...claim, hash: emptyRoot },
					{ ...claim, proof: [...proof, emptyRoot] },
					{ ...claim, root: emptyRoot },
					...(proof.length > 0
						? [
								{ ...claim, proof: proof.slice(1) },
								{ ...claim, proof: [emptyRoot, ...proof.slice(1)] },
							]
						: []),
				];
				for (const bad of bent) expect(() => verifyInclusion(bad)).toThrow();
			}
		}
	});

	test('an inclusion proof has at most as many hashes as the logarithm of the size, rounded up', async () => {
		const { tree, read } = grow(4097);
		for (const size of [1, 2, 3, 4, 5, 8, 9, 255, 256, 257, 1000, 2048, 2049, 4096, 4097]) {
			const prove = inclusionProver(size, read);
			const lengths = await Promise.all(Array.from({ length: size }, async (_, i) => (await prove(i)).length));
			const most = Math.ceil(Math.log2(size));
			expect(Math.max(...lengths), `of ${size}`).toBeLessThanOrEqual(most);
			expect((await inclusionProof(0, size, read)).length, `the first of ${size}`).toBe(most);
		}
		expect(tree.inclusion(0)).toHaveLength(13);
	});

	test('every consistency proof up to 70 verifies, and no bent one does', async () => {
		const roots = Array.from({ length: 71 }, (_, size) => grow(size).tree.root());
		const { read } = grow(70);
		for (let to = 0; to <= 70; to++) {
			for (let from = 0; from <= to; from++) {
				const proof = await consistencyProof(from, to, read);
				const claim = { from, fromRoot: roots[from] as Bytes, to, toRoot: roots[to] as Bytes, proof };
				verifyConsistency(claim);
				const other = leafHash(utf8('other'));
				if (from > 0) expect(() => verifyConsistency({ ...claim, toRoot: other })).toThrow();
				expect(() => verifyConsistency({ ...claim, fromRoot: other })).toThrow();
				expect(() => verifyConsistency({ ...claim, proof: [...proof, other] })).toThrow();
				if (proof.length > 0) expect(() => verifyConsistency({ ...claim, proof: proof.slice(1) })).toThrow();
			}
		}
	});

	test('a trimmed tree, and one restored from its edge, go on to the same root; tiles cross the 256 and 65,536 borders', async () => {
		const { tree, hashes, read } = grow(66_000);
		const again = new Tree(65_700, await readEdge(65_700, read));
		for (const hash of hashes.slice(65_700)) again.append(hash);
		expect(again.root()).toEqual(tree.root());
		again.trim(50);
		expect(again.inclusion(65_990)).toEqual(tree.inclusion(65_990));
		expect(again.root()).toEqual(tree.root());
		const prove = inclusionProver(66_000, read);
		for (const index of [0, 255, 256, 65_535, 65_536, 65_999]) {
			expect(await inclusionProof(index, 66_000, read)).toEqual(tree.inclusion(index));
			expect(await prove(index)).toEqual(tree.inclusion(index));
		}
		expect(() => again.inclusion(3)).toThrow(expect.objectContaining({ code: 'not-found' }));
	});
});

describe('notes, checkpoints, proofs', () => {
	const origin = 'custos.test/log';
	const vkey = formatKey(origin, platform.ed25519Public(seed));

	test('the example key and note of the C2SP and Go documentation verify', () => {
		const key = parseKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
		const note =
			"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
		expect(formatNote(parseNote(note))).toBe(note);
		const [signature] = parseNote(note).signatures;
		expect(platform.ed25519Verify(key.publicKey, utf8(parseNote(note).text), signature?.signature as Bytes)).toBe(true);
	});

	test('a checkpoint round-trips and is refused under another key, origin or byte', () => {
		const checkpoint = { origin, size: 12, root: leafHash(utf8('x')) };
		const note = signCheckpoint(checkpoint, seed);
		expect(openCheckpoint(note, parseKey(vkey))).toEqual(checkpoint);
		const other = formatKey(origin, platform.ed25519Public(new Uint8Array(32).fill(8)));
		expect(() => openCheckpoint(note, parseKey(other))).toThrow(expect.objectContaining({ code: 'bad-proof' }));
		for (let i = 0; i < note.length; i++) {
			const bent = note.slice(0, i) + (note[i] === 'A' ? 'B' : 'A') + note.slice(i + 1);
			expect(() => openCheckpoint(bent, parseKey(vkey))).toThrow();
		}
	});

	test.each(['o\n007\n', 'o\n-1\n', 'o\n1 \n', '\n1\n', 'o\n99999999999999999\n'])(
		'the checkpoint beginning %j is refused',
		(start) => {
			expect(() => parseCheckpoint(`${start}47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`)).toThrow();
		},
	);

	test('a checkpoint with an extension line or trailing bytes is refused', () => {
		const body = formatCheckpoint({ origin, size: 0, root: emptyRoot });
		expect(formatCheckpoint(parseCheckpoint(body))).toBe(body);
		for (const bent of [`${body}extension\n`, `${body}\n`, body.slice(0, -1)])
			expect(() => parseCheckpoint(bent)).toThrow();
	});

	test('a proof is bound to its leaf', () => {
		const tree = new Tree();
		const leaves = ['a', 'b', 'c'].map(utf8);
		for (const leaf of leaves) tree.append(leafHash(leaf));
		const proof = formatProof({
			index: 1,
			path: tree.inclusion(1),
			checkpoint: signCheckpoint({ origin, size: 3, root: tree.root() }, seed),
		});
		expect(formatProof(parseProof(proof))).toBe(proof);
		expect(verifyProof(proof, leaves[1] as Bytes, parseKey(vkey)).index).toBe(1);
		expect(() => verifyProof(proof, leaves[2] as Bytes, parseKey(vkey))).toThrow();
		for (const bent of [
			proof.replace('index 1', 'index 01'),
			proof.replace('index 1', 'index 2'),
			`${proof}x`,
			proof.replace('@v1', '@v2'),
		]) {
			expect(() => verifyProof(bent, leaves[1] as Bytes, parseKey(vkey))).toThrow();
		}
	});
});

describe('canonical JSON and sealed details', () => {
	test('RFC 8785: order, numbers, strings', () => {
		expect(canonical({ '€': 1, '\r': 2, '1': 3, '😀': 4, ö: 5 })).toBe('{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}');
		expect(canonical([1e30, 4.5, 2e-3, 1e-27, -0])).toBe('[1e+30,4.5,0.002,1e-27,0]');
		expect(() => canonical('\ud800')).toThrow();
	});

	test.each([
		...['{"a":1,"a":1}', '{"b":1,"a":2}', '{"2":1,"10":2}', '[{"c":{"b":1,"a":2}}]', '{ }', '{}x', ''],
		...['1.0', '-0', '1e400', '"\\u0061"', '"\\ud800"', '{"\\udc00":1}', '"\ud800"'],
	])('%j is not canonical', (source) => {
		expect(() => parseCanonical(source)).toThrow(expect.objectContaining({ code: 'bad-request' }));
	});

	test.each(['{"10":2,"2":1}', '{"":0,"__proto__":{"a":[]},"toJSON":1}', '"\\\\ud800"', '"😀"', '1e+30'])(
		'%j is canonical',
		(source) => {
			expect(canonical(parseCanonical(source))).toBe(source);
		},
	);

	test('a detail opens only as it was signed, and one field opens alone', () => {
		const detail = { seed: platform.randomBytes(32), fields: { path: 'cell 4/камера.avi', size: 12, sha256: 'ab' } };
		const root = detailRoot(detail);
		expect(decodeDetail(encodeDetail(detail), root)).toEqual(detail);
		expect(encodeDetail(detail).length % 256).toBe(0);
		expect(() => decodeDetail(encodeDetail({ ...detail, fields: { ...detail.fields, size: 13 } }), root)).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
		expect(rootOf(fieldHashes(detail).map((field) => field.hash))).toEqual(root);
	});
});
