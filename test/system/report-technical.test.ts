import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { english } from '../../src/report/pdf/words-en.ts';
import { russian } from '../../src/report/pdf/words-ru.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { paperOf } from '../unit/report-paper.ts';
import { needs, onPath } from './needs.ts';

const run = promisify(execFile);
const popplerThere = onPath('pdftotext');
const together = (text: string): string => text.replace(/\s+/g, '');

let home: string;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-technical-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

type Technical = CustodyReport['technical']['items'][number];
type Items = [CustodyReport['items'][number], CustodyReport['items'][number]];

/** What section 6 says of each of the two items, without any white space. */
async function section(
	language: 'en' | 'ru',
	reword: (technical: [Technical, Technical], items: Items) => void,
): Promise<[string, string]> {
	const { pdf } = await paperOf({
		language,
		reword: ({ technical, items }) => reword(technical.items as [Technical, Technical], items as Items),
	});
	const path = join(home, 'report.pdf');
	await writeFile(path, pdf);
	const { headings } = { en: english, ru: russian }[language];
	const text = together((await run('pdftotext', ['-raw', path, '-'])).stdout);
	const own = text.slice(text.lastIndexOf(together(headings.technical)), text.lastIndexOf(together(headings.custody)));
	const at = own.lastIndexOf('GUL-0013');
	return [own.slice(0, at), own.slice(at)];
}

describe.each(['en', 'ru'] as const)('in %s', (language) => {
	const words = { en: english, ru: russian }[language];
	const line = (name: string, said: string): string => together(`${words.labels[name]}${said}`);

	test('section 6 says of what a file may name and does not that it is not named, and what else was looked for', async ({
		skip,
	}) => {
		needs(popplerThere, 'poppler-utils', skip);
		const [first, second] = await section(language, () => {});
		for (const own of [first, second]) {
			for (const name of ['device', 'encoder']) expect(own).toContain(line(name, words.notNamed));
			expect(own.toLowerCase()).toContain(line('frames', words.notNamed).toLowerCase());
			expect(own).toContain(together(words.labels['anomalies'] ?? ''));
			expect(own).toContain(line('place', own === first ? '+51.4169' : words.noPlace));
		}
		expect(first).not.toContain(together(words.noPlace));
	});

	test('and of what it names, what was not looked for, or is not disclosed, no such thing', async ({ skip }) => {
		needs(popplerThere, 'poppler-utils', skip);
		const [named, withheld] = await section(language, ([first, second], [, item]) => {
			first.summary = { ...first.summary, model: 'X-Cam 3', encoder: 'Lavf', frames: 4000, container: 'avi' };
			second.summary = null;
			item.files.probe = null;
		});
		expect(named).toContain(line('model', 'X-Cam 3'));
		expect(named).not.toContain(together(words.notNamed));
		expect(named).toContain(together('.mp4'));
		expect(named).toContain('4000');
		const anomalies = together(words.labels['anomalies'] ?? '');
		for (const said of [words.notNamed, words.noPlace, words.notLookedFor, anomalies])
			expect(withheld).not.toContain(together(said));
		const [picture, text] = await section(language, ([first, second]) => {
			first.summary = { kind: 'image', container: 'jpeg' };
			second.summary = { kind: 'document', container: 'pdf' };
		});
		for (const name of ['device', 'encoder']) expect(picture).toContain(line(name, words.notLookedFor));
		for (const own of [picture, text]) expect(own).not.toContain(together(words.notNamed));
		expect(text).not.toContain(line('device', ''));
		expect(text).toContain(anomalies);
	});
});
