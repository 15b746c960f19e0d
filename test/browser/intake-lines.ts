import type { Page } from 'playwright-core';

/** The name and the state of each file, as the lines of a delivery show them: only those in sight exist, so it is scrolled through. */
export async function linesOf(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const table = document.querySelector('table[aria-labelledby=files-title]');
		const scroll = table?.closest('section');
		if (!table || !scroll) throw new Error('there are no lines');
		const found = new Map<number, string>();
		for (let top = 0; ; top += scroll.clientHeight / 2) {
			scroll.scrollTop = top;
			for (let i = 0; i < 2; i += 1) await new Promise(requestAnimationFrame);
			for (const line of table.querySelectorAll('tbody tr')) {
				const [name, , state] = [...line.querySelectorAll('td')].map((one) => one.textContent.trim());
				found.set(Number(line.getAttribute('aria-rowindex')), `${name}: ${state}`);
			}
			if (scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 1) break;
		}
		scroll.scrollTop = 0;
		return [...found].sort(([a], [b]) => a - b).map(([, words]) => words);
	});
}

/** How many parts each sealing thread has sent so far; one number for each that runs. */
export async function sentByThreads(page: Page): Promise<number[]> {
	const threads = page.workers().filter((one) => /seal\.worker/.test(one.url()));
	return Promise.all(threads.map((one) => one.evaluate(partsSent)));
}

/** How many parts the page itself has sent. */
export function sentByPage(page: Page): Promise<number> {
	return page.evaluate(partsSent);
}

/** In a page or a thread: the browser's own record of what was fetched there. */
function partsSent(): number {
	return performance.getEntriesByType('resource').filter(({ name }) => /\/v1\/uploads\/.*\/parts\//.test(name)).length;
}
