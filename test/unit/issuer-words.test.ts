import { expect, test } from 'vitest';
import { hashOfWords, IssuerWords } from '../../src/domain/issuer-words.ts';
import { type Choices, nothingHidden } from '../../src/domain/leaves.ts';
import { choicesAsked, leavesOf } from '../../src/report/gather/report-choices.ts';
import { buildReport } from '../../src/report/model.ts';
import { tell } from './report-story.ts';

/** What the issuer says in their own words is bound by what a report is asked for and begun by, where anything is said. */

const choices: Choices = { originals: true, origin: true, notes: true, keyframes: 'open', hidden: nothingHidden };
const salt = 'ab'.repeat(32);
const words = { authority: 'Request 12/2026', consent: 'Given by all' };

test('words are hashed with the salt, in whatever order, and nothing where nothing is said', () => {
	const hash = hashOfWords(words, salt);
	expect(hash).toBe('9b8bffb89718dd939f27dd381e4bdb7be2c143e6d4ff48f20ad84110aee7b6df');
	expect(hashOfWords({ consent: 'Given by all', authority: 'Request 12/2026', legalBasis: '' }, salt)).toBe(hash);
	expect(hashOfWords(words, 'cd'.repeat(32))).not.toBe(hash);
	expect(hashOfWords({ ...words, consent: 'Given by most' }, salt)).not.toBe(hash);
	expect(hashOfWords({}, salt)).toBeUndefined();
	expect(hashOfWords({ authority: undefined, consent: null, legalBasis: '' }, salt)).toBeUndefined();
	expect(IssuerWords.safeParse({ ...words, restrictions: 'no faces' }).success).toBe(false);
});

test('without words a report is begun for what it always was; with them for their hash besides', () => {
	const leaving = {
		withOriginals: true,
		withOrigin: false,
		withNotes: true,
		keyframes: 'none' as const,
		recipient: null,
		purpose: 'for a court',
		items: ['1f'.repeat(16)],
	};
	const silent = leavesOf(leaving, salt);
	expect(silent).not.toHaveProperty('words');
	expect(leavesOf({ ...leaving, words: { authority: undefined } }, salt)).toEqual(silent);
	const leaves = leavesOf({ ...leaving, words }, salt);
	expect(leaves).toEqual({ ...silent, words: hashOfWords(words, salt) });
	// What was asked for becomes the same again.
	const report = '2e'.repeat(16);
	const asked = choicesAsked({ report, items: leaving.items, expunged: [], words }, leaves);
	expect(asked.agreed).toEqual({ report, salt });
	expect(leavesOf(asked, salt)).toEqual(leaves);
});

test.each<[string, (report: Parameters<NonNullable<Parameters<typeof tell>[0]>['change'] & object>[0]) => void]>([
	['another authority', (input) => Object.assign(input, { authority: 'Another' })],
	['another qualification', (input) => Object.assign(input, { qualification: 'Keeper' })],
	['none where there was one', (input) => Object.assign(input.case, { legalBasis: null })],
	['a restriction', (input) => Object.assign(input.case, { restrictions: 'None' })],
	['a detail', (input) => Object.assign(input.case, { details: { place: 'here' } })],
	['another report that it replaces', (input) => Object.assign(input, { supersedes: '1f'.repeat(16) })],
])('words other than those it was begun for are refused: %s', (_, change) => {
	expect(() => buildReport(tell({ choices, bound: true }).input)).not.toThrow();
	expect(() => buildReport(tell({ choices, bound: true, change }).input)).toThrow(
		'the report says something else in the issuer’s own words than it was begun for',
	);
});

test('reports of earlier versions bind no words, and hold where nobody had to agree', () => {
	expect(buildReport(tell({ choices }).input).case.legalBasis).toMatch(/Public interest/);
	expect(buildReport(tell().input).case.legalBasis).toMatch(/Public interest/);
});
