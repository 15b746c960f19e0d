import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCase } from '../system/live.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

let room: OpenedRoom;
beforeAll(async () => {
	if (hasChromium) room = await openRoom();
});
afterAll(() => room?.close());

test.skipIf(!hasChromium)('somebody comes in with a profile file and sees every room', async () => {
	await openCase(room.live.steward);
	const { page } = await room.person(room.live.steward);
	for (const name of ['Cases', 'Intake', 'Review', 'Exhibits', 'Custody', 'Report', 'Verify', 'People']) {
		await page.getByRole('link', { name, exact: true }).click();
		await page.getByRole('heading', { level: 1 }).waitFor();
	}
	await page.screenshot({ path: '/tmp/plan/inside.png' });
	expect(page.url()).toContain('/people/');
});
