import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { english } from '../../src/report/pdf/words-en.ts';
import { russian } from '../../src/report/pdf/words-ru.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { paperOf } from '../unit/report-paper.ts';
import { needs } from './needs.ts';

const run = promisify(execFile);
const popplerThere = existsSync('/usr/bin/pdftotext');
const together = (text: string): string => text.replace(/\s+/g, '');

let home: string;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-first-page-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** The pages, without any white space: lines are broken as the page has room. */
async function pagesOf(language: 'en' | 'ru', reword?: (report: CustodyReport) => void) {
	const { report, pdf } = await paperOf({ language, ...(reword && { reword }) });
	const path = join(home, 'report.pdf');
	await writeFile(path, pdf);
	const { stdout } = await run('pdftotext', ['-raw', path, '-']);
	return { report, pages: stdout.split('\f').slice(0, -1).map(together) };
}

/** As long as each may be, and more than there is room for. */
function crowd(report: CustodyReport): void {
	const [item] = report.items as [CustodyReport['items'][number]];
	report.report.purpose = `Asked for by the investigator ${'and by those who asked the investigator '.repeat(60)}.`;
	report.report.recipient = `The investigating department ${'of the region and of its districts '.repeat(60)}`;
	report.case.title = `What was done ${'in the colony and on the way there '.repeat(20)}`;
	const [exhibit] = item.exhibits as [(typeof item.exhibits)[number]];
	item.name = `${'a file whose name is long '.repeat(9)}.mp4`;
	item.exhibits = Array.from({ length: 40 }, (_, i) => ({
		...exhibit,
		label: `GUL-${2000 + i}`,
		title: `The corridor ${'on the first floor and on the second '.repeat(20)}`,
	}));
	const [person] = report.access.people as [CustodyReport['access']['people'][number]];
	report.access.people = Array.from({ length: 30 }, (_, i) => ({ ...person, actor: `P-${i + 100}`, granted: 3 }));
	report.origin.notKnown = Array.from({ length: 12 }, () => 'Whether files were left out when the disk was filled.');
}

describe.each(['en', 'ru'] as const)('in %s', (language) => {
	const words = { en: english, ru: russian }[language];
	test.for([
		['the story', undefined],
		['more than there is room for', crowd],
	] as const)(
		'the first page answers all six questions, and says what is not proven and not known: %s',
		async ([, reword], { skip }) => {
			needs(popplerThere, 'poppler-utils', skip);
			const { pages } = await pagesOf(language, reword);
			const [first = '', ...others] = pages;
			for (const [i, question] of words.questions.entries()) expect(first).toContain(together(`${i + 1}. ${question}`));
			expect(first).toContain(together(words.answers.since));
			expect(first).toContain(together(words.inShort.notProven));
			expect(first).toContain(together(words.inShort.notKnown));
			expect(others[0]).not.toContain(together(words.inShort.notProven));
		},
	);

	test('what is not known is cut no more than the page has room for', async ({ skip }) => {
		needs(popplerThere, 'poppler-utils', skip);
		const told = await pagesOf(language);
		const { origin, case: matter, report: head } = told.report;
		const all = [...origin.notKnown, ...matter.notKnown, ...head.notKnown].join(' ');
		expect(all.length).toBeGreaterThan(240);
		expect(told.pages[0]).toContain(together(`${words.inShort.notKnown} ${all}`));
		expect(told.pages[0]).not.toContain(together(words.further));
		const gaps = Array.from({ length: 80 }, (_, i) => `Gap ${i + 1} of those that were found.`);
		const { pages } = await pagesOf(language, (report) => void Object.assign(report.origin, { notKnown: gaps }));
		const page = pages[0]?.slice(pages[0].indexOf(together(words.inShort.notKnown))) ?? '';
		expect(page).toContain(together(words.further));
		const named = gaps.filter((gap) => page.includes(together(gap))).length;
		expect(named).toBeGreaterThan(20);
		expect(named).toBeLessThan(80);
		expect(pages[1]).not.toMatch(/^Gap/);
	});

	test('two forms for a qualified person, each on a page of its own: what was done, of which report and log, where to sign', async ({
		skip,
	}) => {
		needs(popplerThere, 'poppler-utils', skip);
		const { report, pages } = await pagesOf(language);
		expect(words.forms).toHaveLength(2);
		for (const { title, statements, oath } of words.forms) {
			const [page, more] = pages.filter((one) => one.includes(together(title)));
			expect(more).toBeUndefined();
			const { size, root } = report.integrity.checkpoint;
			const about = [report.report.id, `${size}·${root}`, report.integrity.origin];
			for (const said of [...words.formPerson, ...statements, ...about, oath, ...words.formSignature])
				expect(page).toContain(together(said));
		}
	});
});
