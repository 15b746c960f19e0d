import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keyFrom } from '../../src/cli/key-from.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';

const key = formatKey('custos/0123456789abcdef', new Uint8Array(32).fill(7));

async function fileWith(text: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-key-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	await writeFile(join(folder, 'key.txt'), text);
	return join(folder, 'key.txt');
}

test('a key is typed, or read from a file', async () => {
	expect(await keyFrom(` ${key} `)).toBe(key);
	expect(await keyFrom(await fileWith(`${key}\n`))).toBe(key);
	await expect(keyFrom('rubbish')).rejects.toMatchObject({ code: 'bad-key' });
});

test('a key that lost a letter is no key of another archive', async () => {
	const other = key.endsWith('A') ? 'B' : 'A';
	const wrong = [
		key.slice(0, -1),
		key.slice(0, -2),
		`${key.slice(0, -1)}${other}`,
		key.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
	];
	for (const typed of wrong) {
		const refused = { code: 'bad-key', message: expect.stringContaining('not a whole one') };
		await expect(keyFrom(typed), typed).rejects.toMatchObject(refused);
		await expect(keyFrom(await fileWith(typed)), typed).rejects.toMatchObject(refused);
	}
});
