import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { giveFolder, type IntakeRoom, openIntakeRoom } from './intake-room.ts';

/** What the page shows of a list, and how many more there are. */
const [SHOWN, MORE] = [200, 3];

describe.skipIf(!hasChromium)('a folder of which hundreds of files cannot be read', () => {
	let intake: IntakeRoom;

	beforeAll(async () => {
		intake = await openIntakeRoom();
	});
	afterAll(() => intake?.close());

	test('lists many of them, says how many more there are, and the saved list has every one with its reason', async () => {
		const { page, home } = intake;
		const folder = join(home, 'disk');
		await mkdir(folder);
		const gone = Array.from({ length: SHOWN + MORE }, (_, at) => `gone ${String(at).padStart(3, '0')}.txt`);
		for (const name of [...gone, 'good.txt']) await writeFile(join(folder, name), name);
		await giveFolder(page, folder);
		await page.getByText(`${gone.length + 1} files, `).waitFor();
		for (const name of gone) await rm(join(folder, name));
		await page.getByRole('button', { name: 'Seal and send' }).click();
		await page.getByRole('heading', { name: 'Not complete' }).waitFor({ timeout: 60_000 });
		await page.getByText(`${gone.length} files are not in the archive`).waitFor();
		const lines = page.getByRole('listitem').filter({ hasText: /^disk\/gone \d+\.txt: it is not there/ });
		expect(await lines.count()).toBe(SHOWN);
		await page.getByText(`and ${MORE} more: save the list`, { exact: true }).waitFor();
		await expectAccessible(page);

		const coming = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save the whole list' }).click();
		const saved = JSON.parse(await readFile(await (await coming).path(), 'utf8'));
		// They stand in the order in which they were tried.
		const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
		expect(saved.failed.sort(byPath)).toEqual(
			gone.map((name) => ({ path: `disk/${name}`, reason: 'the file cannot be read (NotFoundError)' })),
		);
		expect(saved.kept).toMatchObject([{ path: 'disk/good.txt' }]);
	});
});
