import { expect, test } from 'vitest';
import { nothingHidden } from '../../src/domain/leaves.ts';
import { collectEntries, collectEvidence } from '../../src/report/collect-evidence.ts';
import { buildReport } from '../../src/report/model.ts';
import { answers } from '../../src/report/pdf/answers.ts';
import { english } from '../../src/report/pdf/words-en.ts';
import { fixedSentences, redactionsOf } from '../../src/report/verify/fixed-sentences.ts';
import { issuersOwn } from '../../src/report/verify/issuers-own.ts';
import { tell } from './report-story.ts';

// What a report says it does not know or keeps back must be so.

const whole = { originals: false, origin: true, notes: true, keyframes: 'open' as const, hidden: nothingHidden };

test('every choice that keeps something back is named, in both languages, and nothing else', () => {
	for (const language of ['en', 'ru'] as const) {
		expect(redactionsOf(whole, language, [])).toEqual([]);
		const kept = [
			{ origin: false },
			{ notes: false },
			{ keyframes: 'none' as const },
			{ keyframes: 'blurred' as const },
		];
		const said = kept.map((one) => redactionsOf({ ...whole, ...one }, language, []));
		expect(said.map((one) => one.length)).toEqual([1, 1, 1, 1]);
		expect(new Set(said.flat()).size).toBe(4);
	}
});

test('restrictions that a delivery record tells are stated, and one that is kept back is not called unknown', () => {
	const report = buildReport(tell().input);
	const restrictions = 'Faces are not to be shown.';
	const told = (record: Record<string, string> | null, origin: boolean) =>
		fixedSentences({
			...report,
			report: { ...report.report, disclosure: { choices: { ...whole, origin } } },
			case: { ...report.case, restrictions: null },
			origin: { intakes: [{ intake: report.origin.intakes[0]?.intake ?? '', index: 9, record }] },
		});
	const missing = (said: readonly string[]): boolean => said.some((one) => one.includes('restrictions'));
	expect(missing(told({ restrictions }, true).case)).toBe(false);
	expect(missing(told({}, true).case)).toBe(true);
	expect(missing(told(null, false).case)).toBe(true);
	expect(told(null, false).origin).toEqual([expect.stringContaining('kept back')]);
	expect(told(null, true).origin).toEqual([expect.stringContaining('not known to the archive')]);
});

test('a report that keeps the delivery record back and says "none" is named for it', () => {
	const { input } = tell();
	const report = buildReport(input);
	const evidence = collectEvidence(input, collectEntries(input));
	const disclosure = { choices: { ...whole, origin: false }, withheld: [] };
	const changed = { ...report, report: { ...report.report, disclosure, redactions: [] } };
	expect(answers(changed, english)[0]?.answer).toMatch(/^Not proven\. The delivery record claims/);
	const hidden = { ...changed, origin: { ...report.origin, intakes: [] } };
	expect(answers(hidden, english)[0]?.answer).toMatch(/kept back in this report\. /);
	expect(issuersOwn(changed, evidence).join()).toContain('redactions');
});
