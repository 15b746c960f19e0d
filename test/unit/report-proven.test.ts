import { expect, test } from 'vitest';
import { collectEntries, collectEvidence } from '../../src/report/collect-evidence.ts';
import { buildReport } from '../../src/report/model.ts';
import { answers } from '../../src/report/pdf/answers.ts';
import { english } from '../../src/report/pdf/words-en.ts';
import { russian } from '../../src/report/pdf/words-ru.ts';
import { checkWords } from '../../src/report/verify/check-words.ts';
import { issuersOwn } from '../../src/report/verify/issuers-own.ts';
import { limitWords } from '../../src/report/verify/limits.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { id, Person } from './report-archive.ts';
import { people, type StoryOptions, tell } from './report-story.ts';

/** The story's report; of these items, by their places, the originals stay behind. */
function told(without: readonly number[], options: StoryOptions = {}): CustodyReport {
	const { input } = tell(options);
	for (const at of without)
		Object.assign(input.items[at] as object, { original: undefined, sealed: undefined, key: undefined });
	return buildReport(input);
}
const { input: story } = tell();
const evidence = collectEvidence(story, collectEntries(story));
const [BOTH, NONE] = [[], [0, 1]];
const altered = (report: CustodyReport): string =>
	answers(report, report.language === 'en' ? english : russian)[2]?.answer as string;

test('of an original in the bag it is said that it is the one received, by the entry that committed to its hash', () => {
	const whole = told(BOTH);
	const line =
		'The copy in this bag is the one that the archive received (SHA-256, committed in the log): GUL-0012, GUL-0012.01 (entry 11), GUL-0013 (entry 21).';
	expect(whole.acquisition.map(({ index }) => index)).toEqual([11, 21]);
	expect(whole.verification.proven[0]).toBe(line);
	expect(whole.verification.proven.slice(1).join()).not.toMatch(/bytes|read back/);
	expect(altered(whole)).toBe(`${line} Before it was received: not known.`);
	expect(told(BOTH, { language: 'ru' }).verification.proven[0]).toMatch(
		/^Копия в этом пакете — та, что поступила в архив .*GUL-0013 \(запись 21\)\.$/,
	);
});

test('of any other item it is said when it was read back, and that it was not again: not that it is unchanged', () => {
	const report = told(NONE);
	const line =
		'The stored bytes had the committed hash (SHA-256) when they were read back (the day and the entry are given here); they were not read again for this report: GUL-0012, GUL-0012.01 (2026-03-01, entry 12), GUL-0013 (2026-03-01, entry 22).';
	expect(report.verification.proven[0]).toBe(line);
	expect(altered(report)).toBe(`${line} Before it was received: not known.`);
	const said = [...report.verification.proven, ...answers(report, english).map(({ answer }) => answer)].join(' ');
	expect(said).not.toMatch(/unchanged|today|Not since|copy in this bag/);
	const mixed = told([1], { language: 'ru' });
	expect(mixed.verification.proven[0]).toMatch(/^Копия в этом пакете .*: GUL-0012, GUL-0012\.01 \(запись 11\)\.$/);
	expect(mixed.verification.proven[1]).toMatch(
		/для этого отчёта их заново не перечитывали: GUL-0013 \(2026-03-01, запись 22\)\.$/,
	);
});

test('the last reading counts, and only one of the item itself', () => {
	const [restored] = told(NONE, { fates: ['restored', 'kept'] }).verification.proven;
	expect(restored).toMatch(/GUL-0012, GUL-0012\.01 \(2026-03-01, entry 14\)/);
	const report = told(NONE);
	const row = report.custody.find(({ event }) => event === 'item.kept') as CustodyReport['custody'][number];
	const later = { ...row, event: 'item.restored', index: 99 };
	const saidWith = (more: typeof row): string[] =>
		issuersOwn({ ...report, custody: [...report.custody, more] }, evidence);
	expect(saidWith(later)).toContain('proven of the report: on the word of the issuer alone');
	for (const other of [
		{ ...later, after: 'ab'.repeat(32) },
		{ ...later, outcome: 'denied:conflict' },
	])
		expect(saidWith(other)).not.toContain('proven of the report: on the word of the issuer alone');
});

test('whoever verifies makes the sentences again: an issuer who says more of the bytes than is known is named', () => {
	const own = 'proven of the report: on the word of the issuer alone';
	for (const without of [BOTH, NONE]) expect(issuersOwn(told(without), evidence)).not.toContain(own);
	const says = (sentence: string): string[] => {
		const report = told(NONE);
		report.verification.proven[0] = sentence;
		return issuersOwn(report, evidence);
	};
	expect(says(told(BOTH).verification.proven[0] as string)).toContain(own);
	expect(says((told(NONE).verification.proven[0] as string).replaceAll('2026-03-01', '2026-03-02'))).toContain(own);
});

test('of items that are not well kept nothing is said but that, by their exhibits', () => {
	const of = (fates: NonNullable<StoryOptions['fates']>, language: 'en' | 'ru' = 'en') => {
		const { items, verification } = told(BOTH, { fates, language });
		const found = verification.unkept?.map((one) => [items.findIndex(({ id }) => id === one.item), one.found]);
		return { ...verification, found };
	};
	const whole = of(['kept', 'kept']);
	for (const fates of [['restored', 'kept'] as const, ['kept', 'copy'] as const]) {
		expect(of(fates).found).toBeUndefined();
		expect(of(fates).notProven).toEqual(whole.notProven);
	}
	const one = of(['damaged', 'kept']);
	expect(one.found).toEqual([[0, 'differs']]);
	expect(one.proven[0]).toMatch(/^The copy in this bag .*: GUL-0013 \(entry 22\)\.$/);
	expect(one.notProven).toEqual([
		expect.stringMatching(/found ALTERED .* GUL-0012, GUL-0012\.01 \(entry 13\)\.$/),
		...whole.notProven,
	]);
	const none = of(['missing', 'failed']);
	expect(none.found).toEqual([
		[0, 'missing'],
		[1, 'failed'],
	]);
	expect(none.proven).toEqual(whole.proven.slice(1));
	expect(of(['kept', 'unread']).found).toEqual([[1, 'unread']]);
	expect(of(['kept', 'unread']).proven[0]).not.toContain('GUL-0013');
	const said = of(['damaged', 'failed'], 'ru');
	expect(said.notProven[0]).toMatch(/оказалась ИЗМЕНЕНА .*GUL-0012.* \(запись 13\)/);
	expect(said.notProven[1]).toMatch(/Не удалось установить.*GUL-0013/);
});

test('an attempt of somebody who could not know the item is not in the report, and no sentence says that it would be', () => {
	const outsider = new Person('outsider');
	const attempt: StoryOptions['before'] = (archive) =>
		archive.append(
			'item.opened',
			outsider,
			{ case: id('case'), generation: 1, item: id('item 0'), class: 'original' },
			{ subject: { kind: 'person', id: outsider.sign }, result: 'denied:not-found' },
		);
	const report = told(BOTH, { before: attempt });
	expect(report.access.people.map(({ key }) => key)).not.toContain(outsider.sign);
	expect(report.access.people.map(({ key }) => key)).toContain(people.reader.sign);
	expect(report.access.denied).toHaveLength(2);
	const { proven, notProven } = report.verification;
	for (const sentence of [
		proven.find((one) => one.includes('1..n')),
		answers(report, english)[1]?.answer,
		english.inShort.proven.all([]),
		checkWords.en.complete.meaning,
	])
		expect(sentence).toMatch(/people who could know|of those who could know/);
	expect(english.deniedNone).toMatch(/Not in them are attempts by others \(outsiders.*beyond twenty an hour/);
	expect(notProven.join()).toMatch(/outsiders.*are entries of those people and are not in this report/);
	expect(limitWords.en.strangers).toMatch(/outsiders.* are not in the bag/);
	const russianReport = told(BOTH, { before: attempt, language: 'ru' });
	for (const sentence of [
		russianReport.verification.proven.find((one) => one.includes('1..n')),
		answers(russianReport, russian)[1]?.answer,
		russian.inShort.proven.all([]),
		checkWords.ru.complete.meaning,
	])
		expect(sentence).toMatch(/кто мог о (нём|ней|них) знать|кто мог знать о файле/);
	expect(russian.deniedNone).toMatch(/не входят попытки прочих лиц \(посторонних.*сверх двадцати в час/);
	expect(russianReport.verification.notProven.join()).toMatch(/посторонних.*в отчёт они не входят/);
});
