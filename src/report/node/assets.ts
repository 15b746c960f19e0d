import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ReportAssets } from '../bag-sink.ts';
import { verifyPage } from './verify-page.ts';

const require = createRequire(import.meta.url);

/** Reads the fonts of papers from this installation. */
export async function reportFonts(): Promise<ReportAssets['fonts']> {
	const font = (name: string): Promise<Uint8Array> => readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
	const [sans, bold, mono] = await Promise.all([font('DejaVuSans'), font('DejaVuSans-Bold'), font('DejaVuSansMono')]);
	return { sans, bold, mono };
}

/** Reads fonts and script from this installation; the page that checks is built first where it is not. Rejects `config`. */
export async function reportAssets(): Promise<ReportAssets> {
	const verifyScript = await readFile(new URL('../verify.sh', import.meta.url));
	return { fonts: await reportFonts(), verifyScript, verifyPage: await verifyPage() };
}
