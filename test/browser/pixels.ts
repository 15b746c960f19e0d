import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What a part of the screen looks like, of real pixels. */
export interface Look {
	/** Mean difference of brightness between neighbours, 0 to 255: high where there are edges. */
	edges: number;
	/** Mean distance from grey, 0 to 255. */
	colour: number;
	/** Different colours. */
	colours: number;
}

const readers = new WeakMap<BrowserContext, Page>();

/** Looks at a box of a page, in its pixels. */
export async function lookAt(page: Page, box: { x: number; y: number; width: number; height: number }): Promise<Look> {
	const picture = (await page.screenshot({ clip: box, animations: 'allow' })).toString('base64');
	// A page without rules of its own reads the file.
	const reader = readers.get(page.context()) ?? (await page.context().newPage());
	readers.set(page.context(), reader);
	return reader.evaluate(async (base64) => {
		const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
		const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
		const { width, height } = bitmap;
		const context = new OffscreenCanvas(width, height).getContext('2d');
		if (context === null) throw new Error('no canvas');
		context.drawImage(bitmap, 0, 0);
		const { data } = context.getImageData(0, 0, width, height);
		const at = (x: number, y: number, c: number): number => data[4 * (y * width + x) + c] ?? 0;
		const light = (x: number, y: number): number => (at(x, y, 0) + at(x, y, 1) + at(x, y, 2)) / 3;
		let [edges, colour] = [0, 0];
		const colours = new Set<number>();
		for (let y = 0; y < height; y += 1)
			for (let x = 1; x < width; x += 1) {
				const [r, g, b] = [at(x, y, 0), at(x, y, 1), at(x, y, 2)];
				edges += Math.abs(light(x, y) - light(x - 1, y));
				colour += Math.max(r, g, b) - Math.min(r, g, b);
				colours.add((r << 16) | (g << 8) | b);
			}
		const count = (width - 1) * height;
		return { edges: edges / count, colour: colour / count, colours: colours.size };
	}, picture);
}

/** The same once a picture stands there: it is drawn some moments after the page has it. */
export async function lookOnceDrawn(page: Page, box: Parameters<typeof lookAt>[1]): Promise<Look> {
	let look = await lookAt(page, box);
	const stands = async (): Promise<boolean> => {
		const before = look;
		look = await lookAt(page, box);
		return look.colours > 1 && look.edges === before.edges;
	};
	await expect.poll(stands).toBe(true);
	return look;
}

/** The middle of an element, or a strip at its upper edge, inside it by some pixels. */
export async function boxOf(page: Page, selector: string, part: 'middle' | 'edge' = 'middle') {
	const box = await page.locator(selector).first().boundingBox();
	if (box === null) throw new Error(`${selector} is not there`);
	const inside = { x: box.x + 12, y: box.y + 8, width: box.width - 24, height: box.height - 16 };
	return part === 'middle' ? inside : { ...inside, height: 10 };
}
