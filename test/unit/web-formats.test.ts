import { expect, test } from 'vitest';
import { position } from '../../src/report/pdf/figures.ts';
import { byName } from '../../src/web/parts/by-name.ts';
import { formatsIn } from '../../src/web/parts/formats.ts';

test('what lasts less than a second does not last no time', () => {
	const { duration } = formatsIn('en');
	expect([0, 1, 499, 500, 61_000].map(duration)).toEqual(['0 sec', '< 1 sec', '< 1 sec', '1 sec', '1 min 1 sec']);
	expect(formatsIn('ru').duration(40)).toMatch(/^< 1\sс/u);
});

test('a place before the beginning that a recording states has a sign', () => {
	expect([-3_600_001, -40, -0.4, 0, 192_480].map(formatsIn('en').timecode)).toEqual([
		'-01:00:00.001',
		'-00:00:00.040',
		'00:00:00.000',
		'00:00:00.000',
		'00:03:12.480',
	]);
	expect([-3_600_001, -40, -0.4, 0, 192_480].map(position)).toEqual([
		'-1:00:00.001',
		'-00:00.040',
		'00:00.000',
		'00:00.000',
		'03:12.480',
	]);
});

test('names are in the order that people read, and what has none is last', () => {
	expect(['', 'part 10', 'Ёлка', 'part 9', 'ель'].toSorted(byName).slice(-1)).toEqual(['']);
	expect(['', 'part 10', 'part 9'].toSorted(byName)).toEqual(['part 9', 'part 10', '']);
});
