import { expect, test } from 'vitest';
import type { LoggedEvent } from '../../src/client/case/logged-event.ts';
import type { Json } from '../../src/domain/canonical.ts';
import { type Choices, nothingHidden } from '../../src/domain/leaves.ts';
import { opensOnly, peopleFields, peopleIn } from '../../src/domain/ledger/shown-people.ts';
import { collectEntries, collectEvidence } from '../../src/report/collect-evidence.ts';
import { namedOf } from '../../src/report/gather/clip-people.ts';
import { hidingOf, repeatsName } from '../../src/report/gather/hide.ts';
import { checkChosen } from '../../src/report/gather/report-choices.ts';
import { buildReport, draftReport } from '../../src/report/model.ts';
import { checkDisclosed } from '../../src/report/verify/check-disclosed.ts';
import { checkChoices, withheldIn } from '../../src/report/verify/disclosure.ts';
import { redactionsOf } from '../../src/report/verify/fixed-sentences.ts';
import { fieldLabel } from '../../src/report/words/field-label.ts';
import { CLIP, openedClip } from './opened-clip.ts';
import { tell } from './report-story.ts';

/** Of the people whom a clip shows single ones are named; each of the others is a hash that is counted. */

const shows = ['Guard 3', 'Witness 7', 'Witness 9'];
const chosen = (...peopleShown: string[]): Choices => ({
	originals: true,
	origin: true,
	notes: true,
	keyframes: 'open',
	hidden: { ...nothingHidden, people: true, peopleShown },
});
const first = (field: string): boolean => field !== 'people/2' && field !== 'people/3';

test('each name is a field of its own, and what can be read says how many cannot', () => {
	const fields = peopleFields(shows);
	expect(fields).toEqual({ people: 3, 'people/1': 'Guard 3', 'people/2': 'Witness 7', 'people/3': 'Witness 9' });
	expect(peopleIn(fields)).toEqual({ shown: shows, withheld: 0 });
	expect(peopleIn({ people: 3, 'people/2': 'Witness 7' }, 2)).toEqual({ shown: ['Witness 7'], withheld: 2 });
	expect(peopleFields([])).toEqual({ people: [] });
	const eleven = Array.from({ length: 11 }, (_, at) => `Guard ${at}`);
	expect(peopleIn(peopleFields(eleven))).toEqual({ shown: eleven, withheld: 0 });
	// As earlier versions said it.
	expect(peopleIn({ people: ['a man'] })).toEqual({ shown: ['a man'], withheld: 0 });
});

test.each([
	[{ people: 3, 'people/1': 'a' }, 1],
	[{ people: 1, 'people/1': 'a', 'people/2': 'b' }, 0],
	[{ people: 1, 'people/7': 'a' }, 0],
	[{ people: 1, 'people/1': 7 }, 0],
	[{ people: [7] }, 0],
	[{ people: ['a'], 'people/1': 'b' }, 0],
	[{ 'people/1': 'a' }, 0],
	[{}, 3],
])('what does not say it says nothing: %j', (fields, hidden) => {
	expect(peopleIn(fields, hidden)).toBeUndefined();
});

test('a field is opened where it names nobody but those who were chosen', () => {
	const opens = (value: unknown, names: string[] | undefined = ['Guard 3']) => opensOnly(names, value);
	expect([opens('Guard 3'), opens(3), opens(['Guard 3']), opens([])]).toEqual([true, true, true, true]);
	expect([opens('Guard'), opens(['Guard 3', 'Witness 7']), opens(null), opensOnly(undefined, 3)]).toEqual(
		Array.from({ length: 4 }, () => false),
	);
});

test('one is named, the others are hashes that are counted, and the report says how many', () => {
	const { input } = tell({ shows, choices: chosen('Guard 3'), change: openedClip(first, ['Guard 3'], 2) });
	const report = buildReport(input);
	const evidence = collectEvidence(input, collectEntries(input));
	expect(withheldIn(evidence)).toContainEqual({ index: CLIP, event: 'clip.added', fields: 2 });
	expect(checkDisclosed(report, evidence).filter((one) => one.startsWith('people'))).toEqual([]);
	for (const language of ['en', 'ru'] as const) {
		const [said] = redactionsOf(chosen('Guard 3'), language, report.items);
		expect(said).toMatch(/Guard 3.*: 2,/);
	}
	expect(JSON.stringify(report)).not.toMatch(/Witness/);
});

test.each<[string, readonly string[], number | undefined]>([
	['nobody is withheld', ['Guard 3'], undefined],
	['fewer are withheld', ['Guard 3'], 1],
	['more are withheld', ['Guard 3'], 3],
	['nobody is named', [], 3],
	['nobody is there', [], undefined],
	['twice the same', ['Guard 3', 'Guard 3'], 1],
])('a report that tells another number or other names than the detail is refused: %s', (_, people, withheld) => {
	const { input } = tell({ shows, choices: chosen('Guard 3'), change: openedClip(first, people, withheld) });
	expect(() => buildReport(input)).toThrow(/people of exhibit GUL-0012.01 is not what the signed detail says/);
});

test('whoever was not chosen is named nowhere: neither in the detail nor by the report', () => {
	const over = (people: readonly string[], isShown = first, shown = shows): string => {
		const { input } = tell({ shows: shown, choices: chosen('Guard 3'), change: openedClip(isShown, people, 2) });
		try {
			checkChoices(draftReport(input), collectEvidence(input, collectEntries(input)));
		} catch (error) {
			return (error as Error).message;
		}
		return '';
	};
	expect(over(['Guard 3'])).toBe('');
	expect(over(['Guard 3', 'Witness 7'])).toBe('the report shows what was to stay hidden: people');
	expect(over(['Guard 3'], (field) => field !== 'people/3')).toBe(
		`the report shows what was to stay hidden: people (${CLIP})`,
	);
});

test('an altered choice is refused: more names, others, or none', () => {
	for (const other of [chosen('Guard 3', 'Witness 7'), chosen('Witness 7')]) {
		const { input } = tell({ shows, choices: chosen('Guard 3'), change: openedClip(first, ['Guard 3'], 2) });
		input.choices = other;
		expect(() => buildReport(input)).toThrow('something else was chosen to leave than it was begun for');
	}
});

test('of a list of an earlier version somebody is named on the word of the issuer alone', () => {
	const hidden = (field: string): boolean => field !== 'people';
	const { input } = tell({ choices: chosen('a man'), change: openedClip(hidden, ['a man'], 1) });
	const report = buildReport(input);
	const said = checkDisclosed(report, collectEvidence(input, collectEntries(input)));
	expect(said).toContain('people of exhibit GUL-0012.01: on the word of the issuer alone');
});

test('of a list of an earlier version out of which nobody was chosen all are counted', () => {
	const { isChosen } = hidingOf(chosen('Guard 3').hidden, [], ['Guard 3', 'a man']);
	expect(namedOf(['a man', 'a boy'], isChosen)).toEqual({ shown: [], withheld: 2 });
	expect(namedOf(['a man', 'Guard 3'], isChosen)).toEqual({ shown: ['Guard 3'], withheld: 1 });
	// Where no single people are named, the report says that who is shown is withheld, and no number.
	const { isChosen: nobody } = hidingOf({ ...nothingHidden, people: true }, [], ['a man']);
	expect(namedOf(['a man'], nobody)).toEqual({ shown: [], withheld: 0 });
	const hidden = (field: string): boolean => field !== 'people';
	const { input } = tell({ choices: chosen('Guard 3'), change: openedClip(hidden, [], 1) });
	const report = buildReport(input);
	expect(redactionsOf(chosen('Guard 3'), 'en', report.items)[0]).toContain('Others are withheld: 1,');
	const said = checkDisclosed(report, collectEvidence(input, collectEntries(input)));
	expect(said).toContain('people of exhibit GUL-0012.01: on the word of the issuer alone');
});

test.each<[string, (field: string) => boolean]>([
	['the number', (field) => field !== 'people' && first(field)],
	['the number and all names', (field) => !field.startsWith('people')],
	['everything', () => false],
])('who is left out by hiding more than was chosen is not left out unsaid: %s', (_, isShown) => {
	const { input } = tell({ shows, choices: chosen('Guard 3'), change: openedClip(isShown, [], undefined) });
	if (isShown('people/1')) {
		expect(() => buildReport(input)).toThrow(/people of exhibit GUL-0012.01 is not what the signed detail says/);
		return;
	}
	const said = checkDisclosed(buildReport(input), collectEvidence(input, collectEntries(input)));
	expect(said).toContain('people of exhibit GUL-0012.01: on the word of the issuer alone');
});

test('names without their number, or beside a list, stay hashes', () => {
	const { isHidden } = hidingOf(nothingHidden, [], []);
	const of = (fields: { [name: string]: Json }): LoggedEvent =>
		({ entry: { index: CLIP, statement: { type: 'clip.added' } }, fields }) as unknown as LoggedEvent;
	expect(isHidden(of(peopleFields(shows)), 'people/1')).toBe(false);
	expect(isHidden(of({ 'people/1': 'Guard 3' }), 'people/1')).toBe(true);
	expect(isHidden(of({ people: [], 'people/1': 'Guard 3' }), 'people/1')).toBe(true);
});

test('whoever is called like a file is known for it, with its ending or without', () => {
	const paths = ['disk/Guard 3.mp4'];
	expect(['Guard 3', 'the guard 3.mp4', 'Guard'].map((one) => repeatsName(one, paths))).toEqual([true, true, false]);
});

test('what a report cannot be begun for is refused before anything is begun', () => {
	const wish = { withOriginals: false, withOrigin: false, withNotes: true, keyframes: 'none' as const };
	const of =
		(peopleShown: string[], entries: number[] = []) =>
		() =>
			checkChosen({ ...wish, recipient: null, purpose: null, items: [], hide: { people: true, peopleShown, entries } });
	expect(of(['x'.repeat(500)])).not.toThrow();
	const tooMany = Array.from({ length: 1001 }, (_, at) => `Guard ${at}`);
	const endless = Array.from({ length: 10_001 }, (_, at) => at);
	for (const one of [of(['x'.repeat(501)]), of(['']), of(tooMany), of(['Guard 3'], endless)])
		expect(one).toThrow('than a report can be begun for');
});

test('every text that repeats somebody who stays hidden is hidden, and no word that is only like it', () => {
	const { mentions } = hidingOf(chosen('Guard').hidden, [], ['Guard', 'Guard 3', 'Zoya', 'X', '']);
	expect([mentions('the GUARD 3 enters'), mentions('(zoya)'), mentions('guard 3.')]).toEqual([true, true, true]);
	expect([mentions('guard 31'), mentions('Zoyas'), mentions('a guard'), mentions('X')]).toEqual(
		Array.from({ length: 4 }, () => false),
	);
});

test('a field of one of many is called as they are', () => {
	expect(fieldLabel('en', ['data/ledger/000018', 'detail', 'people/2'])).toBe('People shown, as pseudonyms');
});
