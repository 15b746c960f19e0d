import type { Page } from 'playwright-core';
import { toHex } from '../../src/domain/bytes.ts';
import type { Checkpoint } from '../../src/domain/ledger/checkpoint.ts';

/** Writes into the page's own storage what this person saw last of the log, as if they had seen it. */
export async function hasSeen(page: Page, person: string, { origin, size, root }: Checkpoint): Promise<void> {
	const content = `${JSON.stringify({ origin, size, root: toHex(root) })}\n`;
	await page.evaluate(
		([whose, text]) =>
			new Promise<void>((resolve, reject) => {
				const opening = indexedDB.open('custos');
				opening.onsuccess = () => {
					const change = opening.result.transaction('files', 'readwrite');
					change.objectStore('files').put(new TextEncoder().encode(text), [whose, 'checkpoint.json']);
					change.oncomplete = () => resolve(opening.result.close());
					change.onerror = () => reject(change.error);
				};
			}),
		[person, content] as const,
	);
}
