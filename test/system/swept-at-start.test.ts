import { access, readdir, utimes, writeFile } from 'node:fs/promises';
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

test('files of days ago are swept at start, those of today are not', async () => {
	const temporary = join(live.folder, 'objects/temporary');
	const [old, young] = [join(temporary, 'old'), join(temporary, 'young')];
	for (const path of [old, young]) await writeFile(path, 'half of a body');
	const before = (Date.now() - 2 * 86_400_000) / 1000;
	await utimes(old, before, before);
	program = await live.lookAfter((await enrolWorker(live)).worker);
	await access(young);
	expect(await readdir(temporary)).toEqual(['young']);
});
