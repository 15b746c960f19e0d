import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// People: the line that says whether what is stored is whole and has a second copy.

let room: OpenedRoom;
beforeAll(async () => {
	if (hasChromium) room = await openRoom();
});
afterAll(() => room?.close());

test.skipIf(!hasChromium)('what is damaged is an alarm', async () => {
	const { page } = await room.person(room.live.steward);
	const open = async (): Promise<void> => {
		await page.getByRole('navigation', { name: 'Rooms' }).getByText('People').click();
		await page.getByRole('tab', { name: 'In the archive' }).click();
		await page.getByRole('heading', { name: 'Everybody in the archive' }).waitFor();
	};
	await open();
	await page.getByText('There is no second copy of what is stored.').waitFor();
	const [one] = await room.live.sql('select max(idx) as idx from ledger.entries');
	await room.live.sql('insert into damages values ($1, $1, $2, $3, null)', ['ab'.repeat(16), 'missing', one?.['idx']]);
	await page.reload();
	await room.unlock(page);
	await open();
	const alarm = page.getByRole('alert').filter({ hasText: 'Stored files are missing or altered' });
	await alarm.waitFor();
	await expect.poll(() => alarm.textContent()).toContain('not what the ledger says: 1');
	await expectAccessible(page);
});
