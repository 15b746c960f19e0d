import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, utf8 } from '../../src/domain/bytes.ts';
import { nothingHidden } from '../../src/domain/leaves.ts';
import { openBagFolder } from '../../src/report/node/bag-folder.ts';
import { checkKeys, checkWords } from '../../src/report/verify/check-words.ts';
import type { Check } from '../../src/report/verify/checks.ts';
import type { EvidenceEntry } from '../../src/report/verify/evidence.ts';
import { limitWords } from '../../src/report/verify/limits.ts';
import { checkMadeFiles } from '../../src/report/verify/made-files.ts';
import { isMosaic, mosaic } from '../../src/report/verify/mosaic/mosaic.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { Archive } from './report-archive.ts';
import { bagOf } from './report-story.ts';

let home: string;
let vkey: string;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-bag-'));
	vkey = (await bagOf(join(home, 'en'))).archive.vkey;
	await bagOf(join(home, 'ru'), { language: 'ru' });
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe('a bag as written', () => {
	test('is consistent, and confirmed only with the log key from another way', async () => {
		for (const language of ['en', 'ru']) {
			const reader = openBagFolder(join(home, language));
			const alone = await verifyBag(reader);
			expect(alone.checks.filter((check) => !check.ok)).toEqual([]);
			expect(alone.result).toBe('consistent');
			expect((await verifyBag(reader, { logKey: vkey })).result).toBe('confirmed');
			const other = await verifyBag(reader, { logKey: new Archive('two').vkey });
			expect(other.result).toBe('failed');
			expect(other.checks.filter((check) => !check.ok).map((check) => check.reason)).toEqual([
				expect.stringContaining('another log than the key you gave'),
			]);
		}
	});

	test('has key frames as coarse as was chosen: nothing else passes for a mosaic', async () => {
		const choices = {
			originals: true,
			origin: true,
			notes: true,
			keyframes: 'blurred',
			hidden: nothingHidden,
		} as const;
		const frame = await readFile(new URL('../vectors/frame.jpg', import.meta.url));
		const coarse = mosaic(frame);
		expect([isMosaic(coarse), isMosaic(frame), isMosaic(concat(coarse, utf8('more')))]).toEqual([true, false, false]);
		const reasons = async (name: string, jpeg: Uint8Array): Promise<string[]> => {
			await bagOf(join(home, name), {
				choices,
				change({ items: [item] }) {
					for (const one of item?.keyframes ?? []) one.jpeg = jpeg;
				},
			});
			const { checks } = await verifyBag(openBagFolder(join(home, name)));
			return checks.filter((check) => !check.ok).map((check) => check.reason);
		};
		expect(await reasons('coarse', coarse)).toEqual([]);
		expect(await reasons('open', frame)).toEqual([expect.stringMatching(/0001\.jpg is not made coarse/)]);
	}, 120_000);

	test('is checked step by step: each check as it is answered, the bytes as they are read, both languages, stopped at will', async () => {
		const reader = openBagFolder(join(home, 'en'));
		const heard: Check[] = [];
		const steps: [number, number][] = [];
		const watch = {
			check: (check: Check) => heard.push(check),
			bytes: (done: number, total: number) => steps.push([done, total]),
		};
		const alone = await verifyBag(reader, { watch });
		expect(heard).toEqual(alone.checks);
		expect(new Set(heard.map((check) => check.key))).toEqual(
			new Set(
				checkKeys.filter(
					(key) =>
						!['remains', 'expunged', 'acknowledged', 'cosigned', 'witnesses', 'times', 'authorities'].includes(key),
				),
			),
		);
		expect(heard.filter((check) => check.state !== 'pass').map((check) => [check.key, check.state, check.ok])).toEqual([
			['log-key', 'unconfirmed', true],
		]);
		const [done, total] = steps.at(-1) as [number, number];
		expect(done).toBe(total);
		expect(steps.every(([now], i) => now >= (steps[i - 1]?.[0] ?? 0))).toBe(true);
		expect(total).toBeGreaterThan(500_000);
		for (const key of checkKeys) {
			const [en, ru] = [checkWords.en[key], checkWords.ru[key]];
			expect([en.meaning, en.name('7')].join(' ')).not.toMatch(/[а-яё]/i);
			expect([ru.meaning, ru.name('7')].every((words) => /[а-яё]/i.test(words))).toBe(true);
			expect(ru.name('7').includes('7')).toBe(en.name('7').includes('7'));
			// Each is explained in one sentence.
			for (const { meaning } of [en, ru]) expect(meaning).toMatch(/^(?!.*[.!?] )[A-ZА-ЯЁ].*\.$/);
		}
		expect(Object.keys(limitWords.ru)).toEqual(Object.keys(limitWords.en));
		const stop = new AbortController();
		const stopped = verifyBag(reader, { watch: { check: () => stop.abort() }, signal: stop.signal });
		await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
	});
});

describe('what the worker made', () => {
	const [item, made] = ['1f'.repeat(16), 'ab'.repeat(32)];
	const frame = (sha256: string, ptsMs: number) => ({ path: 'data/items/EX-0001/keyframes/0001.jpg', sha256, ptsMs });
	const check = (chosen: 'blurred' | 'open' | undefined, hidden: number, ...keyframes: ReturnType<typeof frame>[]) => {
		const files = [{ name: 'keyframe-0001.jpg', sha256: made, ptsMs: 40 }];
		const entry = {
			statement: { type: 'derivative.made', detail: {} },
			skeleton: { result: 'accepted' },
			detail: { fields: hidden === 0 ? { files } : {} },
			hidden,
		} as unknown as EvidenceEntry;
		const all = { original: null, age: null, key: null, probe: null, packets: null, keyframes };
		return checkMadeFiles({ id: item, files: all }, [entry], chosen);
	};
	const word = [`keyframes of item ${item}: on the word of the issuer alone`];

	test('is what leaves, where pictures leave as they are', () => {
		expect(check('open', 0, frame(made, 40))).toEqual([]);
		for (const lie of [frame('cd'.repeat(32), 40), frame(made, 41)])
			expect(() => check('open', 0, frame(made, 40), lie)).toThrow(/is none of the files/);
		expect(check('open', 1, frame(made, 40))).toEqual(word);
	});

	test('gives a mosaic its time, and the issuer the rest', () => {
		expect(check('blurred', 0, frame('cd'.repeat(32), 40))).toEqual(word);
		expect(() => check('blurred', 0, frame('cd'.repeat(32), 41))).toThrow(/is none of the files/);
		expect(check(undefined, 0, frame('cd'.repeat(32), 41))).toEqual(word);
		expect(check('blurred', 0)).toEqual([]);
	});
});
