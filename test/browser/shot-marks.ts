import type { Page } from 'playwright-core';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import {
	addClip,
	noteItem,
	renameExhibit,
	reviseClip,
	setVocabulary,
	withdrawExhibit,
} from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import { type Connection, connect } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { forgetful } from '../../src/client/memory.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { approve, invite, join, joinRequests } from '../../src/client/people.ts';
import type { Pin } from '../../src/client/pin.ts';
import { submit, trySubmit } from '../../src/client/submit.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { openedDraft } from '../system/live/deposit.ts';
import { fillCase } from '../system/live/fill-case.ts';

const FILES = ['cam-07/2019-03-14 02-11-08.avi', 'cam-07/2019-03-14 02-41-08.avi', 'телефон/видео 0031.3gp'];

/** Clips, exhibits, tags, an opening and a refusal, for pictures. Resolves with the item they are of. */
export async function marksToShow(lead: Connection, pin: Pin, open: OpenCase): Promise<string> {
	const worker = await workerOf(lead, pin);
	const modified = '2019-03-14T02:11:08.000Z';
	const summary = { durationMs: 1_800_000, fps: 25, frames: 45_000, container: 'avi', videoCodec: 'mpeg4' };
	const files = FILES.map((path, i) => ({ path, size: 180_000_000 + i * 7_654_321, modified, summary }));
	const items = await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
	const [first, second] = items as [string, string];
	await setVocabulary(lead, open, [
		{ tag: 'corridor', meaning: 'the passage between the blocks, second floor' },
		{ tag: 'blow', meaning: 'a blow is seen, not only heard' },
	]);
	const of = await itemEntries(lead, first);
	const about = { name: 'Second door', fromMs: 192_480, toMs: 280_000, fromFrame: 4812, toFrame: 7000, fps: 25 };
	const { clip } = await addClip(lead, open, of, { ...about, tags: ['corridor'] });
	const [marked] = (await caseMarks(lead, open)).clips;
	if (marked !== undefined)
		await reviseClip(lead, open, marked, {
			...about,
			tags: ['corridor', 'blow'],
			note: 'Three people enter from the left; the lamp goes out at 04:12.',
			people: ['Guard 3', 'Man in grey'],
			legalElement: 'Infliction of severe pain',
			confidence: 'high',
		});
	await addExhibit(lead, open, { item: first, clip }, 'Second floor corridor, the second door');
	const [other] = await addExhibit(lead, open, { item: second }, 'The gate');
	const exhibit = other && { id: other.exhibit, item: second };
	if (exhibit !== undefined) {
		await renameExhibit(lead, open, exhibit, 'The north gate at night');
		await withdrawExhibit(lead, open, exhibit, 'It shows another gate than was thought.');
		await trySubmit(lead, [
			{
				type: 'exhibit.withdrawn',
				fields: { case: open.id, generation: open.key.generation, item: second, exhibit: exhibit.id },
			},
		]);
	}
	await notesToShow(lead, open, first, second);
	await submit(lead, [openedDraft(open, second)]);
	return second;
}

async function notesToShow(lead: Connection, open: OpenCase, first: string, second: string): Promise<void> {
	const seen = { flag: 'warning', text: 'A man is beaten.', fromMs: 190_000 } as const;
	const { note } = await noteItem(lead, open, first, { ...seen, tags: ['blow'] });
	await noteItem(lead, open, second, { flag: 'not-relevant', text: 'An empty road until the end.' });
	await noteItem(lead, open, first, { flag: 'relevant', tags: ['corridor'], text: 'Cell 12 is on the left.' });
	const words = 'A man is beaten; his face is to be seen.\nAsk his family before anybody is shown it.';
	const place = { fromMs: 192_480, toMs: 280_000 };
	await noteItem(lead, open, first, { flag: 'do-not-show', text: words, tags: ['blow', 'corridor'], ...place }, note);
}

/** A worker with an open epoch, by hand: what is in the pictures was never a film. */
async function workerOf(steward: Connection, pin: Pin): Promise<Connection> {
	const identity = createIdentity();
	const letter = await invite(steward, 'worker');
	await join(letter, identity, 'a worker');
	const [request] = (await joinRequests(steward, [letter])).filter((one) => one.genuine);
	if (request === undefined) throw new Error('the worker’s request is not there');
	await approve(steward, request, 'worker');
	const worker = await connect(pin, identity, forgetful());
	const key = toHex(platform.x25519Public(platform.randomBytes(32)));
	await submit(worker, [{ type: 'epoch.opened', fields: { epoch: 1, key } }]);
	return worker;
}

/** The other pages of these two rooms. */
export async function shootMarks(
	page: Page,
	room: string,
	item: string,
	shoot: (part: string) => Promise<void>,
): Promise<void> {
	if (room === 'exhibits') {
		await page.getByRole('tab').nth(1).click();
		await page.getByRole('article').first().waitFor();
		await shoot('clips');
		await page.getByRole('article').getByRole('button').first().click();
		await page.getByRole('dialog').getByRole('form').waitFor();
		await shoot('form');
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await page.getByRole('tab').nth(2).click();
		await page.getByRole('switch').check();
		await page.getByRole('article').nth(3).waitFor();
		await shoot('notes');
		await page.getByRole('tab').nth(3).click();
		await page.getByRole('table').waitFor();
		await shoot('tags');
		return;
	}
	await page.evaluate((to) => history.pushState(null, '', `${location.pathname}/${to}`), item);
	await page.locator('[data-event]').nth(3).waitFor();
	await shoot('item');
	await page
		.locator('label')
		.filter({ hasText: /^(Table|Таблица)$/ })
		.click();
	await page.getByRole('table').waitFor();
	await shoot('table');
	await page.locator('[data-event]').first().getByRole('button').click();
	await page.getByRole('dialog').locator('pre').first().waitFor();
	await shoot('entry');
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
}
