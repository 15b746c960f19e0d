import { afterAll, beforeAll, expect, test } from 'vitest';
import { witnessing } from '../../src/client/witnesses.ts';
import { formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { formatsIn } from '../../src/web/parts/formats.ts';
import { freePorts } from '../system/daemon.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// People: the line that says how far other organisations have countersigned the ledger.

let room: OpenedRoom;
beforeAll(async () => {
	if (!hasChromium) return;
	const [port] = (await freePorts(1)) as [number];
	const key = formatWitnessKey('away.example', platform.ed25519Public(platform.randomBytes(32)));
	room = await openRoom({ policy: `witness away ${key} http://127.0.0.1:${port}\nquorum away\n` });
});
afterAll(() => room?.close());

test.skipIf(!hasChromium)('a witness that is away is named, and a notary that is held back is an alarm', async () => {
	const { page } = await room.person(room.live.steward);
	const open = async (): Promise<void> => {
		await page.getByRole('navigation', { name: 'Rooms' }).getByText('People').click();
		await page.getByRole('tab', { name: 'In the archive' }).click();
		await page.getByRole('heading', { name: 'Everybody in the archive' }).waitFor();
	};
	await expect
		.poll(async () => room.live.sql('select states from witnessed'), { timeout: 20_000 })
		.toEqual([{ states: expect.stringContaining('"why":"away"') }]);
	await open();
	await page.getByText('No other organisation has countersigned the ledger yet.').waitFor();
	await expect.poll(() => page.getByText('Missing: away.').count()).toBe(1);
	const since = (await witnessing(room.live.steward))?.told.since ?? '';
	await page.getByText(`Nobody has countersigned what came since ${formatsIn('en').time(since)}.`).waitFor();

	await room.live.notary.stop();
	const held = {
		witness: 'away',
		entries: 4,
		size: 9,
		root: null,
		note: null,
		since: new Date().toISOString(),
	};
	await room.live.sql('update witnessed set held = $1', [JSON.stringify(held)]);
	await page.reload();
	await room.unlock(page);
	await open();
	await page.getByRole('alert').filter({ hasText: 'The archive takes nothing in' }).waitFor();
	await expectAccessible(page);
});
