import type { OpenCase } from '../../../src/client/cases.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { Id } from '../../../src/domain/ids.ts';
import { makeReport } from '../../../src/report/gather/make-report.ts';
import type { ReportChoices } from '../../../src/report/gather/report-choices.ts';
import { reportAssets } from '../../../src/report/node/assets.ts';
import type { BagReader } from '../../../src/report/verify/bag-reader.ts';
import { openZip } from '../../../src/report/verify/zip-bag.ts';
import { zipBag } from '../../../src/report/zip-sink.ts';

/** A report for a court on these items, of which nothing is opened. */
export function forCourt(open: OpenCase, items: readonly Id[], more: Partial<ReportChoices> = {}): ReportChoices {
	return {
		open,
		items,
		language: 'en',
		purpose: 'for a court',
		recipient: 'a court',
		withOriginals: false,
		withOrigin: false,
		keyframes: 'none',
		withNotes: false,
		version: '0.0.0',
		...more,
	};
}

/** Makes it, signs it, and zips it in memory. */
export async function reportZip(connection: Connection, wish: ReportChoices): Promise<Blob> {
	const zip = zipBag('custody-report', new Date('2026-03-02T09:30:00Z'));
	const blob = new Response(zip.readable).blob();
	// Nobody reads a zip that breaks off.
	blob.catch(() => undefined);
	const hooks = { total: () => undefined, wrote: () => undefined, item: () => undefined };
	try {
		await makeReport(connection, { ...wish, ...hooks }, { sink: zip, assets: await reportAssets() });
	} catch (error) {
		await zip.abort(error).catch(() => undefined);
		throw error;
	}
	await zip.close();
	return blob;
}

/** The same as whoever verifies it reads it. */
export async function madeReport(connection: Connection, wish: ReportChoices): Promise<BagReader> {
	return openZip(await reportZip(connection, wish));
}
