import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskSource } from '../../src/cli/put/walk.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { closeIntake, completenessOf } from '../../src/client/put/completeness.ts';
import type { Source } from '../../src/client/put/ports.ts';
import { noteClosed, put } from '../../src/client/put/put.ts';
import type { PutOptions } from '../../src/client/put/put-options.ts';
import { readCompleteness } from '../../src/client/put/stated.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { putInHand } from './live/put-in-hand.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// A file that is not in the archive is never said to be: not after a delivery that could not be kept, nor after one that was cut off.

let live: Live;
let folder: string;
let lead: Connection;
let open: OpenCase;
beforeAll(async () => {
	[live, folder] = [await startLive(), await mkdtemp(join(tmpdir(), 'custos-not-kept-'))];
	await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead);
});
afterAll(async () => {
	await live.close();
	await rm(folder, { recursive: true });
});

async function disk(name: string, sizes: { [file: string]: number }): Promise<string> {
	const path = join(folder, name);
	await mkdir(path, { recursive: true });
	for (const [file, size] of Object.entries(sizes)) await writeFile(join(path, file), platform.randomBytes(size));
	return path;
}

const paths = (all: readonly { path: string }[]): string[] => all.map((one) => one.path.replace(/^.*\//, '')).sort();

/** A delivery to its end, of which workers did not find these files again. */
async function delivered(options: PutOptions, ...lost: string[]) {
	const summary = await put(options);
	const notKept = summary.items.filter((one) => lost.includes(paths([one])[0] as string)).map((one) => one.item);
	const about = completenessOf(summary, notKept);
	const closed = await closeIntake(lead, open, about);
	const kept = about.kept.map((one) => one.item);
	if (about.intake !== null) await noteClosed(options.journal, about.intake, kept);
	return { about, stated: closed && (await readCompleteness(lead, open, closed)) };
}

test('what was received and not kept is taken again by the next run', async () => {
	const options = putInHand(lead, open, [await disk('again', { good: 10, lost: 11 })]);
	const first = await delivered(options, 'lost');
	expect([paths(first.about.kept), paths(first.about.failed)]).toEqual([['good'], ['lost']]);
	expect([first.about.bytes, first.stated?.bytes]).toEqual([10, 10]);
	const second = await delivered(options);
	expect([paths(second.about.kept), paths(second.about.before), second.about.failed]).toEqual([['lost'], ['good'], []]);
	const third = await delivered(options);
	expect([third.about.kept, paths(third.about.before)]).toEqual([[], ['good', 'lost']]);
});

test('it counts as what failed; what was not asked for is counted, and stated', async () => {
	const options = putInHand(lead, open, [await disk('retried', { good: 10, lost: 11 })]);
	await delivered(options, 'lost');
	await disk('retried', { newer: 12 });
	const second = await delivered({ ...options, retryFailed: true });
	expect([paths(second.about.kept), second.about.before, second.about.unasked]).toEqual([['lost'], [], 1]);
	expect(second.stated).toMatchObject({ kept: 1, failed: 0, unasked: 1 });
	expect(await delivered({ ...options, retryFailed: true })).toMatchObject({ about: { kept: [], unasked: 1 } });
});

test('a delivery that was cut off is finished, also where only what failed is asked for', async () => {
	const path = await disk('cut', { a: 5 * 2 ** 20, b: 10, c: 11 });
	const options = putInHand(lead, open, [path]);
	let walks = 0;
	const whole = diskSource([path]);
	const source: Source = {
		...whole,
		async *walk() {
			walks += 1;
			for await (const step of whole.walk()) {
				if (walks === 2 && 'found' in step && step.found.size < 100) throw new Error('the power is gone');
				yield step;
			}
		},
	};
	await expect(put({ ...options, source })).rejects.toThrow('the power is gone');
	const { about, stated } = await delivered({ ...options, retryFailed: true });
	expect([paths(about.kept), about.unasked]).toEqual([['a', 'b', 'c'], 0]);
	expect(stated).toMatchObject({ kept: 3, failed: 0, unasked: 0 });
});
