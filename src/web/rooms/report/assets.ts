import page from 'custos:verify-page';
import sans from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url';
import bold from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url';
import mono from 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf?url';
import { CustosError } from '../../../domain/errors.ts';
import type { ReportAssets } from '../../../report/bag-sink.ts';
import script from '../../../report/verify.sh?url';

/** Fetches the letters of the PDF, and the script and the page that go into every bag. Rejects `unavailable`. */
export async function reportAssets(signal: AbortSignal): Promise<ReportAssets> {
	const file = async (address: string): Promise<Uint8Array> => {
		const answer = await fetch(address, { signal });
		if (!answer.ok) throw new CustosError('unavailable', 'a file that every report holds could not be loaded');
		return new Uint8Array(await answer.arrayBuffer());
	};
	const [fonts, verifyScript, verifyPage] = await Promise.all([
		Promise.all([sans, bold, mono].map(file)),
		file(script),
		file(page),
	]);
	const [regular, heavy, fixed] = fonts as [Uint8Array, Uint8Array, Uint8Array];
	return { fonts: { sans: regular, bold: heavy, mono: fixed }, verifyScript, verifyPage };
}
