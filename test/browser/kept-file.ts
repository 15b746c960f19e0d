import type { Page } from 'playwright-core';

/** Writes a file of a person's folder into the page's own storage, in the place of what is there. */
export async function keepFile(page: Page, person: string, name: string, content: string): Promise<void> {
	await page.evaluate(
		([whose, file, text]) =>
			new Promise<void>((resolve, reject) => {
				const opening = indexedDB.open('custos');
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const change = opening.result.transaction('files', 'readwrite');
					change.objectStore('files').put(new TextEncoder().encode(text), [whose, file]);
					change.oncomplete = () => resolve(opening.result.close());
					change.onerror = () => reject(change.error);
				};
			}),
		[person, name, content] as const,
	);
}
