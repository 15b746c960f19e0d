import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { builtWeb } from '../../src/entry/build-web.ts';

const checkout = resolve(import.meta.dirname, '../..');

test('the page that tests open is the one people are given: no development build, and no place of this machine in it', async () => {
	const folder = await builtWeb(join(tmpdir(), 'custos-web'), () => {});
	const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(js|html|css)$/.test(name));
	expect(files.length).toBeGreaterThan(20);
	const found: string[] = [];
	for (const name of files) {
		const text = await readFile(join(folder, name), 'utf8');
		for (const sign of ['jsxDEV', 'Invalid hook call. Hooks can only', checkout])
			if (text.includes(sign)) found.push(`${name}: ${sign}`);
	}
	expect(found).toEqual([]);
});
