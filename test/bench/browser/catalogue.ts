import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { noteItems } from '../../../src/client/case/mark-many.ts';
import { openIntake } from '../../../src/client/intake.ts';
import { openRoom } from '../../browser/open-room.ts';
import { type Filed, fillCase } from '../../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../../system/live.ts';
import type { Row } from '../run.ts';
import { browserCpu } from './browser-cpu.ts';
import { benchDatabase } from './database.ts';
import { typeLetters } from './letters.ts';

const ITEMS = Number(process.env.CUSTOS_BENCH_ITEMS ?? 10_000);

/** One in so many has a note and a tag. */
const NOTED = 10;

/** A catalogue of 10,000 items that are in the ledger, in the room of cases: opened for the first time, again, searched. */
export async function measure(): Promise<Row[]> {
	const room = await openRoom({ database: await benchDatabase() });
	try {
		const { worker } = await enrolWorker(room.live);
		const lead = await room.live.enrol();
		const open = await openCase(lead);
		const began = performance.now();
		const items = await fillCase(lead, worker, open, await openIntake(lead, open, {}), files());
		const noted = items.filter((_, i) => i % NOTED === 0);
		await noteItems(lead, open, noted, { text: 'the gate, a third guard', tags: ['corridor'] });
		process.stderr.write(`${ITEMS} items in the ledger after ${Math.round(performance.now() - began)} ms\n`);
		const { page, context } = await room.person(lead);
		await settle();
		const title = page.getByRole('link', { name: /CAS a case/ });
		const devtools = await context.newCDPSession(page);
		await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
		const pageCpu = async (): Promise<number> => {
			const { metrics } = await devtools.send('Performance.getMetrics');
			return 1000 * (metrics.find((one) => one.name === 'TaskDuration')?.value ?? Number.NaN);
		};
		const spent = async (): Promise<Cpu> => {
			const { user, system } = process.cpuUsage();
			return { server: (user + system) / 1000, page: await pageCpu(), browser: await browserCpu() };
		};
		const opening = async (searched: boolean): Promise<Opening> => {
			await title.waitFor();
			const before = await spent();
			await page.evaluate(timeOpening, ITEMS);
			await title.click();
			await page.waitForFunction(() => 'opened' in window, undefined, { timeout: 180_000 });
			const atShown = await spent();
			if (searched) await page.getByRole('searchbox').fill('third guard');
			if (searched)
				await page
					.getByText(new RegExp(`^${ITEMS / NOTED} of `.replace(/(?=\\d{3} )/, ',?')))
					.waitFor({ timeout: 180_000 });
			const noted = await page.evaluate(() => performance.now());
			if (searched) await page.getByRole('searchbox').fill('');
			await page.getByText('These are all of them').waitFor({ timeout: 180_000 });
			const { began, first, shown } = await page.evaluate(() => (window as unknown as { opened: Times }).opened);
			const proven = (await page.evaluate(() => performance.now())) - began;
			return {
				began,
				first,
				shown,
				noted: searched ? noted - began : undefined,
				proven,
				before,
				atShown,
				atProven: await spent(),
			};
		};
		const fresh = await opening(true);
		await page.waitForTimeout(3000);
		const letters = await typeLetters(page, pageCpu);
		await page.reload();
		await room.unlock(page);
		await page.getByRole('link', { name: 'All cases' }).click();
		await page.reload();
		await room.unlock(page);
		const again = await opening(false);
		await context.close();
		return [...rowsOf('first opening', fresh), ...rowsOf('second opening', again), ...letters];
	} finally {
		await room.close();
	}
}

/** What filling left to be done goes before anything is timed: writing out what the database wrote, and collecting garbage. */
async function settle(): Promise<void> {
	await promisify(execFile)('sync');
	setFlagsFromString('--expose-gc');
	const collect: unknown = runInNewContext('gc');
	if (typeof collect === 'function') collect();
}

/** Processor time, in ms: of this process, of the page's own thread, of the browser with all its threads. */
interface Cpu {
	server: number;
	page: number;
	browser: number;
}

/** In ms: when it was clicked; from then on until the first lines were there, and until all were, searchable and to be scrolled. */
interface Times {
	began: number;
	first: number;
	shown: number;
}

interface Opening extends Times {
	/** From the click until notes were found by a search; undefined where none was made. */
	noted: number | undefined;
	/** From the click until every item was proven and held against the notary's count. */
	proven: number;
	before: Cpu;
	atShown: Cpu;
	atProven: Cpu;
}

function rowsOf(which: string, { first, shown, noted, proven, before, atShown, atProven }: Opening): Row[] {
	const cpu = (until: string, from: Cpu, to: Cpu): Row[] => [
		{ what: `CPU of the server and the notary ${until}`, value: to.server - from.server, unit: 'ms' },
		{ what: `CPU of the page’s own thread ${until}`, value: to.page - from.page, unit: 'ms' },
		{ what: `CPU of the whole browser ${until}`, value: to.browser - from.browser, unit: 'ms' },
	];
	return [
		{ what: `${ITEMS} items: first lines shown, ${which}`, value: first, unit: 'ms' },
		{
			what: `all on screen, searchable, proven or not yet, ${which}`,
			value: shown,
			unit: 'ms',
			ratio: { to: '2 s', is: shown / 2000, goal: '< 1' },
		},
		...cpu('until then', before, atShown),
		...(noted === undefined ? [] : [{ what: `notes found by a search, ${which}`, value: noted, unit: 'ms' }]),
		{ what: `all proven, ${which}`, value: proven, unit: 'ms' },
		...cpu('from then on', atShown, atProven),
	];
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

/** In the page: from the click on the case until lines are there, and until all are, proven or not. */
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
		page.opened = { began, first, shown: performance.now() - began };
	});
	look.observe(document.body, { subtree: true, childList: true, attributes: true });
}
