import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Program } from '../attack/program.ts';
import { type LiveWithSecond, startWithSecond } from './live/copies.ts';
import { enrolWorker } from './live.ts';

// What a crash left in the folder of objects goes when the process that looks after them starts; what may be under way stays.

let live: LiveWithSecond;
let program: Program | undefined;
beforeAll(async () => {
	live = await startWithSecond();
});
afterAll(async () => {
	await program?.stop();
	await live.close();
});

test('files of days ago are swept at start, in the second copy too; those of today are not', async () => {
	const folders = [join(live.folder, 'objects/temporary'), join(live.secondFolder, 'temporary')];
	const before = (Date.now() - 2 * 86_400_000) / 1000;
	for (const temporary of folders) {
		await mkdir(temporary, { recursive: true });
		for (const name of ['old', 'young']) await writeFile(join(temporary, name), 'half of a body');
		await utimes(join(temporary, 'old'), before, before);
	}
	program = await live.lookAfter((await enrolWorker(live)).worker);
	// The second one is opened when it is needed.
	for (const temporary of folders) await expect.poll(() => readdir(temporary), { timeout: 30_000 }).toEqual(['young']);
});
