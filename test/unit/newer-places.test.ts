import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newerPlaces } from '../../src/entry/newer-places.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { markSecondCopy } from '../../workers/copies/mark.ts';

let folder: string;
let second: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-newer-'));
	second = join(folder, 'second');
});
afterEach(() => rm(folder, { recursive: true }));

const settings = () => ({ SECOND_OBJECTS: second });
const marked = async () => markSecondCopy(await createFilesStore({ root: second }));
const ask = (options: { also?: string[]; nothingNewer?: boolean }, env: NodeJS.ProcessEnv = {}) =>
	newerPlaces({ also: [], nothingNewer: false, ...options }, env);

test('with nobody to ask it wants to be told so', async () => {
	await expect(ask({})).rejects.toMatchObject({ name: 'CustosError', second: null });
	expect(await ask({ nothingNewer: true })).toEqual({ places: [], second: null, silent: null });
});

test('what is named is asked, and is enough where no second copy is set', async () => {
	const { places, second } = await ask({ also: [folder] });
	expect([places.length, second]).toEqual([1, null]);
});

test.each([false, true])(
	'the second copy of the settings is asked without being named (nothing newer: %s)',
	async (nothingNewer) => {
		await marked();
		const asked = await ask({ nothingNewer }, settings());
		expect([asked.places.length, asked.second, asked.silent]).toEqual([1, second, null]);
		const both = await ask({ also: [folder], nothingNewer }, settings());
		expect([both.places.length, both.second]).toEqual([2, second]);
	},
);

test.each(['is not there', 'is empty'])('a second copy whose folder %s is not passed over in silence', async (how) => {
	if (how === 'is empty') await mkdir(second);
	await expect(ask({}, settings())).rejects.toMatchObject({ code: 'unavailable', second });
	await expect(ask({ also: [folder] }, settings())).rejects.toMatchObject({ code: 'unavailable', second });
	expect(await ask({ nothingNewer: true }, settings())).toEqual({ places: [], second: null, silent: second });
	// Where a disk is to be mounted nothing is made.
	expect(await readdir(folder, { recursive: true })).toEqual(how === 'is empty' ? ['second'] : []);
});

test('a bucket that does not answer likewise; one that is set by half is said to be', async () => {
	const bucket = { SECOND_S3_BUCKET: 'copy', SECOND_S3_ENDPOINT: 'http://127.0.0.1:1' };
	const keys = { SECOND_S3_ACCESS_KEY: 'a', SECOND_S3_SECRET_KEY: 'b' };
	await expect(ask({}, { ...bucket, ...keys })).rejects.toMatchObject({ code: 'unavailable', second: 's3:copy' });
	await expect(ask({ nothingNewer: true }, bucket)).rejects.toMatchObject({ code: 'config' });
});
