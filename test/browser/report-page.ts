import { openCases } from '../../src/client/cases.ts';
import { connect } from '../../src/client/connection.ts';
import { openIdentity } from '../../src/client/identity.ts';
import { forgetful } from '../../src/client/memory.ts';
import { makeReport } from '../../src/report/gather/make-report.ts';
import { previewReport } from '../../src/report/gather/preview-report.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { zipBag } from '../../src/report/zip-sink.ts';
import type { SignedIn } from './play/page.ts';

/** Makes a report in the page, as the room does, and verifies it there; the zip in base64. */
async function make(who: SignedIn, items: string[]) {
	const connection = await connect(who.pin, openIdentity(who.identity), forgetful());
	const [open] = await openCases(connection);
	if (open === undefined) throw new Error('there is no case');
	const asset = async (name: string) => new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer());
	const [sans, bold, mono] = [await asset('sans.ttf'), await asset('bold.ttf'), await asset('mono.ttf')];
	const assets = {
		fonts: { sans, bold, mono },
		verifyScript: await asset('verify.sh'),
		verifyPage: await asset('verify-page.txt'),
	};
	const choices = {
		open,
		items,
		language: 'ru' as const,
		purpose: 'для суда',
		recipient: null,
		withOriginals: true,
		withOrigin: false,
		keyframes: 'open' as const,
		withNotes: true,
		version: '0.0.0',
	};
	const preview = await previewReport(connection, choices);
	const bag = zipBag('custody-report', new Date());
	const written = new Response(bag.readable).blob();
	const hooks = { total: () => undefined, wrote: () => undefined, item: () => undefined };
	await makeReport(connection, { ...choices, ...hooks }, { sink: bag, assets });
	await bag.close();
	const zip = await written;
	const verdict = await verifyBag(openZip(zip), { logKey: connection.archive.founding.log });
	let text = '';
	for (const byte of new Uint8Array(await zip.arrayBuffer())) text += String.fromCharCode(byte);
	return { zip: btoa(text), result: verdict.result, previewed: preview.length };
}

Object.assign(window, { make });
