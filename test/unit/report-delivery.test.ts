import { expect, test } from 'vitest';
import { intakeRecord, unwrittenRecord } from '../../src/client/put/intake-record.ts';
import { nothingHidden } from '../../src/domain/leaves.ts';
import { buildReport } from '../../src/report/model.ts';
import { answers } from '../../src/report/pdf/answers.ts';
import { stamped } from '../../src/report/pdf/custody-pages.ts';
import { deliveryFacts } from '../../src/report/pdf/delivery.ts';
import { outsideTime } from '../../src/report/pdf/outside-times.ts';
import { english } from '../../src/report/pdf/words-en.ts';
import { russian } from '../../src/report/pdf/words-ru.ts';
import { type CustodyRow, Fields, type ReportItem } from '../../src/report/verify/report-model.ts';
import { tell } from './report-story.ts';

const record = intakeRecord({
	recordedBy: { claim: 'A fixed camera', basis: 'its number is in the picture', confidence: 'probable' },
	priorHandlers: [
		{ who: 'A person with access to the recorder', how: 'Copied the files to the disk' },
		{ to: '2026-03-14', from: '2026-03-12', who: 'A courier' },
		'Somebody else',
	],
	notKnown: ['Whether files were left out'],
	notes: 'The disk was sealed in a bag',
});

test('a delivery is told question by question, each of those who had it before by itself, their name first', () => {
	expect(deliveryFacts(record, 'en', english)).toEqual([
		['When it came into the depositor’s hands', 'not known'],
		['How it came', 'not known'],
		['By whom recorded', 'A fixed camera (basis: its number is in the picture; confidence: probable)'],
		['When recorded', 'not known'],
		['Where recorded', 'not known'],
		['In what conditions recorded', 'not known'],
		['Recording device', 'not known'],
		['Who had it before', 'A person with access to the recorder (how: Copied the files to the disk)'],
		['', 'A courier (held from: 2026-03-12; held until: 2026-03-14)'],
		['', 'Somebody else'],
		['Notes', 'The disk was sealed in a bag'],
		['What is not known', 'Whether files were left out'],
	]);
});

test('in a Russian report only what the depositor wrote is not in Russian', () => {
	const facts = deliveryFacts(record, 'ru', russian);
	for (const [label] of facts) expect(label).not.toMatch(/[a-z]/i);
	const told = facts.map(([, text]) => text);
	expect(told[2]).toBe('A fixed camera (основание: its number is in the picture; уверенность: вероятно)');
	expect(told[8]).toBe('A courier (хранилось с: 2026-03-12; хранилось до: 2026-03-14)');
	expect(told.filter((text) => text === 'не известно')).toHaveLength(6);
	expect(told.join()).not.toMatch(/not known|probable/);
	for (const [label, text] of deliveryFacts(unwrittenRecord(), 'ru', russian))
		expect(`${label}: ${text}`).toMatch(/^[А-Яа-яё ]+: не известно$/);
	const named = deliveryFacts({ notKnown: ['device'] }, 'ru', russian);
	expect(named).toEqual([['Что не известно', 'Записывающее устройство']]);
});

test('a record of any other shape is told too, and says nothing of what it does not hold', () => {
	const odd = { device: { make: 'A', held: [1, { two: true }] }, notKnown: 'much', zz: ['a', 'b'], who: { who: [] } };
	expect(deliveryFacts(odd, 'en', english)).toEqual([
		['Recording device', 'Device maker: A; field “held”: 1, field “two”: yes'],
		['Who', '–'],
		['field “zz”', 'a, b'],
		['What is not known', 'much'],
	]);
	expect(deliveryFacts({}, 'en', english)).toEqual([]);
});

test('the first answer claims by whom, when and in what conditions, as the intake recorded it', () => {
	const report = buildReport(tell().input);
	expect(answers(report, english)[0]?.answer).toContain(
		'claims: by whom recorded: Body camera of a guard (basis: file names on the disk; confidence: probable); when recorded: 2024-02 (basis: burnt-in time; confidence: doubtful); in what conditions recorded: On duty, openly worn.',
	);
	const [intake] = report.origin.intakes as [(typeof report.origin.intakes)[number]];
	intake.record = {};
	expect(answers(report, english)[0]?.answer).toContain(english.answers.captureUnknown);
});

test('of a recording nobody claims anything of, the first answer says which it is: not known, or kept back', () => {
	const choices = { originals: true, keyframes: 'blurred' as const, origin: true, notes: true, hidden: nothingHidden };
	for (const words of [english, russian]) {
		const report = buildReport(tell({ choices }).input);
		const [intake] = report.origin.intakes as [(typeof report.origin.intakes)[number]];
		const { disclosure } = report.report;
		const answer = (): string | undefined => answers(report, words)[0]?.answer;
		intake.record = Fields.parse(unwrittenRecord());
		expect(answer()).toContain(words.answers.captureNotKnown);
		// One that does not say it of each is not taken to.
		const { recordedWhen: _, ...silent } = unwrittenRecord();
		intake.record = Fields.parse(silent);
		expect(answer()).toContain(words.answers.captureUnknown);
		intake.record = null;
		disclosure?.withheld.push({ index: intake.index, event: 'intake.opened', fields: null });
		expect(answer()).toContain(words.answers.captureKeptBack);
	}
});

test('the third answer names exhibits first, by number, whatever the order they came in', () => {
	const report = buildReport(tell().input);
	const [first, second] = report.items as [ReportItem, ReportItem];
	const unnumbered = { ...second, exhibits: [], name: 'unnumbered.mp4' };
	const whole = (items: ReportItem[]) => answers({ ...report, items }, english)[2]?.answer;
	expect(whole([unnumbered, first])).toMatch(/: GUL-0012, GUL-0012\.01 \(entry \d+\), unnumbered\.mp4 \(entry/);
	expect(whole([second, first])).toMatch(/: GUL-0012, GUL-0012\.01 \(entry \d+\), GUL-0013 \(entry/);
	const unkept = [unnumbered, first].map(({ id: item }) => ({ item, index: null, found: 'unread' as const }));
	const verification = { ...report.verification, unkept };
	expect(answers({ ...report, verification, items: [unnumbered, first] }, english)[2]?.answer).toMatch(
		/not been re-read and compared yet: GUL-0012, GUL-0012\.01, unnumbered\.mp4/,
	);
});

test('an outside time has its witness or authority, its last entry and its number apart', () => {
	const texts = (line: string): unknown[] =>
		outsideTime(line).map((cell) => (typeof cell === 'string' ? cell : cell.map(({ text }) => text)));
	expect(texts('C=XX, O=Time, Ltd, CN=Time Signer, OU=A, 2026-11-22T05:44:24.000Z, 25, 02ab')).toEqual([
		['Time Signer', 'C=XX, O=Time, Ltd, CN=Time Signer, OU=A'],
		['2026-11-22 05:44:24'],
		['24'],
		['02ab'],
	]);
	expect(texts('w1, 2026-11-22T05:47:58.000Z, 41').slice(0, 3)).toEqual([['w1'], ['2026-11-22 05:47:58'], ['40']]);
	expect(texts('who knows')).toEqual(['who knows', '–', '–', '–']);
});

test('a row of the custody table says when an outside authority stamped it, with the day where it is another', () => {
	const at = (time: string | null): string[] =>
		stamped({ attested: '2026-03-01T23:59:58.000Z', stamped: time } as CustodyRow, english).map(({ text }) => text);
	expect(at('2026-03-01T23:59:59.000Z')).toEqual(['stamped 23:59:59']);
	expect(at('2026-03-02T00:00:09.000Z')).toEqual(['stamped 2026-03-02 00:00:09']);
	expect(at(null)).toEqual([]);
});
