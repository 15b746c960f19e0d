import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBagFolder } from '../../src/report/node/bag-folder.ts';
import { checkKeys, checkWords } from '../../src/report/verify/check-words.ts';
import type { Check } from '../../src/report/verify/checks.ts';
import { limitWords } from '../../src/report/verify/limits.ts';
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
		}
		expect(Object.keys(limitWords.ru)).toEqual(Object.keys(limitWords.en));
		const stop = new AbortController();
		const stopped = verifyBag(reader, { watch: { check: () => stop.abort() }, signal: stop.signal });
		await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
	});
});
