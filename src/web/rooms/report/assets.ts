import page from 'custos:verify-page';
import type { ReportAssets } from '../../../report/bag-sink.ts';
import script from '../../../report/verify.sh?url';
import { fetchFile } from '../../parts/fetch-file.ts';
import { paperFonts } from '../../parts/paper-fonts.ts';

/** Fetches the letters of the PDF, and the script and the page that go into every bag. Rejects `unavailable`. */
export async function reportAssets(signal: AbortSignal): Promise<ReportAssets> {
	const [fonts, verifyScript, verifyPage] = await Promise.all([
		paperFonts(signal),
		fetchFile(script, signal),
		fetchFile(page, signal),
	]);
	return { fonts, verifyScript, verifyPage };
}
