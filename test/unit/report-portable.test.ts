import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { buildReport } from '../../src/report/model.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import { renderPdf } from '../../src/report/pdf.ts';
import { sealOf } from '../../src/report/seal/paper-signer.ts';
import { selfMadeSigner } from '../../src/report/seal/self-made.ts';
import { roomFor, signPaper } from '../../src/report/seal/sign-paper.ts';
import { people, tell } from './report-story.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '../..');

/** Bundles for a browser; a built-in module of Node has no meaning there, and ends the build. */
async function bundle(...entryPoints: string[]): Promise<{ inputs: string[]; code: Uint8Array }> {
	const { metafile, outputFiles } = await build({
		absWorkingDir: root,
		entryPoints,
		bundle: true,
		write: false,
		outdir: 'out',
		metafile: true,
		format: 'esm',
		platform: 'browser',
		logLevel: 'silent',
	});
	return { inputs: Object.keys(metafile.inputs), code: outputFiles[0]?.contents ?? new Uint8Array() };
}

test('builder, preview and verifier bundle for a browser', async () => {
	const { inputs } = await bundle(
		'src/report/gather/make-report.ts',
		'src/report/gather/preview-report.ts',
		'src/report/seal/given-certificate.ts',
		'src/report/zip-sink.ts',
		'src/report/verify/verify-bag.ts',
		'src/report/verify/zip-bag.ts',
		'src/report/verify/dropped-files.ts',
	);
	expect(inputs).toContain('src/domain/platform/web.ts');
	expect(inputs).toContain('src/report/bag.ts');
	expect(inputs.filter((path) => /platform\/node|report\/node|src\/cli\//.test(path))).toEqual([]);
	expect((await bundle('src/report/verify/verify-bag.ts')).inputs.join()).not.toMatch(/pdfkit|fontkit|src\/client/);
});

test('a browser prints and signs the same PDF, byte for byte', async () => {
	await inTemporaryFolder(async (folder) => {
		const load = async (path: string): Promise<unknown> => {
			const file = join(folder, path.replace(/.*\//, '').replace('.ts', '.mjs'));
			await writeFile(file, (await bundle(path)).code);
			return import(pathToFileURL(file).href);
		};
		const [print, sign, make] = (await Promise.all(
			['src/report/pdf.ts', 'src/report/seal/sign-paper.ts', 'src/report/seal/self-made.ts'].map(load),
		)) as [{ renderPdf: typeof renderPdf }, { signPaper: typeof signPaper }, { selfMadeSigner: typeof selfMadeSigner }];
		const { fonts } = await reportAssets();
		const { seed, sign: key } = people.lead;
		const signer = selfMadeSigner(seed, key);
		for (const language of ['en', 'ru'] as const) {
			const { input } = tell({ language });
			input.seal = sealOf(signer);
			const report = buildReport(input);
			const pictures = new Map(
				report.items.flatMap((item, i) =>
					item.files.keyframes.map(({ path }, k) => [path, input.items[i]?.keyframes[k]?.jpeg as Uint8Array] as const),
				),
			);
			const here = await signPaper(await renderPdf(report, pictures, fonts, roomFor(signer)), signer);
			const paper = await print.renderPdf(report, pictures, fonts, roomFor(signer));
			const there = await sign.signPaper(paper, make.selfMadeSigner(seed, key));
			expect(Buffer.from(there).equals(here)).toBe(true);
		}
	});
}, 90_000);
