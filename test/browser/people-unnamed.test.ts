import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCases } from '../../src/client/cases.ts';
import { pseudonym } from '../../src/client/identity.ts';
import { openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { keepFile } from './kept-file.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';
import { toPeople } from './people-page.ts';

let room: OpenedRoom;
beforeAll(async () => {
	if (hasChromium) room = await openRoom();
});
afterAll(() => room?.close());

test.skipIf(!hasChromium)(
	'where the book of names is spoilt it is said, and a lead puts people out all the same',
	async () => {
		const [lead, reader] = [await room.live.enrol(), await room.live.enrol()];
		await openCase(lead, [[reader, 'reader']]);
		const { page } = await room.person(lead, { names: { [reader.identity.keys.sign]: 'Rita' } });
		await toPeople(page);
		await page.getByText('Rita').first().waitFor();
		await keepFile(page, lead.identity.keys.sign, 'contacts.sealed', 'spoilt');
		await page.reload();
		await room.unlock(page);
		await page.getByRole('tab', { name: 'In a case' }).click();
		await page.getByText('people stand here by their pseudonyms').waitFor();
		await page.getByRole('alert').getByText('altered or cut').waitFor();
		await expectAccessible(page);
		await page.getByRole('button', { name: `Put out ${pseudonym(reader.identity.keys.sign)}` }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Put out' }).click();
		await expect.poll(() => openCases(reader)).toEqual([]);
	},
);
