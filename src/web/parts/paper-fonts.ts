import sans from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url';
import bold from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url';
import mono from 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf?url';
import type { ReportAssets } from '../../report/bag-sink.ts';
import { fetchFile } from './fetch-file.ts';

/** Fetches the letters that every PDF made here holds. Rejects `unavailable`. */
export async function paperFonts(signal?: AbortSignal): Promise<ReportAssets['fonts']> {
	const files = await Promise.all([sans, bold, mono].map((address) => fetchFile(address, signal)));
	const [regular, heavy, fixed] = files as [Uint8Array, Uint8Array, Uint8Array];
	return { sans: regular, bold: heavy, mono: fixed };
}
