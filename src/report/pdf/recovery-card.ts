import encodeQr from 'qr';
import { concat } from '../../domain/bytes.ts';
import type { ReportAssets } from '../bag-sink.ts';
import { codeOperators } from './page-code.ts';
import { LEFT, Pen, WIDTH } from './pen.ts';
import type { Style } from './styles.ts';

/** What stands on the page of one recovery card. All of it comes from the card and from the words of a language. */
export interface RecoveryCardPage {
	title: string;
	about: readonly string[];
	facts: readonly (readonly [label: string, value: string])[];
	/** The six lines to be typed. */
	lines: readonly string[];
	/** The same for a camera. */
	qr: string;
	proofTitle: string;
	proof: readonly string[];
	todo: readonly string[];
	language: string;
	made: Date;
	fonts: ReportAssets['fonts'];
}

/** Side of the QR code, in points: 44 mm. */
const QR_SIDE = 125;
const CODE_SIZE = 14;

/** A recovery card as one A4 page: large letters for whoever types it, a QR code for a camera. */
export async function recoveryCardPaper(page: RecoveryCardPage): Promise<Uint8Array> {
	const { title, language, made: created, fonts } = page;
	const pen = new Pen({ title, language, created, more: '', fonts });
	const { doc } = pen;
	const chunks: Uint8Array[] = [];
	doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
	const para = (type: string, style: Style, text: string, gap = 3, width = WIDTH): void => {
		pen.tagged(type, () => pen.write({ text, style }, LEFT, doc.y, width));
		doc.y += gap;
	};
	para('P', 'kicker', 'CUSTOS', 2);
	para('H1', 'title', title, 8);
	for (const line of page.about) para('P', 'body', line);
	doc.y += 8;
	for (const [label, value] of page.facts) para('P', 'body', `${label}: ${value}`, 2);
	doc.y += 14;
	const top = doc.y;
	pen.frame(top, QR_SIDE + 24);
	doc.y = top + 16;
	for (const line of page.lines)
		pen.tagged('P', () => {
			doc
				.font('mono')
				.fontSize(CODE_SIZE)
				.fillColor('#000000')
				.text(line, LEFT + 14, doc.y, { lineBreak: false });
			doc.y += CODE_SIZE + 7;
		});
	drawQr(pen, page.qr, LEFT + WIDTH - QR_SIDE - 14, top + 12);
	doc.y = top + QR_SIDE + 40;
	for (const line of page.todo) para('P', 'body', line, 4);
	doc.y += 10;
	para('P', 'label', page.proofTitle);
	for (const line of page.proof) para('P', 'mono', line, 1);
	const ended = new Promise<void>((resolve) => doc.once('end', () => resolve()));
	doc.end();
	await ended;
	return concat(...chunks);
}

function drawQr({ doc }: Pen, text: string, x: number, y: number): void {
	const modules = encodeQr(text, 'raw', { ecc: 'medium', border: 1 })
		.slice(1, -1)
		.map((row) => row.slice(1, -1));
	const stamp = doc.stamp(modules.length, codeOperators(modules));
	doc.artifact('Layout', () => doc.place('Card', stamp, x, y, QR_SIDE / modules.length));
}
