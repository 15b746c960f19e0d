import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asked, foundWithCase, type Running, startArchive } from '../system/running.ts';
import { hugePng } from './huge-png.ts';

// 37, end to end: what meets a limit is kept and failed, everybody of the case can read why, and may ask again.

let archive: Running;
let item: string;
const me = 'investigator';
const file = hugePng(16_384);
const REASON = /limit on pixels/;

beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
	const disk = join(archive.folder, 'disk');
	await mkdir(disk);
	await writeFile(join(disk, 'huge.png'), file);
	const { kept } = (await asked(archive, me, 'put', disk, '--case', 'GUL')) as { kept: { item: string }[] };
	item = kept[0]?.item as string;
});
afterAll(() => archive?.stop());

interface Event {
	index: number;
	type: string;
	result: string;
	detail: { code?: string; reason?: string };
}
async function events(type: string): Promise<Event[]> {
	const said = (await asked(archive, me, 'history', item)) as unknown as { events: Event[] };
	return said.events.filter((one) => one.type === type);
}
const failures = async (): Promise<number> => (await events('item.failed')).length;

test('it is kept, failed, and says why: in its history, and where it is shown', async () => {
	await expect.poll(failures, { timeout: 60_000, interval: 500 }).toBe(1);
	expect(await events('item.kept')).toMatchObject([{ result: 'accepted' }]);
	const [failure] = await events('item.failed');
	expect(failure).toMatchObject({
		result: 'accepted',
		detail: { code: 'limit', reason: expect.stringMatching(REASON) },
	});
	expect((await archive.custos(me, 'history', item)).out).toMatch(REASON);
	const shown = (await archive.custos(me, 'show', item)).out;
	expect(shown).toMatch(/^State +FAILED/m);
	expect(shown).toMatch(new RegExp(`^Why it failed +.*limit on pixels +#${failure?.index}$`, 'm'));
	expect((await archive.custos(me, '--lang', 'ru', 'show', item)).out).toMatch(/^Причина сбоя +.*пиксел/m);
	expect((await archive.custos(me, '--lang', 'ru', 'history', item)).out).toMatch(/Сбой .*пиксел/);
	expect(await asked(archive, me, 'show', item)).toMatchObject({
		state: 'failed',
		kept: true,
		failure: { index: failure?.index, code: 'limit', reason: failure?.detail.reason },
	});
});

test('the original is opened as any other', async () => {
	const out = join(archive.folder, 'opened.png');
	await asked(archive, me, 'get', item, '--purpose', 'to see why', '--out', out);
	expect((await readFile(out)).equals(file)).toBe(true);
});

test('asked for again it fails again, which is an entry of its own', async () => {
	expect(await archive.custos(me, 'retry', item)).toMatchObject({ code: 0 });
	await expect.poll(failures, { timeout: 60_000, interval: 500 }).toBe(2);
	const [first, second] = await events('item.failed');
	expect(second).toMatchObject({ result: 'accepted', detail: { code: 'limit' } });
	expect(await events('item.retried')).toHaveLength(1);
	const [retried] = await events('item.retried');
	expect(first?.index).toBeLessThan(retried?.index as number);
	expect(retried?.index).toBeLessThan(second?.index as number);
	expect((await archive.custos(me, 'show', item)).out).toContain(`#${second?.index}\n`);
});
