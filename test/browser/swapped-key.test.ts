import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createIdentity, pseudonym } from '../../src/client/identity.ts';
import { parseInvite } from '../../src/client/invite.ts';
import { join } from '../../src/client/people.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Lie, lyingFetch } from '../attack/lying-api.ts';
import { entryCount } from '../system/live/raw.ts';
import { openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { PASSPHRASE } from './carried-profile.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// 11, in the browser: the server shows other keys than those in the ledger. The page refuses, and says why.

let room: OpenedRoom;
const told: { lie?: Lie | undefined } = {};
const evil = toHex(platform.x25519Public(platform.randomBytes(32)));
beforeAll(async () => {
	if (hasChromium) room = await openRoom({ api: (live) => lyingFetch(live.server, told) });
});
afterEach(() => {
	told.lie = undefined;
});
afterAll(() => room?.close());

/** Puts another key for one wherever it stands in an answer to this path. */
const swap =
	(path: RegExp, from: string, to: string): Lie =>
	(asked, body) =>
		path.test(asked) ? JSON.parse(JSON.stringify(body).replaceAll(from, to)) : body;

/** The page has stopped, says so, and asks nothing more. */
async function expectStopped(page: Page): Promise<void> {
	await page.getByRole('heading', { name: 'Stop. Something is wrong with this archive.' }).waitFor();
	await page.getByText('The archive’s answer does not verify').waitFor();
	await page.getByText('Details for whoever helps you').click();
	await page.getByText(/bad-proof/).waitFor();
	expect(await page.getByRole('navigation').count()).toBe(0);
	expect(await page.locator('input').count()).toBe(0);
	await expectAccessible(page);
}

test.skipIf(!hasChromium)('a request whose keys were exchanged on the way cannot be approved', async () => {
	const { page } = await room.person(room.live.steward);
	await page.getByRole('navigation', { name: 'Rooms' }).getByText('People').click();
	await page.getByRole('tab', { name: 'In the archive' }).click();
	await page.getByRole('link', { name: 'Invite somebody' }).click();
	await page.getByRole('button', { name: 'Make the invite' }).click();
	const letter = parseInvite((await page.getByLabel('Invite link').inputValue()).split('#')[1] as string);
	const [honest, thief] = [createIdentity(), createIdentity()];
	await join({ ...letter, pin: { ...letter.pin, server: room.live.server } }, honest, 'Anna');
	const before = await entryCount(room.live);
	told.lie = swap(/^\/v1\/joins$/, honest.keys.sign, thief.keys.sign);
	await page.getByRole('link', { name: 'Back to the people' }).click();
	await page.getByText(`Stop: the keys of ${pseudonym(thief.keys.sign)} are not those`).waitFor();
	await expectAccessible(page);
	expect(await page.getByRole('button', { name: 'Let in' }).count()).toBe(0);
	expect(await page.getByText(thief.keys.sign.slice(0, 4), { exact: true }).count()).toBe(0);
	expect(await entryCount(room.live)).toBe(before);
});

test.skipIf(!hasChromium)('a person’s key swapped while the page is open: it stops by itself', async () => {
	const { page } = await room.person(room.live.steward);
	const before = await entryCount(room.live);
	told.lie = (path, body: { entries?: { statement: string }[] }) => {
		if (path !== '/v1/people') return body;
		const box = /"person":{"box":"([0-9a-f]{64})"/.exec(body.entries?.at(-1)?.statement ?? '')?.[1];
		return box === undefined ? body : JSON.parse(JSON.stringify(body).replaceAll(box, evil));
	};
	await page.getByRole('navigation', { name: 'Rooms' }).getByText('People').click();
	const member = await room.live.enrol();
	expect(await entryCount(room.live)).toBe(before + 2);
	await expectStopped(page);
	expect(await page.content()).not.toContain(pseudonym(member.identity.keys.sign));
});

test.skipIf(!hasChromium)(
	'a receipt that the log’s key did not sign: what was done is not called done, and the page stops',
	async () => {
		const { page } = await room.person(room.live.steward);
		await page.getByRole('navigation', { name: 'Rooms' }).getByText('People').click();
		await page.getByRole('tab', { name: 'In the archive' }).click();
		await page.getByRole('link', { name: 'Invite somebody' }).click();
		let bent = 0;
		told.lie = (path, body) => {
			if (!/^\/v1\/(statements|receipts\/)/.test(path)) return body;
			// One letter of the signature under the checkpoint of the proof.
			const said = JSON.stringify(body).replaceAll(
				/(— [^ ]+ [A-Za-z0-9+/]{40})(.)/g,
				(_, before: string, one: string) => {
					bent += 1;
					return `${before}${one === 'A' ? 'B' : 'A'}`;
				},
			);
			return JSON.parse(said);
		};
		await page.getByRole('button', { name: 'Make the invite' }).click();
		await expectStopped(page);
		expect(bent).toBeGreaterThan(0);
		expect(await page.getByLabel('Invite link').count()).toBe(0);
	},
);

test.skipIf(!hasChromium)('a case’s key swapped: nothing is opened under it', async () => {
	const lead = await room.live.enrol();
	const open = await openCase(lead);
	const { page } = await room.person(lead);
	await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
	await page.reload();
	told.lie = swap(/^\/v1\/cases$/, toHex(open.key.publicKey), evil);
	await page.locator('input[type=password]').fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Unlock' }).click();
	await expectStopped(page);
});
