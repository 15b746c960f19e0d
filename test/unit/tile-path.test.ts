import { expect, test } from 'vitest';
import { formatBundle, parseBundle } from '../../src/domain/ledger/bundle.ts';
import { parseTilePath, type TileName, tilePath, tilesBetween } from '../../src/domain/ledger/tile-path.ts';

test.each<[string, TileName]>([
	['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
	['tile/entries/000', { level: 'entries', index: 0, width: 256 }],
	['tile/2/000.p/1', { level: 2, index: 0, width: 1 }],
	['tile/63/x001/000.p/255', { level: 63, index: 1000, width: 255 }],
])('%s is named and read as the specification writes it', (path, name) => {
	expect(tilePath(name)).toBe(path);
	expect(parseTilePath(path)).toEqual(name);
});

test.each([
	'tile/0/000.p/0',
	'tile/0/000.p/256',
	'tile/0/000.p/07',
	'tile/00/000',
	'tile/64/000',
	'tile/0/0',
	'tile/0/x000/001',
	'tile/0/001/002',
	'tile/0/x001',
	'tile/0/000/',
	'tile/-1/000',
	'tile/entries/000.p/',
	'/tile/0/000',
	'checkpoint',
	'',
])('%j is no tile', (path) => {
	expect(() => parseTilePath(path)).toThrow('there is no such tile');
});

test('a tree of 70,000 is as many tiles as the specification counts', () => {
	const level0 = tilesBetween(0, 0, 70_000);
	expect(level0).toHaveLength(274);
	expect(level0.at(-1)).toEqual({ level: 0, index: 273, width: 112 });
	expect(tilesBetween(1, 0, 273)).toEqual([
		{ level: 1, index: 0, width: 256 },
		{ level: 1, index: 1, width: 17 },
	]);
	expect(tilesBetween(2, 0, 1)).toEqual([{ level: 2, index: 0, width: 1 }]);
	expect(tilesBetween(0, 300, 300)).toEqual([]);
	expect(tilesBetween(0, 300, 301)).toEqual([{ level: 0, index: 1, width: 45 }]);
});

test('a bundle holds leaves of any length, and nothing cut', () => {
	const leaves = [new Uint8Array(65).fill(7), new Uint8Array(0), new Uint8Array(0x1234).fill(1)];
	const bundle = formatBundle(leaves);
	expect(bundle.slice(0, 2)).toEqual(new Uint8Array([0, 65]));
	expect(parseBundle(bundle)).toEqual(leaves);
	for (const length of [1, 2, 66, 68, bundle.length - 1])
		expect(() => parseBundle(bundle.slice(0, length))).toThrow('ends in the middle');
	expect(parseBundle(new Uint8Array(0))).toEqual([]);
});
