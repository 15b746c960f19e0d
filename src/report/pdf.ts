import type { ReportAssets } from './bag-sink.ts';
import { closingPages } from './pdf/closing-pages.ts';
import { custodyPages } from './pdf/custody-pages.ts';
import { firstPage } from './pdf/first-page.ts';
import { itemPages } from './pdf/item-pages.ts';
import { pageCode } from './pdf/page-code.ts';
import { Sheet } from './pdf/sheet.ts';
import { technicalPages } from './pdf/technical-pages.ts';
import { english } from './pdf/words-en.ts';
import { russian } from './pdf/words-ru.ts';
import type { CustodyReport } from './verify/report-model.ts';

/**
 * The report on paper, in its language, as tagged PDF/A-1b. `pictures`: JPEG of the key frames the report names, by their path
 * in the bag. `room`: bytes to be kept free for `signPaper`; without, there is no place for a signature.
 */
export async function renderPdf(
	report: CustodyReport,
	pictures: ReadonlyMap<string, Uint8Array>,
	fonts: ReportAssets['fonts'],
	room?: number,
): Promise<Uint8Array> {
	const words = { en: english, ru: russian }[report.language];
	const sheet = new Sheet({
		title: `${words.title} ${report.report.id}`,
		language: report.language,
		created: new Date(report.report.issued),
		more: words.more,
		fonts,
	});
	firstPage(sheet, report, words);
	itemPages(sheet, report, pictures, words);
	technicalPages(sheet, report, words);
	custodyPages(sheet, report, words);
	closingPages(sheet, report, words, room);
	const code = pageCode(report);
	const foot = words.foot(report.report.id, report.integrity.checkpoint.size);
	return sheet.finish(code, (page, pages) => ({
		left: [foot, words.pageCode(code.short)],
		right: words.page(page, pages),
	}));
}
