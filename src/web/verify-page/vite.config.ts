import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { oneFile } from '../../report/node/one-file.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Puts the script and the styles into the page; nothing else is left to be written. */
function inOneFile(): Plugin {
	return {
		name: 'custos-verify-page',
		async generateBundle(_, bundle) {
			let script = '';
			for (const [name, part] of Object.entries(bundle)) {
				if (part.type === 'chunk') script += part.code;
				else throw new Error(`${name} cannot be in the page`);
				delete bundle[name];
			}
			const [page, style] = await Promise.all(['page.html', 'page.css'].map((name) => readFile(here + name, 'utf8')));
			const source = oneFile(page as string, { script, style: style as string });
			this.emitFile({ type: 'asset', fileName: 'verify.html', source });
		},
	};
}

/** The page that lies in every bag: one file, for any browser of the last two years, opened from `file:`. */
export default defineConfig({
	root: here,
	logLevel: 'warn',
	plugins: [inOneFile()],
	build: {
		target: ['chrome125', 'firefox128', 'safari18'],
		modulePreload: false,
		reportCompressedSize: false,
		rolldownOptions: { input: fileURLToPath(new URL('./main.ts', import.meta.url)), output: { format: 'iife' } },
	},
});
