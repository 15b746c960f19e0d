import { hasChromium } from '../browser/chromium.ts';
import type { Row } from './run.ts';

/** What is measured in a real Chromium, by name: each part starts what it needs, and takes it down. */
const parts: { readonly [name: string]: () => Promise<{ measure(): Promise<Row[]> }> } = {
	intake: () => import('./browser/intake.ts'),
	playback: () => import('./browser/playback.ts'),
	catalogue: () => import('./browser/catalogue.ts'),
};

/** All parts, or those named. */
export async function bench(args: readonly string[]): Promise<Row[]> {
	if (!hasChromium) throw new Error('this bench needs a Chromium: apt-get install chromium');
	const rows: Row[] = [];
	for (const [name, load] of Object.entries(parts)) {
		if (args.length > 0 && !args.includes(name)) continue;
		rows.push(...(await (await load()).measure()));
	}
	return rows;
}
