import type { Page } from 'playwright-core';
import type { Row } from '../run.ts';

/** What is typed, letter by letter, each word taken out again letter by letter: names, formats, a tag, a note, and what fits nothing. */
const WORDS = [
	'camera 7',
	'part 0123',
	'h264',
	'1280',
	'corridor',
	'third guard',
	'delivery/camera 12',
	'mov,mp4',
	'part 099',
	'aac',
	'nothing so',
	'x',
];
const LETTERS = 200;

/** Letters into the search over a whole catalogue, by real keys: from the key's event until a frame with the lines that fit is done. */
export async function typeLetters(page: Page, pageCpu: () => Promise<number>): Promise<Row[]> {
	await page.getByRole('searchbox').click();
	await page.evaluate(watchLetters);
	const idle = await pageCpu();
	for (let typed = 0, word = 0; typed < LETTERS; word++) {
		const text = WORDS[word % WORDS.length] as string;
		for (const key of [...text, ...Array.from(text, () => 'Backspace')]) {
			if (typed++ === LETTERS) break;
			await page.keyboard.press(key === ' ' ? 'Space' : key);
			await page.waitForFunction((count) => (window as unknown as Watched).letters.length === count, typed);
		}
	}
	const cpu = (await pageCpu()) - idle;
	const { letters, slow } = await page.evaluate(() => {
		const { letters, slow } = window as unknown as Watched;
		return { letters, slow };
	});
	const times = letters.sort((a, b) => a - b);
	const at = (part: number): number => times[Math.floor((times.length - 1) * part)] as number;
	return [
		{ what: `${LETTERS} letters, key until lines painted, median`, value: at(0.5), unit: 'ms' },
		{
			what: `${LETTERS} letters, key until lines painted, p95`,
			value: at(0.95),
			unit: 'ms',
			ratio: { to: '50 ms', is: at(0.95) / 50, goal: '< 1' },
		},
		{ what: `${LETTERS} letters, key until lines painted, longest`, value: at(1), unit: 'ms' },
		{
			what: 'of them over 50 ms by the browser’s own event timing',
			value: slow.filter((ms) => ms > 50).length,
			unit: '',
		},
		{ what: 'CPU of the page’s own thread for a letter', value: cpu / LETTERS, unit: 'ms' },
	];
}

interface Watched {
	letters: number[];
	/** Keys that took 16 ms or more until painted, in steps of 8. */
	slow: number[];
}

/** In the page. A frame that was asked for in the key's own turn holds what that turn changed; it is done when a task after it runs. */
function watchLetters(): void {
	const watched = window as unknown as Watched;
	watched.letters = [];
	watched.slow = [];
	new PerformanceObserver((list) => {
		for (const { name, duration } of list.getEntries()) if (name === 'keydown') watched.slow.push(duration);
	}).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
	let pressed = 0;
	addEventListener(
		'keydown',
		(event) => {
			pressed = event.timeStamp;
		},
		{ capture: true },
	);
	// The last to hear of it: what the letter changes is changed by then.
	addEventListener('input', () => {
		requestAnimationFrame(() => {
			const channel = new MessageChannel();
			channel.port1.onmessage = () => watched.letters.push(performance.now() - pressed);
			channel.port2.postMessage(0);
		});
	});
}
