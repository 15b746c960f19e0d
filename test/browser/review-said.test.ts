import { afterAll, beforeAll, expect, test } from 'vitest';
import { addClip, reviseClip } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { openCases } from '../../src/client/cases.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

let room: OpenedRoom;
beforeAll(async () => {
	if (hasChromium) room = await openRoom();
});
afterAll(() => room?.close());

test.skipIf(!hasChromium)(
	'beside an item all that the newest wording says of a clip stands, with who worded it so',
	async () => {
		const { worker } = await enrolWorker(room.live);
		const [lead, editor] = [await room.live.enrol(), await room.live.enrol()];
		const open = await openCase(lead, [[editor, 'editor']]);
		const summary = { durationMs: 60_000, fps: 25, frames: 1500 };
		const file = { path: 'yard.mp4', size: 7000, modified: new Date(0).toISOString(), summary };
		const [item] = (await fillCase(lead, worker, open, await openIntake(lead, open, {}), [file])) as [string];
		const place = { name: 'second door', fromMs: 1000, toMs: 9000 };
		await addClip(lead, open, await itemEntries(lead, item), { ...place, note: 'one man', confidence: 'low' });
		const [theirs] = (await openCases(editor)).filter((one) => one.id === open.id);
		const [clip] = (await caseMarks(lead, open)).clips;
		if (theirs === undefined || clip === undefined) throw new Error('the case or its clip is not there');
		await reviseClip(editor, theirs, clip, {
			...place,
			tags: ['corridor'],
			note: 'two men\none with a lamp',
			people: ['Guard 3', 'Man in grey'],
			legalElement: 'deprivation of liberty',
			confidence: 'high',
		});

		const names = { [lead.identity.keys.sign]: 'Vera', [editor.identity.keys.sign]: 'Boris' };
		const { page } = await room.person(lead, { names, viewport: { width: 390, height: 800 } });
		await page.evaluate((path) => history.pushState(null, '', path), `/review/${open.id}/${item}`);
		const said = page.locator(`#clip-${clip.id}`);
		await said.getByText('Guard 3, Man in grey').waitFor();
		// What people are called comes by itself.
		await expect.poll(() => said.textContent()).toContain('Boris');
		const text = (await said.textContent()) ?? '';
		expect(text).toContain('second door00:00:01.000 – 00:00:09.000corridortwo men\none with a lamp');
		expect(text).toContain('People shown: Guard 3, Man in grey');
		expect(text).toContain('Legal element: deprivation of liberty');
		expect(text).toContain('Confidence: High');
		expect(text).not.toMatch(/one man|Low|Vera/);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		await expectAccessible(page);
	},
);
