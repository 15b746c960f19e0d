import type { Locator, Page } from 'playwright-core';

/** Drops files and folders of this machine onto a place, as a hand does: the browser itself makes the entries of the drop. */
export async function dropPaths(page: Page, onto: Locator, paths: readonly string[]): Promise<void> {
	await onto.scrollIntoViewIfNeeded();
	const box = await onto.boundingBox();
	if (box === null) throw new Error('there is nothing to drop onto');
	const devtools = await page.context().newCDPSession(page);
	const data = { items: [], files: [...paths], dragOperationsMask: 1 };
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
		await devtools.send('Input.dispatchDragEvent', { type, x, y, data });
	await devtools.detach();
}
