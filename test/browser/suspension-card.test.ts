import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { pseudonym } from '../../src/client/identity.ts';
import { people } from '../../src/client/people.ts';
import { makeCard } from '../../src/client/suspension-card.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

describe.skipIf(!hasChromium)('a suspension card', () => {
	let room: OpenedRoom;
	let anna: Connection;
	let hers: Page;
	let holder: Page;
	let code = '';

	beforeAll(async () => {
		room = await openRoom();
		anna = await room.live.enrol();
		hers = (await room.person(anna)).page;
		const visitor = await room.visitor({ viewport: { width: 390, height: 844 } });
		holder = visitor.page;
	});
	afterAll(() => room?.close());

	const seen = async () => (await people(room.live.steward)).find((one) => one.keys.sign === anna.identity.keys.sign);

	test('is made in the room, shown once with its code, and is in the ledger', async () => {
		await hers.getByRole('link', { name: 'People' }).first().click();
		await hers.getByRole('tab', { name: 'In the archive' }).click();
		await hers.getByRole('link', { name: 'Make a card' }).click();
		await hers.getByRole('button', { name: 'Make the card' }).click();
		code = (await hers.getByTestId('card-code').textContent()) ?? '';
		expect(code).toMatch(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
		await hers.getByRole('img', { name: 'The address and the code, to scan' }).waitFor();
		expect((await seen())?.card).toBeDefined();
		await expectAccessible(hers);
		await hers
			.getByRole('link', { name: /People/ })
			.last()
			.click();
		await hers.getByRole('link', { name: 'You have given a card' }).click();
		await hers.getByText('It was shown once').waitFor();
		expect(await hers.getByText(code).count()).toBe(0);
	});

	test('a holder without an account is told of a code that is not whole, or of no card here', async () => {
		await holder.goto(room.address);
		await holder.getByRole('link', { name: 'I hold a suspension card' }).click();
		const field = holder.getByLabel('Code on the card');
		await field.fill(code.slice(0, -2));
		await holder.getByRole('button', { name: 'Go on' }).click();
		await holder.getByText('This is not the whole code').waitFor();
		await field.fill('0000-0000-0000-0000-0000-0000-0000-0000');
		await expect.poll(() => holder.getByText('This is not the whole code').count()).toBe(0);
		await holder.getByRole('button', { name: 'Go on' }).click();
		await holder.getByText('This is not the whole code').waitFor();
		await expectAccessible(holder);
		expect((await seen())?.suspended).toBe(false);
	});

	test('two presses, and the person’s own page closes; the card is used up', async () => {
		await holder.getByLabel('Code on the card').fill(code.toLowerCase().replaceAll('-', ' '));
		await holder.keyboard.press('Enter');
		const name = pseudonym(anna.identity.keys.sign);
		const now = holder.getByRole('button', { name: `Suspend ${name} now` });
		await now.waitFor();
		await expectAccessible(holder);
		// Under a pointer, and not: it has another colour then.
		await holder.mouse.move(0, 0);
		await expectAccessible(holder);
		await now.click();
		await holder.getByText(`${name} is suspended`).waitFor();
		await expectAccessible(holder);
		expect(await seen()).toMatchObject({ suspended: true, byCard: true });
		await hers.getByText('Your access was suspended').waitFor();
	});

	test('scanned: the code comes with the address and does not stay in it; in Russian too', async () => {
		const boris = await room.live.enrol();
		const { link } = await makeCard(boris, room.address);
		await holder.goto(link);
		await holder.reload();
		await holder.goto('about:blank');
		await holder.goto(link);
		await holder.getByRole('button', { name: 'Русский' }).click();
		expect(holder.url()).toBe(`${room.address}/suspend`);
		await holder.setViewportSize({ width: 390, height: 844 });
		const code = holder.getByRole('textbox');
		await expect.poll(() => code.inputValue()).not.toBe('');
		expect(await code.evaluate((field) => field.scrollWidth <= field.clientWidth), 'the whole code is in sight').toBe(
			true,
		);
		await code.press('Enter');
		await holder.getByRole('button', { name: `Приостановить сейчас: ${pseudonym(boris.identity.keys.sign)}` }).click();
		await holder.getByText('Доступ приостановлен').waitFor();
		await expectAccessible(holder);
	});
});
