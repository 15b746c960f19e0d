import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SavedHead } from '../../workers/notary/head.ts';

// What counts as saved is on disk: asked of the system each time, since no crash of this machine can be made here.

const head = (size: number) => ({ size, root: '00'.repeat(32), note: 'a checkpoint' });
let [folder, path] = ['', ''];
let handles: FileHandle;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-head-'));
	path = join(folder, 'head');
	await SavedHead.create(path, head(0));
	const file = await open(path);
	handles = Object.getPrototypeOf(file) as FileHandle;
	await file.close();
});
afterEach(async () => {
	vi.restoreAllMocks();
	await rm(folder, { recursive: true });
});
const failing = (): void => {
	vi.spyOn(handles, 'datasync').mockRejectedValueOnce(new Error('the disk is gone'));
};

test('a head is read only after it has reached the disk, whoever wrote it', async () => {
	const synced = vi.spyOn(handles, 'datasync');
	const read = vi.spyOn(handles, 'read');
	const saved = await SavedHead.open(path);
	await saved.close();
	expect(synced).toHaveBeenCalledTimes(1);
	expect(synced.mock.invocationCallOrder[0]).toBeLessThan(read.mock.invocationCallOrder[0] as number);
	failing();
	await expect(SavedHead.open(path)).rejects.toThrow('the disk is gone');
});

test('a head that did not reach the disk is not the current one', async () => {
	const saved = await SavedHead.open(path);
	await saved.save(head(1));
	failing();
	await expect(saved.save(head(2))).rejects.toThrow('the disk is gone');
	expect(saved.current.size).toBe(1);
	await saved.save(head(2));
	await saved.close();
	const again = await SavedHead.open(path);
	await again.close();
	expect(again.current.size).toBe(2);
});
