import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { makeReport } from '../../src/report/gather/make-report.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { zipBag } from '../../src/report/zip-sink.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase, startLive } from '../system/live.ts';
import { benchDatabase } from './browser/database.ts';
import type { Row } from './run.ts';

/** Each item of a filled case makes as many entries: received, kept, examined. */
const ENTRIES_AN_ITEM = 3;
const EXHIBITS = 50;
const ROUNDS = 5;

/**
 * What a report costs to check, by how much is in the ledger before its item (10, 1,000 and 100,000 entries, or the sizes
 * given), and with 50 exhibits. The bags are without originals: hashing those is the disk's and SHA-256's time.
 */
export async function bench(args: readonly string[]): Promise<Row[]> {
	const sizes = args.length > 0 ? args.map(Number) : [10, 1000, 100_000];
	const live = await startLive({ database: await benchDatabase() });
	try {
		const { worker } = await enrolWorker(live);
		const lead = await live.enrol();
		const rows: Row[] = [];
		const filler = await openCase(lead, [], 'FIL');
		const delivery = await openIntake(lead, filler, { received: 'by hand' });
		let [least, shortest] = [Number.NaN, Number.NaN];
		for (const size of sizes) {
			const missing = Math.ceil((size - (await lead.seen()).size) / ENTRIES_AN_ITEM);
			if (missing > 0) await fillCase(lead, worker, filler, delivery, files(missing));
			const bag = await reportOn(lead, worker, `R${rows.length}`, 1);
			const [ms, bytes, proof] = [await verifying(lead, bag), await sizeOf(bag), await longestProof(bag)];
			[least, shortest] = [least || ms, shortest || bytes];
			const name = `${(await lead.seen()).size.toLocaleString('en')} entries`;
			rows.push(
				{ what: `${name}: verified in`, value: ms, unit: 'ms', ratio: { to: 'the first', is: ms / least } },
				{ what: '  the bag', value: bytes / 1024, unit: 'KiB', ratio: { to: 'the first', is: bytes / shortest } },
				{ what: '  longest inclusion proof', value: proof, unit: 'hashes' },
			);
		}
		const ms = await verifying(lead, await reportOn(lead, worker, 'ALL', EXHIBITS));
		rows.push({
			what: `${EXHIBITS} exhibits: verified in`,
			value: ms,
			unit: 'ms',
			ratio: { to: '2 s', is: ms / 2000, goal: '< 1' },
		});
		return rows;
	} finally {
		await live.close();
	}
}

const files = (count: number) =>
	Array.from({ length: count }, (_, i) => ({
		path: `camera/${i}.mp4`,
		size: 6,
		modified: new Date(0).toISOString(),
		summary: {},
	}));

/** A report on a case of its own with so many exhibits. */
async function reportOn(lead: Connection, worker: Connection, prefix: string, exhibits: number): Promise<BagReader> {
	const open: OpenCase = await openCase(lead, [], prefix);
	const intake = await openIntake(lead, open, { received: newId(platform.randomBytes) });
	const items = await fillCase(lead, worker, open, intake, files(exhibits));
	for (const [i, item] of items.entries()) await addExhibit(lead, open, { item }, `exhibit ${i}`);
	const zip = zipBag('custody-report', new Date());
	const blob = new Response(zip.readable).blob();
	const choices = {
		open,
		items,
		language: 'en' as const,
		purpose: 'measured',
		recipient: null,
		withOriginals: false,
		withOrigin: true,
		keyframes: 'none' as const,
		withNotes: true,
		version: '0.0.0',
	};
	const hooks = { total: () => undefined, wrote: () => undefined, item: () => undefined };
	await makeReport(lead, { ...choices, ...hooks }, { sink: zip, assets: await reportAssets() });
	await zip.close();
	return openZip(await blob);
}

/** Milliseconds, the median. */
async function verifying(lead: Connection, bag: BagReader): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const begun = performance.now();
		const { result, checks } = await verifyBag(bag, { logKey: lead.archive.founding.log });
		times.push(performance.now() - begun);
		if (result !== 'confirmed') throw new Error(`not confirmed: ${checks.find(({ ok }) => !ok)?.reason}`);
	}
	return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

async function sizeOf(bag: BagReader): Promise<number> {
	let bytes = 0;
	for (const path of await bag.list()) bytes += await bag.size(path);
	return bytes;
}

/** Of the entries in the bag. */
async function longestProof(bag: BagReader): Promise<number> {
	let longest = 0;
	for (const path of (await bag.list()).filter((one) => one.endsWith('.tlog-proof'))) {
		const [head = ''] = Buffer.from(await bag.read(path))
			.toString('utf8')
			.split('\n\n');
		// Besides the hashes: what it is, and the index.
		longest = Math.max(longest, head.split('\n').length - 2);
	}
	return longest;
}
