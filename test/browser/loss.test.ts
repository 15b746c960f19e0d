import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { stateLoss } from '../../src/client/loss.ts';
import { type Checkpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { PASSPHRASE } from './carried-profile.ts';
import { hasChromium } from './chromium.ts';
import { hasSeen } from './has-seen.ts';
import { type OpenedRoom, openRoom, type Visitor } from './open-room.ts';

// Somebody's browser has seen entries that the archive no longer has: it stops, until a steward has stated the loss, and
// then until its person has said that they know.

let room: OpenedRoom;
let lead: Connection;
let visitor: Visitor;
/** What the lead's browser saw of the log that is lost. */
let seen: Checkpoint;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	lead = await room.live.enrol();
	await openCase(lead);
	visitor = await room.person(lead, { names: { [room.live.steward.identity.keys.sign]: 'Vera' } });
});
afterAll(() => room?.close());

const sees = async (checkpoint: Checkpoint): Promise<void> => {
	// A page that is unlocked goes on writing down what it sees.
	await visitor.page.reload();
	await visitor.page.locator('input[type=password]').waitFor();
	await hasSeen(visitor.page, lead.identity.keys.sign, checkpoint);
};
const unlock = async (): Promise<void> => {
	await visitor.page.reload();
	await visitor.page.locator('input[type=password]').fill(PASSPHRASE);
	await visitor.page.getByRole('button', { name: 'Unlock' }).click();
};
const stopped = 'Stop. Something is wrong with this archive.';
const lost = 'Part of the ledger is lost';

test.skipIf(!hasChromium)('without a steward’s word, what was seen and is not there stops the page', async () => {
	const { page } = visitor;
	const now = await lead.seen();
	seen = { origin: now.origin, size: now.size + 7, root: new Uint8Array(32).fill(7) };
	await sees(seen);
	await unlock();
	await page.getByRole('heading', { name: stopped }).waitFor();
	await page.getByText('No steward has stated a loss that would explain this').waitFor();
	expect(await page.getByRole('heading', { name: lost }).count()).toBe(0);
	await expectAccessible(page);
});

test.skipIf(!hasChromium)(
	'where it cannot be asked whether one was stated, the page says so, and what to do',
	async () => {
		const { page } = visitor;
		const events = '**/v1/people?*';
		await page.route(events, (route) => route.fulfill({ status: 404, body: '{"error":"not-found"}' }));
		await unlock();
		await page.getByRole('heading', { name: stopped }).waitFor();
		await page.getByText('could not be asked now. Call a steward').waitFor();
		await page.unroute(events);
		visitor.takeComplaints();
	},
);

test.skipIf(!hasChromium)('a loss that does not fit what was seen stops it as well', async () => {
	const { page } = visitor;
	const { steward, notary } = room.live;
	const from = (await steward.seen()).size;
	const other: Checkpoint = { ...seen, root: new Uint8Array(32).fill(8) };
	await stateLoss(steward, from, signCheckpoint(other, notary.started.keys.logSeed));
	await unlock();
	await page.getByRole('heading', { name: stopped }).waitFor();
	expect(await page.getByRole('heading', { name: lost }).count()).toBe(0);
});

test.skipIf(!hasChromium)(
	'a steward has stated it: the person is told what is lost and by whom, and goes on by consent',
	async () => {
		const { page } = visitor;
		const { steward, notary } = room.live;
		const from = (await steward.seen()).size;
		const stated = await stateLoss(steward, from, signCheckpoint(seen, notary.started.keys.logSeed));
		const index = stated.done ? stated.entry : -1;
		await unlock();
		await page.getByRole('heading', { name: lost }).waitFor();
		await page.getByText(`Entries ${from} to ${seen.size - 1} are lost (${seen.size - from})`).waitFor();
		await page.getByText(/Vera \(P-[0-9a-f]{8}\), .* in entry \d+\./).waitFor();
		await expect.poll(() => page.getByText(`in entry ${index}.`).count()).toBe(1);
		await page.getByText('nothing that you did is among them').waitFor();
		expect(await page.getByRole('navigation').count()).toBe(0);
		await expect.poll(() => page.getByRole('button', { name: 'Go on' }).isDisabled()).toBe(true);
		await expectAccessible(page);

		// Whoever does not consent is asked again next time.
		await page.getByRole('button', { name: 'Not now: lock' }).click();
		await page.getByRole('heading', { name: 'Unlock' }).waitFor();
		await unlock();
		await page.getByLabel('I know what is lost, and want to go on with this archive').check();
		await page.getByRole('button', { name: 'Go on' }).click();
		await page.getByRole('navigation', { name: 'Rooms' }).getByText('Cases').waitFor();

		// Once is enough, and the log is followed from there.
		await unlock();
		await page.getByRole('navigation', { name: 'Rooms' }).getByText('Cases').waitFor();
		await sees(seen);
		await unlock();
		await page.getByRole('heading', { name: stopped }).waitFor();
		await page.getByText('you have gone on from it already').waitFor();
		expect(await page.getByRole('heading', { name: lost }).count()).toBe(0);
		await sees({ ...seen, size: seen.size + 1 });
		await unlock();
		await page.getByRole('heading', { name: stopped }).waitFor();
	},
);
