import type { BrowserContext } from 'playwright-core';

const PARTS = '**/v1/uploads/*/parts/*';

/** A line that goes dead while something is sent. */
export interface LostNetwork {
	/** Parts that the archive took, as their addresses, in order. */
	readonly arrived: string[];
	restore(): void;
}

/** Lets `parts` parts of uploads through, and then none until it is restored: what is sent gets no answer. */
export async function loseTheNetworkAfter(context: BrowserContext, parts: number): Promise<LostNetwork> {
	const arrived: string[] = [];
	let left = parts;
	context.on('response', (answer) => {
		const { url, method } = { url: answer.url(), method: answer.request().method() };
		if (method === 'PUT' && /\/v1\/uploads\/.*\/parts\//.test(url) && answer.ok()) arrived.push(url);
	});
	await context.route(PARTS, async (route) => {
		if (left === 0) return;
		left -= 1;
		await route.continue();
	});
	return {
		arrived,
		restore: () => {
			left = Number.POSITIVE_INFINITY;
		},
	};
}
