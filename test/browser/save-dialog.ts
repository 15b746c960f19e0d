import type { BrowserContext, Download, Page } from 'playwright-core';

/** What the page asked the dialog for. */
interface Asked {
	suggestedName: string;
	types?: unknown;
}

/**
 * The system's dialog for saving cannot be worked from here: it is answered with a file of the browser's own, written for
 * real, or closed; with `none` the browser has no such dialog, and downloads.
 */
export function answerDialog(page: Page, answer: 'file' | 'cancel' | 'none'): Promise<unknown> {
	return page.evaluate((how) => {
		if (how === 'none') return Reflect.deleteProperty(window, 'showSaveFilePicker');
		return Object.assign(window, {
			async showSaveFilePicker(asked: unknown) {
				Object.assign(window, { asked });
				if (how === 'cancel') throw new DOMException('no', 'AbortError');
				return (await navigator.storage.getDirectory()).getFileHandle('saved', { create: true });
			},
		});
	}, answer);
}

/** What the dialog was asked for last. */
export function askedOf(page: Page): Promise<Asked> {
	return page.evaluate(() => (window as unknown as { asked: Asked }).asked);
}

/** What stands at the place that was picked; undefined where nothing does. */
export async function written(page: Page): Promise<Buffer | undefined> {
	const base64 = await page.evaluate(async () => {
		const top = await navigator.storage.getDirectory();
		const handle = await top.getFileHandle('saved').catch(() => undefined);
		if (handle === undefined) return undefined;
		let text = '';
		for (const byte of new Uint8Array(await (await handle.getFile()).arrayBuffer())) text += String.fromCharCode(byte);
		return btoa(text);
	});
	return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

/** The next download of any page of this browser, also of one that opens for it. */
export function nextDownload(context: BrowserContext): Promise<Download> {
	return new Promise((resolve) => {
		const hear = (page: Page): void => {
			page.on('download', resolve);
		};
		for (const page of context.pages()) hear(page);
		context.on('page', hear);
	});
}
