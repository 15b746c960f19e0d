import { afterAll, beforeAll, expect, test } from 'vitest';
import { expungedItems } from '../../src/client/case/expunged.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { roster } from '../../src/client/people.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { type Deposited, deposit } from '../system/live/deposit.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom, type Visitor } from './open-room.ts';

// One steward proposes to destroy an item, from the item itself; another reads what will be gone, types which, and does it.

let room: OpenedRoom;
let second: Connection;
let open: OpenCase;
let item: Deposited;
let proposer: Visitor;
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	await enrolWorker(room.live);
	const { steward } = room.live;
	open = await openCase(steward);
	const intake = await openIntake(steward, open, {});
	item = await deposit(steward, open, intake, utf8('a film'));
	proposer = await room.person(steward);
});
afterAll(() => room?.close());

const start = () => item.id.slice(0, 8);

test.skipIf(!hasChromium)(
	'proposed from the item, with a reason and its id typed; never by one steward alone',
	async () => {
		const { page } = proposer;
		await page.evaluate(
			([address]) => {
				history.pushState(null, '', address);
				dispatchEvent(new PopStateEvent('popstate'));
			},
			[`/review/${open.id}/${item.id}`] as const,
		);
		await page.getByRole('button', { name: 'Destroy for ever…' }).click();
		const dialog = page.getByRole('dialog', { name: 'Propose to destroy this item for ever?' });
		const propose = dialog.getByRole('button', { name: 'Propose' });
		await dialog.getByRole('radio', { name: 'A court’s order' }).check();
		await expect.poll(() => propose.isDisabled()).toBe(true);
		await dialog.getByLabel(`Type ${start()}`).fill('00000000');
		await expect.poll(() => propose.isDisabled()).toBe(true);
		await dialog.getByLabel(`Type ${start()}`).fill(start());
		await propose.click();
		await dialog.getByText('Nobody destroys alone').waitFor();
		await expectAccessible(page);
		second = await room.live.enrol('steward');
		await propose.click();
		await dialog.waitFor({ state: 'detached' });
		const { proposals } = await roster(second);
		expect(proposals).toMatchObject([{ act: { type: 'item.expunged', item: item.id }, state: 'open' }]);
	},
);

test.skipIf(!hasChromium)(
	'the second steward reads what will be gone, types which item it is, and it is gone',
	async () => {
		const { page } = await room.person(second);
		await page.getByRole('navigation', { name: 'Rooms' }).getByText('People').click();
		await page.getByRole('tab', { name: 'In the archive' }).click();
		const card = page.getByRole('article', { name: `Destroy the item ${item.id}` });
		await card.getByText('What will be gone, for everybody and for ever').waitFor();
		await card.getByText('a court’s order').waitFor();
		await card.getByText('Nobody can undo this').waitFor();
		await expectAccessible(page);
		const destroy = card.getByRole('button', { name: 'I agree: destroy it now' });
		await expect.poll(() => destroy.isDisabled()).toBe(true);
		const typed = card.getByLabel('type the first eight characters');
		await typed.fill('00000000');
		await card.getByText('That is another item').waitFor();
		await expect.poll(() => destroy.isDisabled()).toBe(true);
		expect(await expungedItems(room.live.steward, open.id)).toEqual([]);
		await typed.fill(start());
		await destroy.click();
		await page.getByText(`${start()} is expunged`).waitFor();
		await card.waitFor({ state: 'detached' });
		expect(await expungedItems(room.live.steward, open.id)).toMatchObject([{ id: item.id }]);
	},
);

test.skipIf(!hasChromium)(
	'its rooms say that it is gone, not that something failed; of its history stays when what kind of event happened',
	async () => {
		const { page } = proposer;
		const go = (room: string): Promise<void> =>
			page.evaluate((to) => history.pushState(null, '', to), `/${room}/${open.id}/${item.id}`);
		for (const [where, words] of [
			['review', 'All that is left is in its history'],
			['custody', 'What was said, and by whom, was destroyed with it'],
		] as const) {
			await go(where);
			await page.getByRole('status').getByText(words).waitFor();
			await page.getByText(`${start()} was expunged on`).waitFor();
			await expect.poll(() => page.getByRole('alert').count(), { message: where }).toBe(0);
			await expect.poll(() => page.getByRole('button', { name: 'Try again' }).count(), { message: where }).toBe(0);
		}
		// Named once the list of items is there.
		const whose = page.getByRole('combobox', { name: 'Whose history' });
		await expect.poll(() => whose.inputValue()).toBe(`item ${start()}`);
		const remains = page.getByRole('table', { name: 'What is left of its history' });
		await remains.waitFor();
		const rows = await remains.locator('[data-event]').allTextContents();
		expect(rows[0]).toMatch(/^1.*UTCItem received/);
		expect(rows.at(-1)).toContain('Expunged: destroyed for ever');
		await page.getByText(`Events 1 to ${rows.length}, none left out between them`).waitFor();
		expect(rows.join(' ')).not.toMatch(/P-[0-9a-f]{8}/);
		await expectAccessible(page);
	},
);
