import { expect, test } from 'vitest';
import { emptyDraft, handlersOf, type RecordDraft, recordOf } from '../../src/web/rooms/intake/record-draft.ts';

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
