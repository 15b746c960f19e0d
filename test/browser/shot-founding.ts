import type { BrowserContextOptions, Page } from 'playwright-core';
import { startArchive } from '../system/running.ts';
import { openVisitors } from './visitors.ts';

/** An archive that nobody has founded: its first steward at the door, up to the last press. */
export async function openNewArchive(): Promise<{
	shoot(options: BrowserContextOptions, take: (page: Page, part: string) => Promise<void>): Promise<void>;
	close(): Promise<void>;
}> {
	const archive = await startArchive();
	const people = await openVisitors(archive.server);
	return {
		async shoot(options, take) {
			const { page } = await people.visitor(options);
			await shootFounding(page, archive.code, (part) => take(page, part));
		},
		async close() {
			const closed = await Promise.allSettled([people.close()]);
			await archive.stop();
			for (const one of closed) if (one.status === 'rejected') throw one.reason;
		},
	};
}

async function shootFounding(page: Page, code: string, shoot: (part: string) => Promise<void>): Promise<void> {
	const next = (): Promise<void> => page.locator('form button[type=submit]').click();
	await page.goto('/');
	await page.getByRole('heading', { name: /^(This archive is new|Это новый архив)/ }).waitFor();
	await shoot('1-new');
	await page.goto(`/#found:${code}`);
	await page.locator('form input').fill('Vera');
	await shoot('2-name');
	await next();
	const words = await page.locator('ol[lang=en] li').allTextContents();
	await shoot('3-passphrase');
	const asked = (await page.locator('form label').textContent()) ?? '';
	await page.locator('form input').fill(words[Number(/\d/.exec(asked)?.[0]) - 1] as string);
	await next();
	const cards = page.locator('input[type=radio][value=cards]');
	await cards.waitFor();
	await shoot('4-recovery-key');
	await cards.check();
	await page.locator('form').waitFor();
	await shoot('5-how-many-cards');
	await next();
	await page.getByTestId('card-lines').waitFor();
	await shoot('6-card');
}
