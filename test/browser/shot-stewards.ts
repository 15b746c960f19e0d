import type { BrowserContextOptions, Page } from 'playwright-core';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { createCase } from '../../src/client/cases.ts';
import { approveExpunging, expunge, expungeProposals, proposeExpunging } from '../../src/client/expunge.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { approve, bring, invite, join, joinRequests } from '../../src/client/people.ts';
import { benchDatabase } from '../bench/browser/database.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker } from '../system/live.ts';
import { carriedProfile, comeIn } from './carried-profile.ts';
import { openRoom } from './open-room.ts';

const FILES = ['cam-07/2019-03-14 02-11-08.avi', 'cam-07/2019-03-14 02-41-08.avi', 'телефон/видео 0031.3gp'];

/** An archive where two of three stewards must agree: what waits for the second, and what an item leaves that they expunged. */
export async function openStewardsArchive(): Promise<{
	shoot(options: BrowserContextOptions, take: (page: Page, part: string) => Promise<void>): Promise<void>;
	close(): Promise<void>;
}> {
	const room = await openRoom({ database: await benchDatabase() });
	const { live } = room;
	const { steward } = live;
	const { worker } = await enrolWorker(live);
	const open = await createCase(steward, { title: 'Correctional colony', prefix: 'GUL' });
	const modified = '2019-03-14T02:11:08.000Z';
	const summary = { durationMs: 1_800_000, fps: 25, frames: 45_000, container: 'avi', videoCodec: 'mpeg4' };
	const files = FILES.map((path, i) => ({ path, size: 180_000_000 + i * 7_654_321, modified, summary }));
	const items = await fillCase(steward, worker, open, await openIntake(steward, open, {}), files);
	const [gone, doomed, other] = items as [string, string, string];
	await addExhibit(steward, open, { item: gone }, 'The north gate at night');

	const [second, third] = [await live.enrol('steward'), await live.enrol('steward')];
	const two = { type: 'threshold.changed' as const, threshold: 2 };
	await bring(steward, two);
	await bring(second, two);
	const expunging = await proposeExpunging(steward, gone, 'source-safety');
	const [proposed] = await expungeProposals(second);
	if (proposed === undefined) throw new Error('nothing is proposed to be expunged');
	await approveExpunging(second, proposed);
	await expunge(second, expunging, proposed.act);

	// What the steward in the pictures has yet to agree to, and what waits for another.
	const letter = await invite(second, 'member');
	await join(letter, createIdentity(), 'Olga');
	const [request] = (await joinRequests(second, [letter])).filter((one) => one.genuine);
	if (request === undefined) throw new Error('the request is not there');
	await approve(second, request, 'member');
	await proposeExpunging(second, doomed, 'court-order');
	await bring(steward, { type: 'person.suspended', person: third.identity.keys.sign });
	const names = {
		[steward.identity.keys.sign]: 'Vera',
		[second.identity.keys.sign]: 'Anna Weiss',
		[third.identity.keys.sign]: 'Boris',
	};
	const file = await carriedProfile(steward.identity, live.pin, names);

	return {
		async shoot(options, take) {
			await live.notary.sayTime();
			const { page } = await room.visitor(options);
			await comeIn(page, file);
			const go = (path: string): Promise<void> => page.evaluate((to) => history.pushState(null, '', to), path);
			await go('/people');
			await page.getByRole('article').nth(2).waitFor();
			await take(page, 'agreements');
			await go(`/cases/${open.id}`);
			await page.getByRole('grid').getByRole('checkbox').nth(2).waitFor();
			await take(page, 'expunged-case');
			for (const place of ['custody', 'review'] as const) {
				await go(`/${place}/${open.id}/${gone}`);
				await page.getByText(gone.slice(0, 8)).first().waitFor();
				await take(page, `expunged-${place}`);
			}
			await go(`/review/${open.id}/${other}`);
			await page.getByRole('button', { name: /^(Destroy for ever|Уничтожить навсегда)/ }).click();
			await page.getByRole('dialog').locator('form').waitFor();
			await take(page, 'propose');
		},
		close: room.close,
	};
}
