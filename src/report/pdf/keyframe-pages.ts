import { callItem } from '../verify/call-item.ts';
import type { CustodyReport, ReportItem } from '../verify/report-model.ts';
import { position } from './figures.ts';
import type { Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Pictures of one item on paper; all are in the bag. */
const SHOWN = 12;

/** What the items look like, at a glance: from each at most twelve key frames, evenly spread. Pages of their own, which can be taken out. */
export function keyframePages(
	sheet: Sheet,
	report: CustodyReport,
	items: readonly ReportItem[],
	pictures: ReadonlyMap<string, Uint8Array>,
	words: Words,
): void {
	const pictured = items.filter((item) => item.files.keyframes.length > 0);
	if (pictured.length === 0) {
		sheet.text(words.keyframesNone, 'small');
		return;
	}
	const { disclosure, redactions } = report.report;
	const blurred = disclosure === undefined ? redactions.length > 0 : disclosure.choices.keyframes === 'blurred';
	sheet.newPage();
	sheet.heading(words.headings.keyframes);
	sheet.text(blurred ? words.keyframesBlurred : words.keyframesOpen, 'small');
	for (const item of pictured) {
		const { keyframes } = item.files;
		sheet.subheading(callItem(report, item.id), 110);
		sheet.pictures(
			spread(keyframes, SHOWN).map(({ path, ptsMs }) => ({
				jpeg: pictures.get(path) ?? new Uint8Array(),
				caption: position(ptsMs),
				alt: words.frameAt(position(ptsMs), blurred),
			})),
			words.unreadable,
		);
		if (keyframes.length > SHOWN) sheet.text(words.keyframesMore(SHOWN, keyframes.length, item.folder), 'small');
	}
	sheet.newPage();
}

/** So many of them, from the first to the last, evenly. */
export function spread<T>(all: readonly T[], count: number): T[] {
	if (all.length <= count) return [...all];
	return Array.from({ length: count }, (_, i) => all[Math.round((i * (all.length - 1)) / (count - 1))] as T);
}
