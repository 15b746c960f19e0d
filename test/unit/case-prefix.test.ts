import { expect, test } from 'vitest';
import { casePrefix, PREFIX_PATTERN } from '../../src/domain/case-prefix.ts';
import { exhibitLabel, parseExhibitLabel } from '../../src/domain/exhibit-label.ts';

test.each([
	['GUL', 'GUL'],
	[' gul ', 'GUL'],
	['ик15', 'ИК15'],
	['и\u0306к', 'ЙК'],
	['שבס', 'שבס'],
	['سجن', 'سجن'],
	['2026', '2026'],
	['B', 'B'],
	['ABCDEFGHIJKL', 'ABCDEFGHIJKL'],
])('%j is kept as %j', (text, prefix) => expect(casePrefix(text)).toBe(prefix));

test.each([
	'',
	' ',
	'ABCDEFGHIJKLM',
	'A-B',
	'A B',
	'A/B',
	'A.1',
	'A\u200b',
	'\u202eABC',
	'A\nB',
	'١٢',
	'🙂',
	'a\u0300\u0301b',
])('%j is none', (text) => expect(casePrefix(text)).toBeUndefined());

test('an exhibit’s label with it is read again, also in small letters', () => {
	for (const prefix of ['GUL', 'ИК15', 'سجن', '2026']) {
		const label = exhibitLabel(prefix, { item: 12, clip: 3 });
		expect(parseExhibitLabel(label)).toEqual({ prefix, number: { item: 12, clip: 3 } });
		expect(parseExhibitLabel(label.toLowerCase())?.prefix.toUpperCase()).toBe(prefix);
	}
});

test('the pattern is one that browsers take', () => {
	const pattern = new RegExp(`^(?:${PREFIX_PATTERN})$`, 'v');
	expect(['GUL', 'ИК15', 'gul', 'A B'].map((one) => pattern.test(one))).toEqual([true, true, false, false]);
});
