import { expect, test } from 'vitest';
import type { OpenCase } from '../../src/client/cases.ts';
import { checkChosen, stated } from '../../src/report/gather/report-choices.ts';
import { choicesOf, type Draft, hideable, newDraft } from '../../src/web/rooms/report/choices.ts';
import { id } from './report-archive.ts';

/** What is ticked in the report room, and nothing else, is what the report is made for. */

const open = {} as OpenCase;
const order = [id('first'), id('second'), id('third')];
const PEOPLE = ['Anna', 'Boris'];
const draft = newDraft([id('third'), id('first')], 'en');
const chosen = (some: Partial<Draft>) => choicesOf({ ...draft, ...some }, open, order, [], PEOPLE);
const leaves = (some: Partial<Draft>) => stated(chosen(some));
const hiding = (...kinds: (typeof hideable)[number][]): Partial<Draft> => ({
	hide: { ...draft.hide, ...Object.fromEntries(kinds.map((kind) => [kind, true])) },
});

const NOTHING = { names: false, people: false, technical: false, titles: false, purposes: false, entries: [] };
const AT_FIRST = { originals: false, origin: false, notes: false, keyframes: 'none', hidden: NOTHING };

test('nothing is disclosed and nothing hidden before anything is ticked', () => {
	expect(leaves({})).toEqual(AT_FIRST);
	expect(chosen({})).toMatchObject({ open, language: 'en', purpose: null, recipient: null, expunged: [] });
});

test.each(['names', 'people', 'technical', 'titles', 'purposes'] as const)('%s hides that kind alone', (kind) => {
	expect(hideable).toContain(kind);
	expect(leaves(hiding(kind))).toEqual({ ...AT_FIRST, hidden: { ...NOTHING, [kind]: true } });
});

test('there is no other kind to tick', () => {
	expect(hideable).toHaveLength(5);
});

test.each([
	['withOriginals', 'originals'],
	['withOrigin', 'origin'],
	['withNotes', 'notes'],
] as const)('%s discloses that alone', (box, what) => {
	expect(leaves({ [box]: true })).toEqual({ ...AT_FIRST, [what]: true });
});

test.each(['blurred', 'open'] as const)('key frames leave as chosen: %s', (keyframes) => {
	expect(leaves({ keyframes })).toEqual({ ...AT_FIRST, keyframes });
});

test('an entry kept sealed is that entry, and no kind with it', () => {
	expect(leaves({ hideEntries: new Set([7]) })).toEqual({ ...AT_FIRST, hidden: { ...NOTHING, entries: [7] } });
	expect(leaves({ hideEntries: new Set([7, 3]) }).hidden.entries).toEqual([3, 7]);
});

test('an original tells its own size and hash: they are not hidden beside it', () => {
	const both = { ...hiding('technical', 'titles'), withOriginals: true };
	expect(leaves(both)).toEqual({ ...AT_FIRST, originals: true, hidden: { ...NOTHING, titles: true } });
	expect(() => checkChosen(chosen(both))).not.toThrow();
});

test('single people are named only where the others are hidden, clips are told of, and a clip shows them', () => {
	const peopleShown = new Set(['Boris', 'nobody in it']);
	const named = { ...hiding('people'), withNotes: true, peopleShown };
	expect(leaves(named).hidden).toEqual({ ...NOTHING, people: true, peopleShown: ['Boris'] });
	for (const not of [{ withNotes: false }, { hide: draft.hide }, { peopleShown: new Set(['nobody in it']) }])
		expect(leaves({ ...named, ...not }).hidden, JSON.stringify(not)).not.toHaveProperty('peopleShown');
});

test('items go in the order of the case, words without their blanks; what is empty is not said', () => {
	const own = { ...draft.own, consent: ' asked ', authority: '  ' };
	const said = chosen({ recipient: ' a court ', purpose: '\n', language: 'ru', own, supersedes: id('earlier') });
	expect(said.items).toEqual([id('first'), id('third')]);
	expect(said).toMatchObject({ recipient: 'a court', purpose: null, language: 'ru' });
	expect(said.words).toEqual({ consent: 'asked', supersedes: id('earlier') });
	expect(choicesOf(draft, open, order, [id('gone')], PEOPLE).expunged).toEqual([id('gone')]);
});
