import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { type RawFile, rawZip } from '../attack/raw-zip.ts';

/** Bytes that no two files share. */
const file = (name: string, size: number): RawFile => ({
	name,
	bytes: Buffer.alloc(size, createHash('sha256').update(name).digest()),
});

/** A blob that counts how often it is cut, which is how it is read. */
function counted(blob: Blob): { blob: Blob; cuts: () => number } {
	let cuts = 0;
	const slice = blob.slice.bind(blob);
	blob.slice = (from, to) => {
		cuts += 1;
		return slice(from, to);
	};
	return { blob, cuts: () => cuts };
}

describe('a zip is read in blocks', () => {
	test('many small files take few reads', async () => {
		const files = Array.from({ length: 500 }, (_, i) => file(`data/${i}`, 1000));
		const { blob, cuts } = counted(rawZip(files));
		const bag = openZip(blob);
		for (const { name, bytes } of files) expect(Buffer.from(await bag.read(name)).equals(bytes)).toBe(true);
		expect(cuts()).toBeLessThan(20);
	});

	test('files of all sizes are what they were, in whatever order they are read, at once too', async () => {
		const sizes = [0, 1, 300_000, 65_536, 262_143, 262_144, 262_145, 1_000_000, 70_000, 17];
		const files = sizes.flatMap((size, i) => [file(`data/a${i}`, size), file(`data/b${i}`, size)]);
		const bag = openZip(rawZip(files));
		const mixed = [...files, ...files.toReversed(), ...files.filter((_, i) => i % 3 === 0)];
		for (const { name, bytes } of mixed) expect(Buffer.from(await bag.read(name)).equals(bytes)).toBe(true);
		const all = await Promise.all(files.map(({ name }) => bag.read(name)));
		expect(all.map((bytes, i) => Buffer.from(bytes).equals((files[i] as RawFile).bytes))).not.toContain(false);
	});

	test('what is done to bytes that were read does not come back with the next reading', async () => {
		const bag = openZip(rawZip([file('data/one', 1000)]));
		(await bag.read('data/one')).fill(7);
		expect(Buffer.from(await bag.read('data/one')).equals(file('data/one', 1000).bytes)).toBe(true);
	});
});
