import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';
import { toPeople } from './people-page.ts';

let room: OpenedRoom;
beforeAll(async () => {
	if (hasChromium) room = await openRoom();
});
afterAll(() => room?.close());

test.skipIf(!hasChromium)('whoever is in no case is told whom to ask, and what to tell them', async () => {
	const { page } = await room.person(await room.live.enrol());
	await toPeople(page);
	await page.getByRole('tab', { name: 'In a case' }).click();
	await page.getByText('Or begin a case of your own: you will be its lead.').waitFor();
	await expectAccessible(page);
});

test.skipIf(!hasChromium)('whoever is in two cases chooses one; with one there is nothing to choose', async () => {
	const lead = await room.live.enrol();
	const first = await openCase(lead);
	const { page } = await room.person(lead);
	// Asked for before the cases are known.
	await page.goto('/people/choose');
	await room.unlock(page);
	await page.getByRole('heading', { name: 'In the case CAS · a case' }).waitFor();
	await expect.poll(() => new URL(page.url()).pathname).toBe(`/people/${first.id}`);
	await openCase(lead, [], 'TWO');
	await page.goto('/people/choose');
	await room.unlock(page);
	await page.getByRole('link', { name: /^TWO/ }).click();
	await page.getByRole('heading', { name: /^In the case TWO/ }).waitFor();
	await expectAccessible(page);
});
