import { openIntake } from '../../../src/client/intake.ts';
import { openRoom } from '../../browser/open-room.ts';
import { type Filed, fillCase } from '../../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../../system/live.ts';
import type { Row } from '../run.ts';
import { browserCpu } from './browser-cpu.ts';
import { benchDatabase } from './database.ts';
import { typeLetters } from './letters.ts';

const ITEMS = Number(process.env.CUSTOS_BENCH_ITEMS ?? 10_000);

/** A catalogue of 10,000 items that are in the ledger, in the room of cases: opened for the first time, again, searched. */
export async function measure(): Promise<Row[]> {
	const room = await openRoom({ database: await benchDatabase() });
	try {
		const { worker } = await enrolWorker(room.live);
		const lead = await room.live.enrol();
		const open = await openCase(lead);
		const began = performance.now();
		await fillCase(lead, worker, open, await openIntake(lead, open, {}), files());
		process.stderr.write(`${ITEMS} items in the ledger after ${Math.round(performance.now() - began)} ms\n`);
		const { page, context } = await room.person(lead);
		const title = page.getByRole('link', { name: /CAS a case/ });
		const devtools = await context.newCDPSession(page);
		await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
		const pageCpu = async (): Promise<number> => {
			const { metrics } = await devtools.send('Performance.getMetrics');
			return 1000 * (metrics.find((one) => one.name === 'TaskDuration')?.value ?? Number.NaN);
		};
		const opening = async (): Promise<Opening> => {
			await title.waitFor();
			const [before, browser] = [await pageCpu(), await browserCpu()];
			const cpu = process.cpuUsage();
			await page.evaluate(timeOpening, ITEMS);
			await title.click();
			await page.waitForFunction(() => 'opened' in window, undefined, { timeout: 180_000 });
			const { user, system } = process.cpuUsage(cpu);
			const { first, whole } = await page.evaluate(() => (window as unknown as { opened: Times }).opened);
			const all = (await browserCpu()) - browser;
			return { first, whole, server: (user + system) / 1000, page: (await pageCpu()) - before, browser: all };
		};
		const fresh = await opening();
		await page.waitForTimeout(3000);
		const letters = await typeLetters(page, pageCpu);
		await page.reload();
		await room.unlock(page);
		await page.getByRole('link', { name: 'All cases' }).click();
		await page.reload();
		await room.unlock(page);
		const again = await opening();
		await context.close();
		return [
			{ what: `${ITEMS} items: first lines shown, first opening`, value: fresh.first, unit: 'ms' },
			{
				what: 'all there, first opening',
				value: fresh.whole,
				unit: 'ms',
				ratio: { to: '2 s', is: fresh.whole / 2000 },
			},
			{ what: 'CPU of the server and the notary meanwhile', value: fresh.server, unit: 'ms' },
			{ what: 'CPU of the page’s own thread meanwhile', value: fresh.page, unit: 'ms' },
			{ what: 'CPU of the whole browser meanwhile', value: fresh.browser, unit: 'ms' },
			{ what: 'first lines shown, second opening', value: again.first, unit: 'ms' },
			{
				what: 'all there, second opening',
				value: again.whole,
				unit: 'ms',
				ratio: { to: '2 s', is: again.whole / 2000, goal: '< 1' },
			},
			{ what: 'CPU of the server and the notary meanwhile', value: again.server, unit: 'ms' },
			{ what: 'CPU of the page’s own thread meanwhile', value: again.page, unit: 'ms' },
			{ what: 'CPU of the whole browser meanwhile', value: again.browser, unit: 'ms' },
			...letters,
		];
	} finally {
		await room.close();
	}
}

interface Opening extends Times {
	/** Processor time meanwhile, in ms: of this process, of the page's own thread, of the browser with all its threads. */
	server: number;
	page: number;
	browser: number;
}

interface Times {
	first: number;
	whole: number;
}

function files(): Filed[] {
	return Array.from({ length: ITEMS }, (_, i) => ({
		path: `delivery/camera ${i % 90}/part ${String(i).padStart(5, '0')}.mp4`,
		size: 900_000 + ((i * 7919) % 5_000_000),
		modified: new Date(Date.UTC(2021, 0, 1) + i * 60_000).toISOString(),
		summary: {
			container: 'mov,mp4',
			videoCodec: 'h264',
			audioCodecs: ['aac'],
			durationMs: 60_000 + (i % 600) * 1000,
			width: 1280,
			height: 720,
			fps: 25,
			frames: 1500,
			keyframes: 12,
		},
	}));
}

/** In the page: from the click on the case until lines are there, and until all are. */
function timeOpening(items: number): void {
	const page = window as unknown as { opened?: Times };
	delete page.opened;
	let began = 0;
	let first = 0;
	addEventListener(
		'click',
		() => {
			began = performance.now();
		},
		{ capture: true, once: true },
	);
	const look = new MutationObserver(() => {
		const grid = document.querySelector('[role=grid]');
		if (began === 0 || grid === null) return;
		if (first === 0 && grid.querySelector('tbody tr') !== null) first = performance.now() - began;
		if (grid.getAttribute('aria-rowcount') !== String(items + 1)) return;
		look.disconnect();
		page.opened = { first, whole: performance.now() - began };
	});
	look.observe(document.body, { subtree: true, childList: true, attributes: true });
}
