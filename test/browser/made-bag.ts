import { openIntake } from '../../src/client/intake.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { makeReport } from '../../src/report/gather/make-report.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import { zipBag } from '../../src/report/zip-sink.ts';
import { deposit } from '../system/live/deposit.ts';
import { enrolWorker, type Live, openCase } from '../system/live.ts';

/** The zip of a report of four items, with their originals, from an archive that has no worker yet. */
export async function madeBag(live: Live): Promise<Uint8Array> {
	await enrolWorker(live);
	return bagFrom(live);
}

/** The same from an archive with a worker. */
export async function bagFrom(live: Live): Promise<Uint8Array> {
	const open = await openCase(live.steward, [], 'BAG');
	const intake = await openIntake(live.steward, open, { received: 'by hand' });
	const items = [await deposit(live.steward, open, intake, utf8('a <b>shot</b>'))];
	for (let at = 0; at < 3; at += 1) items.push(await deposit(live.steward, open, intake, utf8(`shot ${at}`)));
	const bag = zipBag('custody-report', new Date());
	const written = new Response(bag.readable).arrayBuffer();
	const wish = {
		open,
		items: items.map(({ id }) => id),
		language: 'en' as const,
		purpose: 'for a court',
		recipient: null,
		withOriginals: true,
		withOrigin: false,
		keyframes: 'none' as const,
		withNotes: true,
		version: '0.0.0',
		total: () => undefined,
		wrote: () => undefined,
		item: () => undefined,
	};
	await makeReport(live.steward, wish, { sink: bag, assets: await reportAssets() });
	await bag.close();
	return new Uint8Array(await written);
}
