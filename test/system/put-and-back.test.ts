import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

// What a folder says of a file comes back out of the archive as it went in: its name to the byte, its time, its bytes.

let archive: Running;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
});
afterAll(() => archive?.stop());

const me = 'investigator';
const folderName = 'disk';
/** A name of 255 bytes, and one that is no UTF-8. */
const longest = Buffer.from(`${'д'.repeat(125)}.jpeg`);
const names = [longest, Buffer.from([0x66, 0xff, 0xfe, 0x67]), Buffer.from('letter.txt')];
const when = new Date('2011-03-04T05:06:07.890Z');

test('name, time and content', async () => {
	expect(longest.length).toBe(255);
	const disk = join(archive.folder, folderName);
	await mkdir(disk);
	for (const [i, name] of names.entries()) {
		const at = Buffer.concat([Buffer.from(`${disk}/`), name]);
		await writeFile(at, `content ${i}`);
		await utimes(at, when, when);
	}
	const { kept } = (await asked(archive, me, 'put', disk, '--case', 'GUL')) as { kept: { item: string }[] };
	expect(kept).toHaveLength(names.length);
	const found = new Map<string, number>();
	for (const { item } of kept) {
		const out = join(archive.folder, item);
		await asked(archive, me, 'get', item, '--purpose', 'to compare', '--out', out);
		expect(Math.round((await stat(out)).mtimeMs)).toBe(when.getTime());
		const number = Number((await readFile(out, 'utf8')).replace('content ', ''));
		const { events } = (await asked(archive, me, 'history', item)) as {
			events: { type: string; detail: { path: string; pathBytes?: string; modified: string } }[];
		};
		const { path, pathBytes, modified } = events.find((one) => one.type === 'item.received')?.detail ?? {};
		expect(modified).toBe(when.toISOString());
		const bytes = pathBytes === undefined ? Buffer.from(String(path)) : Buffer.from(pathBytes, 'hex');
		expect(bytes).toEqual(Buffer.concat([Buffer.from(`${folderName}/`), names[number] as Buffer]));
		found.set(bytes.toString('hex'), number);
	}
	expect([...found.values()].sort()).toEqual([0, 1, 2]);
});

test('without --out it gets its own name here, as far as a name can be one', async () => {
	const { items } = (await asked(archive, me, 'ls', '--case', 'GUL')) as { items: { item: string; path: string }[] };
	for (const { item, path } of items) {
		const { file } = await asked(archive, me, 'get', item, '--purpose', 'to compare');
		const name = path.slice(folderName.length + 1);
		// Room is left for the `.part` beside it.
		if (Buffer.byteLength(name) <= 240) expect(file).toBe(join(archive.folder, name));
		else expect(Buffer.byteLength(String(file).split('/').at(-1) ?? '')).toBeLessThanOrEqual(240);
		expect(Math.round((await stat(String(file))).mtimeMs)).toBe(when.getTime());
	}
});
