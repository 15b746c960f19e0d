import type { BrowserContextOptions, Page } from 'playwright-core';
import { stateLoss } from '../../src/client/loss.ts';
import { type Checkpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { benchDatabase } from '../bench/browser/database.ts';
import { openCase } from '../system/live.ts';
import { bringProfile, carriedProfile, comeIn, givePassphrase } from './carried-profile.ts';
import { hasSeen } from './has-seen.ts';
import { openRoom } from './open-room.ts';

const NOT_EXPLAINED = /^(No steward has stated a loss|Утраты, которая бы это объяснила)/;

/** What stops everything: an archive other than the pinned one, a past that is gone, and a loss that a steward has stated. */
export async function openTroubledArchive(): Promise<{
	shoot(options: BrowserContextOptions, take: (page: Page, part: string) => Promise<void>): Promise<void>;
	close(): Promise<void>;
}> {
	const room = await openRoom({ database: await benchDatabase() });
	const { live } = room;
	const lead = await live.enrol();
	await openCase(lead);
	const { identity } = lead;
	const names = { [live.steward.identity.keys.sign]: 'Vera' };
	const file = await carriedProfile(identity, live.pin, names);
	const elsewhere = await carriedProfile(identity, { ...live.pin, founding: 'ab'.repeat(32) }, names);
	// What the person saw of a log that ends earlier now.
	const now = await lead.seen();
	const lost: Checkpoint = { origin: now.origin, size: now.size + 7, root: new Uint8Array(32).fill(7) };
	const from = (await live.steward.seen()).size;
	await stateLoss(live.steward, from, signCheckpoint(lost, live.notary.started.keys.logSeed));
	return {
		async shoot(options, take) {
			const stranger = (await room.visitor(options)).page;
			await bringProfile(stranger, elsewhere);
			await givePassphrase(stranger);
			await stranger.getByRole('alert').getByRole('heading', { level: 1 }).waitFor();
			await stranger.getByText(NOT_EXPLAINED).waitFor();
			await stranger.locator('summary').click();
			await take(stranger, 'other-archive');
			const { page } = await room.visitor(options);
			await comeIn(page, file);
			for (const [part, seen] of [
				['unexplained', { ...lost, size: lost.size + 40 }],
				['loss', lost],
			] as const) {
				await hasSeen(page, identity.keys.sign, seen);
				await page.reload();
				await givePassphrase(page);
				// The one is to be agreed to, the other says what was found out.
				await (part === 'loss' ? page.locator('input[type=checkbox]') : page.getByText(NOT_EXPLAINED)).waitFor();
				await take(page, part);
			}
		},
		close: room.close,
	};
}
