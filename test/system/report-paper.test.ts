import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import decodeQr from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nothingHidden } from '../../src/domain/leaves.ts';
import { pageCode } from '../../src/report/pdf/page-code.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { paperOf } from '../unit/report-paper.ts';
import { PLACE } from '../unit/report-story.ts';
import { needs, onPath } from './needs.ts';
import { faultsAsPdfA, preflightPackages, preflightThere } from './preflight.ts';

const run = promisify(execFile);
const popplerThere = onPath('pdftoppm', 'pdfinfo', 'pdftotext');

let home: string;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-paper-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** A JPEG that says it has this many channels; its picture is never looked at. */
async function frame(channels: number): Promise<Uint8Array> {
	const jpeg = new Uint8Array(await readFile(new URL('../vectors/frame.jpg', import.meta.url)));
	const start = jpeg.findIndex((byte, i) => byte === 0xff && (jpeg[i + 1] === 0xc0 || jpeg[i + 1] === 0xc2));
	jpeg[start + 9] = channels;
	return jpeg;
}

describe('PDFBox Preflight calls it PDF/A-1b', () => {
	const cases: [name: string, paper: Parameters<typeof paperOf>[0] & { channels?: number }][] = [
		['in English', { language: 'en' }],
		['in Russian', { language: 'ru' }],
		['with pictures for a printing press', { language: 'en', channels: 4 }],
		[
			'with letters that no font here has',
			{ language: 'ru', reword: (report) => void Object.assign(report.case, { title: '監獄 🔒 ﷽ <&> \u202e' }) },
		],
	];
	test.for(cases)('%s', async ([name, { channels, ...paper }], { skip }) => {
		needs(preflightThere, preflightPackages, skip);
		const { pdf } = await paperOf({ ...paper, ...(channels && { picture: await frame(channels) }) });
		const path = join(home, `${name.replaceAll(' ', '-')}.pdf`);
		await writeFile(path, pdf);
		expect(await faultsAsPdfA(path)).toBe('');
	});

	test('and finds what is wrong with a file that is none', async ({ skip }) => {
		needs(preflightThere, preflightPackages, skip);
		const { pdf } = await paperOf();
		const path = join(home, 'bent.pdf');
		await writeFile(path, Buffer.from(pdf).toString('latin1').replaceAll('/OutputIntents', '/OtherIntents_'), 'latin1');
		expect(await faultsAsPdfA(path)).toContain('not a valid PDF/A-1b');
	});
});

describe('on every page', () => {
	let report: CustodyReport;
	let path: string;
	beforeAll(async () => {
		const made = await paperOf({ language: 'ru' });
		report = made.report;
		path = join(home, 'pages.pdf');
		await writeFile(path, made.pdf);
	});

	test('a camera reads report and checkpoint, and a person the same in short', async ({ skip }) => {
		needs(popplerThere, 'poppler-utils', skip);
		const code = pageCode(report);
		expect(code.text).toBe(
			`CUSTOS:${report.report.id}/${report.integrity.checkpoint.size}/${report.integrity.checkpoint.root}`.toUpperCase(),
		);
		const { stdout } = await run('pdftotext', ['-layout', path, '-']);
		const pages = stdout.split('\f').slice(0, -1);
		expect(pages.length).toBeGreaterThan(4);
		for (const page of pages) expect(page).toContain(code.short);
		for (const page of [1, pages.length]) {
			const corner = ['-x', '1000', '-y', '1600', '-W', '240', '-H', '154', '-r', '150'];
			await run('pdftoppm', [
				...corner,
				'-f',
				String(page),
				'-l',
				String(page),
				'-singlefile',
				path,
				join(home, 'corner'),
			]);
			expect(decodeQr(pixels(await readFile(join(home, 'corner.ppm'))))).toBe(code.text);
		}
	});

	test('what stands there is in an order that can be read aloud, under headings; pictures have words', async ({
		skip,
	}) => {
		needs(popplerThere, 'poppler-utils', skip);
		expect((await run('pdfinfo', [path])).stdout).toMatch(/^Tagged: +yes$/m);
		const { stdout } = await run('pdfinfo', ['-struct', path]);
		expect(stdout.replace(/[\n ]+/g, ' ')).toMatch(/^Document P \(block\) H1 \(block\) Table \(block\) TR TH TD TR/);
		expect(stdout.match(/^ +H2/gm)).toHaveLength(15);
		expect(stdout.match(/^ +Figure/gm)).toHaveLength(3);
		expect((await readFile(path)).toString('latin1').match(/^\/Alt \(/gm)).toHaveLength(3);
	});
});

test('the first page says of no item that was found altered that it was not: it names it, in both languages', async ({
	skip,
}) => {
	needs(popplerThere, 'poppler-utils', skip);
	const first = async (paper: Parameters<typeof paperOf>[0]): Promise<string> => {
		const { pdf } = await paperOf(paper);
		await writeFile(join(home, 'first.pdf'), pdf);
		const { stdout } = await run('pdftotext', ['-l', '1', join(home, 'first.pdf'), '-']);
		return stdout.replace(/\s+/g, ' ');
	};
	const whole = await first({});
	expect(whole).toContain('The copy in this bag is the one that the archive received');
	expect(whole).toContain('Proven: the originals in this bag are the ones that the archive received; who');
	const read = (without: number[], language: 'en' | 'ru') =>
		first({
			language,
			change: ({ items }) => {
				for (const at of without)
					Object.assign(items[at] as object, { original: undefined, sealed: undefined, key: undefined });
			},
		});
	const kept = await read([0, 1], 'en');
	expect(kept).toContain(
		'Proven: the stored bytes had the committed hash when read back on 2026-03-01, and were not read',
	);
	expect(kept).not.toMatch(/unchanged|originals in this bag/);
	expect(await read([1], 'ru')).toMatch(
		/Доказано: оригиналы в этом пакете — те, что поступили в архив; хранимые байты остальных файлов при перечитывании \(2026-03-01\)/,
	);
	const some = await first({ fates: ['damaged', 'kept'] });
	expect(some).toMatch(/copy in this bag is the one that the archive received [^:]*: GUL-0013 \(/);
	expect(some).toMatch(
		/found ALTERED and has not been restored since: GUL-0012, GUL-0012\.01 \(entry 13\)\. Before it was/,
	);
	expect(some).toContain('Of the bytes of these items it is not proven: GUL-0012, GUL-0012.01 (entry 13); see');
	const none = await first({ fates: ['missing', 'failed'] });
	expect(none).not.toMatch(/copy in this bag|originals in this bag|had the committed hash/);
	expect(none).toMatch(/found MISSING .*GUL-0012.* could not be shown to be what was received: GUL-0013/);
	const russian = await first({ fates: ['kept', 'damaged'], language: 'ru' });
	expect(russian).toMatch(/Копия в этом пакете — та, что поступила в архив [^:]*: GUL-0012, GUL-0012\.01 \(/);
	expect(russian).toMatch(/оказалась ИЗМЕНЕНА и с тех пор не восстановлена: GUL-0013 \(запись \d+\)/);
	expect(russian).toMatch(/О байтах этих файлов это не доказано: GUL-0013 \(запись \d+\); см\. ответ 3/);
});

test('what the issuer keeps back stands under its own name, and restrictions that came with the footage in section 2', async ({
	skip,
}) => {
	needs(popplerThere, 'poppler-utils', skip);
	const choices = { originals: false, origin: true, notes: true, keyframes: 'open' as const, hidden: nothingHidden };
	const reword = (report: CustodyReport): void => {
		const [intake] = report.origin.intakes as [CustodyReport['origin']['intakes'][number]];
		intake.record = { ...intake.record, restrictions: 'No faces' };
		report.case.restrictions = null;
		const withheld = [{ index: 5, event: 'item.shared', fields: null }];
		report.report.disclosure = { choices, withheld };
	};
	const { pdf, report } = await paperOf({ reword });
	await writeFile(join(home, 'kept-back.pdf'), pdf);
	const text = (await run('pdftotext', [join(home, 'kept-back.pdf'), '-'])).stdout.replace(/\s+/g, ' ');
	expect(text).toContain('Kept back by the issuer; the bag holds hashes that nobody can guess from:');
	expect(text).toMatch(/: all of the detail, 1 ×/);
	expect(text).not.toContain('Redactions none');
	expect(text).toContain(`No faces (delivery record, entry ${report.origin.intakes[0]?.index})`);
	expect(text).toContain('Authority not stated in this report');
});

test('section 5 says in words how Custos took an item in, and section 6 where a file says it was recorded', async ({
	skip,
}) => {
	needs(popplerThere, 'poppler-utils', skip);
	const printed = async (language: 'en' | 'ru'): Promise<string> => {
		const reword = ({ acquisition }: CustodyReport) =>
			void Object.assign(acquisition[0] ?? {}, { tool: 'custos 0.1.0', method: 'sealed-upload' });
		await writeFile(join(home, 'taken.pdf'), (await paperOf({ language, reword })).pdf);
		const { stdout } = await run('pdftotext', [join(home, 'taken.pdf'), '-']);
		return stdout.replace(/\s+/g, ' ');
	};
	const english = await printed('en');
	expect(english).toContain('custos 0.1.0 Method read, hashed and sealed on the depositor’s device; uploaded sealed');
	// What an earlier client wrote in its own words stays as it is.
	expect(english).toContain('Method read from the disk, sealed on the depositor’s device');
	expect(english.split(PLACE)).toHaveLength(2);
	expect(english).toContain('again P-');
	expect(await printed('ru')).toMatch(
		/прочитан, хеширован и зашифрован на устройстве передавшего.*Место по данным файла/,
	);
});

describe('however much there is', () => {
	const rows = 500;
	/** The same report with so many events of its first item, and so many pictures of it. */
	const long = (report: CustodyReport): void => {
		const [item] = report.items as [CustodyReport['items'][number]];
		const own = report.custody.filter((row) => row.subject.id === item.id);
		report.custody = [
			...report.custody.filter((row) => row.subject.id !== item.id),
			...Array.from({ length: rows }, (_, i) => {
				const row = own[i % own.length] as CustodyReport['custody'][number];
				return { ...row, index: 1000 + i, subject: { ...row.subject, n: i + 1 } };
			}),
		];
		item.files.keyframes = Array.from({ length: 60 }, (_, i) => ({
			...(item.files.keyframes[0] as { path: string; sha256: string }),
			ptsMs: i * 1000,
		}));
	};

	test('every one of 500 events is on a line of its own under the names of the columns, and twelve of sixty pictures are shown', async ({
		skip,
	}) => {
		needs(popplerThere, 'poppler-utils', skip);
		const { pdf } = await paperOf({ reword: long });
		const path = join(home, 'long.pdf');
		await writeFile(path, pdf);
		const { stdout } = await run('pdftotext', ['-layout', path, '-']);
		const pages = stdout.split('\f');
		const line = /^ *(\d+) +(1\d{3}) +2026-03-01/gm;
		const found = [...stdout.matchAll(line)].map(([, n, index]) => [Number(n), Number(index)]);
		expect(found).toEqual(Array.from({ length: rows }, (_, i) => [i + 1, 1000 + i]));
		for (const page of pages.filter((one) => one.search(line) >= 0)) expect(page).toMatch(/No\. +Entry +Time \(UTC\)/);
		expect(pages.filter((one) => one.search(line) >= 0).length).toBeLessThan(36);
		expect(stdout).toContain('12 of 60, evenly spread');
		expect(stdout).toContain('00:59.000');
		needs(preflightThere, preflightPackages, skip);
		expect(await faultsAsPdfA(path)).toBe('');
	});

	test('of a working copy each file is named with its hash, and five hundred key frames are counted', async ({
		skip,
	}) => {
		needs(popplerThere, 'poppler-utils', skip);
		const pictures = Array.from({ length: 500 }, (_, i) => ({
			name: `keyframe-${i}.jpg`,
			sha256: 'ab'.repeat(32),
			size: 4000 + i,
			ptsMs: i * 2000,
		}));
		const made = { name: 'packets.framehash', sha256: 'cd'.repeat(32), size: 1_234_567 };
		const { pdf } = await paperOf({
			reword: ({ derivatives }) => {
				for (const one of derivatives.made) one.record = { kind: 'examination', files: [made, ...pictures] };
			},
		});
		const path = join(home, 'copies.pdf');
		await writeFile(path, pdf);
		const { stdout } = await run('pdftotext', ['-layout', path, '-']);
		expect(stdout).toMatch(/packets\.framehash, 1\s234\s567 bytes/);
		expect(stdout).toContain('cdcdcdcd cdcdcdcd');
		expect(stdout).toContain('Key frames: 500, from 00:00.000 to 16:38.000');
		expect(stdout).not.toContain('keyframe-7.jpg');
	});
});

test('the paper tells the delivery in words, and who outside the archive saw the log in columns', async ({ skip }) => {
	needs(popplerThere, 'poppler-utils', skip);
	const stamps = (report: CustodyReport): void => {
		report.integrity.cosignatures = ['w1.example, 2026-03-02T00:00:00.000Z, 21'];
		report.integrity.timestamps = ['O=Time, CN=Time Signer, 2026-03-02T00:00:05.000Z, 22, 0a2b'];
		for (const row of report.custody) row.stamped = '2026-03-02T00:00:05.000Z';
		for (const item of report.technical.items) Object.assign(item, { tools: {}, commands: [], probeSha256: null });
	};
	for (const [language, wanted] of [
		[
			'en',
			[
				/Who had it before +A former employee \(how: Copied it from a camera server\)\n +A courier \(held from: 2026-02-26;/,
				/Witness +Time \(UTC\) +Entries up to\n *w1\.example +2026-03-02 00:00:00 +20\n/,
				/Serial number\n *Time Signer +2026-03-02 00:00:05 +21 +0a2b\n/,
				/stamped 2026-03-02/,
				/Tools +none\n/,
			],
		],
		[
			'ru',
			[
				/Где записано +не известно/,
				/уверенность: вероятно/,
				/Записи по\n *w1\.example +2026-03-02 00:00:00 +20\n/,
				/метка 2026-03-02/,
				/Вид +видео\n/,
				/поток 0, видео/,
				/Программы +нет\n/,
				/ведущий дела/,
			],
		],
	] as const) {
		const { pdf } = await paperOf({ language, reword: stamps });
		const path = join(home, `told-${language}.pdf`);
		await writeFile(path, pdf);
		const { stdout } = await run('pdftotext', ['-layout', path, '-']);
		for (const words of wanted) expect(stdout).toMatch(words);
		expect(stdout).not.toMatch(/recorded[A-Z]|received[A-Z]|priorHandlers|notKnown|field “|поле «/);
		if (language === 'ru') expect(stdout).not.toMatch(/not known|probable|doubtful|руководитель/);
	}
	needs(preflightThere, preflightPackages, skip);
	for (const language of ['en', 'ru']) expect(await faultsAsPdfA(join(home, `told-${language}.pdf`))).toBe('');
});

/** A binary PPM as the picture it is. */
function pixels(ppm: Buffer): { width: number; height: number; data: Uint8ClampedArray } {
	const [head, width, height] = /^P6\s(\d+)\s(\d+)\s255\s/.exec(ppm.toString('latin1', 0, 40)) ?? [];
	const [across, down] = [Number(width), Number(height)];
	const data = new Uint8ClampedArray(across * down * 4).fill(255);
	for (let i = 0; i < across * down; i++)
		for (let c = 0; c < 3; c++) data[i * 4 + c] = ppm[(head ?? '').length + i * 3 + c] ?? 0;
	return { width: across, height: down, data };
}

test('section 9 says why an examination failed in the paper’s language', async ({ skip }) => {
	needs(popplerThere, 'poppler-utils', skip);
	const said = { en: 'ffprobe met the limit on time', ru: 'ffprobe: превышен предел времени' };
	for (const language of ['en', 'ru'] as const) {
		const path = join(home, `${language}-failed.pdf`);
		await writeFile(path, (await paperOf({ language })).pdf);
		const text = (await run('pdftotext', ['-raw', path, '-'])).stdout.replace(/\s+/g, ' ');
		expect([text.includes(said.en), text.includes(said.ru)]).toEqual([language === 'en', language === 'ru']);
	}
});
