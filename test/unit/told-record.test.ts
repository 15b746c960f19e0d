import { expect, test } from 'vitest';
import { intakeRecord, recordQuestions, unwrittenRecord } from '../../src/client/put/intake-record.ts';
import { toldRecord } from '../../src/client/put/told-record.ts';
import { fieldLabel } from '../../src/report/words/field-label.ts';

const plain = (text: string) => ({ text, basis: undefined, confidence: undefined });

test('a record of which nothing is written says every question, each of them not known, and nothing twice', () => {
	for (const record of [unwrittenRecord(), {}])
		expect(toldRecord(record)).toEqual(recordQuestions.map((name) => ({ name, sayings: [] })));
	for (const name of recordQuestions) expect(fieldLabel('en', [name])).not.toContain('field “');
});

test('claims keep what they rest on; handlers are told in their order', () => {
	const told = toldRecord(
		intakeRecord({
			recordedBy: { claim: 'a fixed camera', basis: 'its number', confidence: 'probable' },
			priorHandlers: [{ who: 'one', from: 'May', to: 'June', how: 'copied it' }, 'another'],
			notKnown: ['whether files are missing'],
			restrictions: 'no faces',
		}),
	);
	const said = (name: string) => told.find((one) => one.name === name)?.sayings;
	expect(said('recordedBy')).toEqual([{ text: 'a fixed camera', basis: 'its number', confidence: 'probable' }]);
	expect(said('priorHandlers')).toEqual([plain('one, May – June, copied it'), plain('another')]);
	expect(said('device')).toEqual([]);
	expect(told.slice(-2).map((one) => [one.name, one.sayings])).toEqual([
		['restrictions', [plain('no faces')]],
		['notKnown', [plain('whether files are missing')]],
	]);
});

test('what another program wrote is told as it is, whatever its shape', () => {
	const told = toldRecord({ device: 7, recordedBy: { maker: ['x'] }, colour: 'blue', notes: null, notKnown: 'much' });
	expect(
		told.map(({ name, sayings }) => [name, ...sayings.map((one) => one.text)]).filter((one) => one.length > 1),
	).toEqual([
		['recordedBy', '{"maker":["x"]}'],
		['device', '7'],
		['colour', 'blue'],
		['notKnown', 'much'],
	]);
});
