import { join } from 'node:path';
import { expect, test } from 'vitest';
import { utf8 } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { namedPlace, PlaceFailed } from '../../src/store/named-place.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

test('a folder that cannot be opened is named, as it was named', async () => {
	const root = '/dev/null/copy';
	const error = await namedPlace(root, createFilesStore({ root })).catch((failure: unknown) => failure);
	expect(error).toBeInstanceOf(PlaceFailed);
	expect(error).toMatchObject({ place: root, system: 'ENOTDIR', code: 'unreadable' });
});

test.each([
	['ENOSPC', 'disk-full'],
	['EDQUOT', 'disk-full'],
	['EFBIG', 'disk-full'],
	['EROFS', 'config'],
	['EACCES', 'config'],
	['EIO', 'unreadable'],
])('%s is %s, never an archive that is away', (system, code) => {
	expect(new PlaceFailed('/copy', system, undefined).code).toBe(code);
});

test('what fails while it is read from elsewhere is not put down to the folder', async () => {
	await inTemporaryFolder(async (folder) => {
		const root = join(folder, 'copy');
		const store = await namedPlace(root, createFilesStore({ root }));
		const away = new CustosError('unavailable', 'the first store', {
			cause: Object.assign(new Error('read'), { code: 'EIO' }),
		});
		async function* bytes(): AsyncGenerator<Uint8Array> {
			yield utf8('a piece');
			throw away;
		}
		await expect(store.put('o/one', bytes(), { size: 20 })).rejects.toBe(away);
		expect(await store.head('o/one')).toBeUndefined();
	});
});

test('a folder that works is what it was', async () => {
	await inTemporaryFolder(async (folder) => {
		const root = join(folder, 'copy');
		const store = await namedPlace(root, createFilesStore({ root }));
		await store.put('o/one', utf8('we were here'), { size: 12 });
		await expect(store.put('o/one', utf8('another'), { size: 7 })).rejects.toMatchObject({ code: 'exists' });
		await expect(store.read('o/two')).rejects.toMatchObject({ code: 'not-found' });
		const pieces: Uint8Array[] = [];
		for await (const piece of await store.read('o/one', { offset: 3, length: 4 })) pieces.push(piece);
		expect(Buffer.concat(pieces).toString()).toBe('were');
		const listed: unknown[] = [];
		for await (const one of store.list('o/')) listed.push(one);
		expect(listed).toEqual([{ key: 'o/one', size: 12 }]);
		await (await store.read('o/one')).cancel();
		await store.delete('o/one');
		expect(await store.head('o/one')).toBeUndefined();
	});
});
