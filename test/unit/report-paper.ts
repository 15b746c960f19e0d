import { buildReport } from '../../src/report/model.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import { renderPdf } from '../../src/report/pdf.ts';
import { type PaperSigner, sealOf } from '../../src/report/seal/paper-signer.ts';
import { roomFor, signPaper } from '../../src/report/seal/sign-paper.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { type StoryOptions, tell } from './report-story.ts';

/** The story's report on paper, signed where there is a signer. `picture` takes the place of each key frame; `reword` changes the report before it is printed. */
export async function paperOf(
	options: StoryOptions & {
		picture?: Uint8Array;
		reword?: (report: CustodyReport) => void;
		signer?: PaperSigner;
	} = {},
): Promise<{ report: CustodyReport; pdf: Uint8Array }> {
	const { input } = tell(options);
	const { signer } = options;
	input.seal = signer === undefined ? null : sealOf(signer);
	const report = buildReport(input);
	options.reword?.(report);
	const pictures = new Map(
		report.items.flatMap((item, i) =>
			item.files.keyframes.map(
				({ path }, k) => [path, options.picture ?? (input.items[i]?.keyframes[k]?.jpeg as Uint8Array)] as const,
			),
		),
	);
	const { fonts } = await reportAssets();
	const pdf = await renderPdf(report, pictures, fonts, signer && roomFor(signer));
	return { report, pdf: signer === undefined ? pdf : await signPaper(pdf, signer) };
}
