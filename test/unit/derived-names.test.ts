import { describe, expect, test } from 'vitest';
import { DerivedIndex, namesOutside } from '../../src/client/case/derived-files.ts';
import { safeName } from '../../src/client/safe-name.ts';

const file = (name: string, ptsMs?: number, size = 0) => ({
	name,
	type: 'image/jpeg',
	offset: 0,
	size,
	sha256: '0'.repeat(64),
	...(ptsMs !== undefined && { ptsMs }),
});

describe('names of what was made, outside', () => {
	test('a picture has its place in the recording, with nothing in it that a file system refuses', () => {
		expect(namesOutside([file('keyframe-01.jpg', 72_500), file('contact-sheet.jpg'), file('a.json', 5)])).toEqual([
			'keyframe-01_0-01-12.500.jpg',
			'contact-sheet.jpg',
			'a.json',
		]);
	});

	test('no two are alike, whatever the worker called them', () => {
		const names = namesOutside([
			file('a.json'),
			file('a.json'),
			file('0-00-01.jpg'),
			file('0-00-01.jpg'),
			// Called what the second of the last two would be.
			file('2.jpg', 1000),
			file('a.json'),
		]);
		expect(names).toEqual(['a.json', '2_a.json', '0-00-01.jpg', '2_0-00-01.jpg', '2_2_0-00-01.jpg', '3_a.json']);
		expect(new Set(names).size).toBe(names.length);
	});
});

test.each([
	['two-byte letters', 'д'.repeat(127)],
	['four-byte signs', '😀'.repeat(63)],
	['the longest name there is', `${'x'.repeat(251)}.avi`],
	['a name that reads backwards', '../\u202egpj.exe'],
	['the folder above', '..'],
	['a folder', 'a/'],
])('a working copy of %s keeps its ending, in a name that a file system takes', (_, path) => {
	const name = safeName(`${path}-working-copies.zip`);
	expect(name).toMatch(/[-_]working-copies\.zip$/);
	expect(name).toMatch(/^[^.\-~ /\\\u202e]+[^/\\\u202e]*$/u);
	expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
});

test('a list whose files hold more than was stored is no list', () => {
	const of = (size: number) => ({ kind: 'examination', size, files: [file('a.json', 0, 60), file('b.json', 0, 60)] });
	expect(DerivedIndex.safeParse(of(120)).success).toBe(true);
	expect(DerivedIndex.safeParse(of(119)).success).toBe(false);
});
