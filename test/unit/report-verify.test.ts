import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBagFolder } from '../../src/report/node/bag-folder.ts';
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
});
