import { expect, test } from 'vitest';
import {
	emptyDraft,
	handlersOf,
	type RecordDraft,
	recordOf,
	withHandlers,
} from '../../src/web/rooms/intake/record-draft.ts';

const draft = (text: string, handling: RecordDraft['handling']): RecordDraft => {
	const empty = emptyDraft();
	const priorHandlers = { ...empty.answers.priorHandlers, text };
	return { ...empty, answers: { ...empty.answers, priorHandlers }, handling };
};
const nothing = { from: '', to: '', how: '' };

test('who had it before is a line each, with when and how where that is said', () => {
	const said = draft('an officer\n\n a courier \nus', [nothing, { from: '2026-02-26', to: ' ', how: ' by train ' }]);
	expect(handlersOf(said).map((one) => one.who)).toEqual(['an officer', 'a courier', 'us']);
	expect(recordOf(said)?.['priorHandlers']).toEqual([
		'an officer',
		{ who: 'a courier', from: '2026-02-26', how: 'by train' },
		'us',
	]);
});

test('a day that cannot be is refused there too; of nobody nothing is said', () => {
	expect(() => recordOf(draft('a courier', [{ ...nothing, from: '2026-04-31' }]))).toThrow(/a date that cannot be/);
	expect(recordOf(draft(' \n', [{ ...nothing, how: 'by train' }]))).toBeUndefined();
});

test('what is said of somebody stays with them while lines come, go and are typed', () => {
	const train = { ...nothing, how: 'by train' };
	const disk = { ...nothing, how: 'on a disk' };
	const of = (before: string[], now: string[], handling: RecordDraft['handling']) => {
		const { answers, ...rest } = draft(before.join('\n'), handling);
		const changed = withHandlers({ answers, ...rest }, { ...answers.priorHandlers, text: now.join('\n') });
		return handlersOf(changed).map(({ who, how }) => [who, how]);
	};
	expect(of(['a', 'b'], ['new', 'a', 'b'], [train, disk])).toEqual([
		['new', ''],
		['a', 'by train'],
		['b', 'on a disk'],
	]);
	expect(of(['a', 'b'], ['b'], [train, disk])).toEqual([['b', 'on a disk']]);
	expect(of(['a', 'b'], ['a', 'new', 'b'], [train, disk])).toEqual([
		['a', 'by train'],
		['new', ''],
		['b', 'on a disk'],
	]);
	expect(of(['a', 'b'], ['an officer', 'b'], [train, disk])).toEqual([
		['an officer', 'by train'],
		['b', 'on a disk'],
	]);
	expect(of(['a', 'b'], ['c'], [train, disk])).toEqual([['c', '']]);
	expect(of(['a', 'a'], ['a', 'a', 'a'], [train, disk])).toEqual([
		['a', 'by train'],
		['a', 'on a disk'],
		['a', ''],
	]);
});
