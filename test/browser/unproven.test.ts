import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { parsePage } from '../../src/domain/catalogue-page.ts';
import type { RawEntry } from '../../src/domain/ledger/batch.ts';
import { type Filed, fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// A long table is shown before it is proven: what is not proven says so, nothing is done with it, and one forged entry stops all.

const SOON_MS = 60_000;
const files: Filed[] = Array.from({ length: 70 }, (_, i) => ({
	path: `camera/part-${String(i).padStart(2, '0')}.mp4`,
	size: 1000 + i,
	modified: '2021-06-01T00:00:00.000Z',
	summary: { container: 'mp4', durationMs: 60_000 },
}));

let room: OpenedRoom;
let lead: Connection;
/** What holds the proofs up, and what bends them. */
let proofs = Promise.withResolvers<(bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>>();
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom({
		api: (live) => async (request) => {
			const answer = await live.api.fetch(request);
			if (!request.url.includes('sealed=no')) return answer;
			const bent = (await proofs.promise)(new Uint8Array(await answer.arrayBuffer()));
			return new Response(bent, answer);
		},
	});
	const { worker } = await enrolWorker(room.live);
	lead = await room.live.enrol();
	const open = await openCase(lead);
	await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
});
afterAll(() => room?.close());

/** The table of the case, with what no proof has come for. */
async function shown(): Promise<Page> {
	proofs = Promise.withResolvers();
	const { page, context } = await room.person(lead);
	context.setDefaultTimeout(SOON_MS);
	await page.getByRole('link', { name: /CAS a case/ }).click();
	await page.getByText('70 items · the proofs of 50 are still being checked').waitFor();
	return page;
}
const unproven = (page: Page) => page.locator('tr[data-unproven]');

test.skipIf(!hasChromium)(
	'what is not proven is searched and looks so, nothing is done with it, and it becomes proven by itself',
	{ timeout: 4 * SOON_MS },
	async () => {
		const page = await shown();
		await page.getByRole('searchbox').fill('part-6');
		await page.getByText('10 of 70').waitFor();
		await expect.poll(() => unproven(page).count()).toBe(10);
		const line = page.getByRole('row', { name: /part-63/ });
		await line.getByRole('img', { name: 'being checked' }).waitFor();
		await expectAccessible(page);
		await page.getByRole('checkbox', { name: 'Select camera/part-63.mp4' }).click();
		const bar = page.getByRole('region', { name: 'With what is selected' });
		await bar.getByText('still being checked').waitFor();
		await expect.poll(() => bar.getByRole('button').allTextContents()).toEqual(['Deselect']);
		await expectAccessible(page);
		proofs.resolve((bytes) => bytes);
		await page.getByText('These are all of them: the notary signed their number').waitFor();
		await bar.getByRole('button', { name: 'Report of these' }).waitFor();
		await expect.poll(() => unproven(page).count()).toBe(0);
		await expect.poll(() => line.getByRole('img', { name: 'being checked' }).count()).toBe(0);
		await page.getByText('10 of 70').waitFor();
	},
);

test.skipIf(!hasChromium)(
	'a forged entry late in the list stops everything, and no line is left standing',
	{ timeout: 4 * SOON_MS },
	async () => {
		const page = await shown();
		proofs.resolve((bytes) => {
			const { signature } = parsePage(bytes.buffer).entries.at(-1) as RawEntry;
			signature[5] = (signature[5] as number) ^ 1;
			return bytes;
		});
		await page.getByRole('heading', { name: 'Stop. Something is wrong with this archive.' }).waitFor();
		expect(await page.getByRole('grid').count()).toBe(0);
		expect(await page.content()).not.toContain('camera/part');
		await expectAccessible(page);
	},
);
