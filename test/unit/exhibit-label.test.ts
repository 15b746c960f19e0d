import { expect, test } from 'vitest';
import { exhibitLabel, parseExhibitLabel } from '../../src/domain/exhibit-label.ts';

test('an item and a clip of it', () => {
	expect(exhibitLabel('GUL', { item: 12 })).toBe('GUL-0012');
	expect(exhibitLabel('GUL', { item: 12, clip: 3 })).toBe('GUL-0012.03');
	expect(exhibitLabel('', { item: 12345, clip: 123 })).toBe('EX-12345.123');
});

test.each([
	['GUL-0012', { prefix: 'GUL', number: { item: 12 } }],
	['gul-12.3', { prefix: 'gul', number: { item: 12, clip: 3 } }],
	[' А-Б-0001.01 ', { prefix: 'А-Б', number: { item: 1, clip: 1 } }],
])('%s is read as typed', (text, read) => expect(parseExhibitLabel(text)).toEqual(read));

test.each(['GUL', 'GUL-', 'GUL-0', 'GUL-1.0', 'GUL-1.', 'GUL-1.2.3', '-1', 'GUL-1x', ''])('%j is no label', (text) =>
	expect(parseExhibitLabel(text)).toBeUndefined(),
);
