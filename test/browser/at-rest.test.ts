import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteItem } from '../../src/client/case/mark.ts';
import { openIntake } from '../../src/client/intake.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { deposit } from '../system/live/deposit.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { PASSPHRASE } from './carried-profile.ts';
import { hasChromium } from './chromium.ts';
import { dumpStorage } from './dump-storage.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

// A device that is taken away, unlocked or locked: what a browser keeps of a person at work, in every place a page can keep something.

let room: OpenedRoom;
beforeAll(async () => {
	if (hasChromium) room = await openRoom();
});
afterAll(() => room?.close());

/** Bytes as somebody may have written them down. */
function forms(bytes: Uint8Array): string[] {
	const buffer = Buffer.from(bytes);
	return [buffer.toString('latin1'), buffer.toString('hex'), buffer.toString('base64').slice(0, 42)];
}

test.skipIf(!hasChromium)('no key, passphrase, name, title or tag lies anywhere in clear', async () => {
	await enrolWorker(room.live);
	const lead = await room.live.enrol();
	const open = await openCase(lead, [], 'GUL');
	const intake = await openIntake(lead, open, { received: 'under-the-limetree' });
	const item = await deposit(lead, open, intake, utf8('what was seen behind the third door'));
	await noteItem(lead, open, item.id, { tags: ['corridor-marzipan'] });
	const { page } = await room.person(lead, { names: { [lead.identity.keys.sign]: 'Agrafena Kuzminishna' } });
	await page.getByRole('heading', { name: 'Cases' }).waitFor();
	await page.evaluate((path) => history.pushState(null, '', path), `/cases/${open.id}`);
	await page.getByText('corridor-marzipan').first().waitFor();
	// A table is kept on the device some moments after it is shown.
	await expect.poll(() => page.evaluate(keptTables)).toBe(1);
	const words = [PASSPHRASE, 'under-the-limetree', 'behind the third door', 'corridor-marzipan', 'Agrafena'];
	const secrets = [...words, ...[lead.identity.seed, lead.identity.box, ...open.secrets.values()].flatMap(forms)];
	for (const when of ['while it is used', 'locked', 'after a reload']) {
		if (when === 'locked') await page.keyboard.press('Alt+L');
		if (when === 'after a reload') await page.reload();
		if (when !== 'while it is used') await page.getByRole('textbox', { name: 'Passphrase' }).waitFor();
		const stored = await page.evaluate(dumpStorage);
		expect(stored.length).toBeGreaterThan(500);
		// The dump sees what there is: which archive it is stands there as it is.
		expect(stored).toContain(String(room.live.pin.log.split('+')[0]));
		expect([when, secrets.filter((one) => stored.includes(one))]).toEqual([when, []]);
	}
});

/** In the page: how many tables of cases are kept here. */
async function keptTables(): Promise<number> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open('custos-cases');
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const count = await new Promise<number>((resolve, reject) => {
		const request = db.transaction('catalogues').objectStore('catalogues').count();
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	db.close();
	return count;
}
