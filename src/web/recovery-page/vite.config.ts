import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { inOneFile } from '../one-file-plugin.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The page that lies beside recovery cards: one file, for any browser of the last two years, opened from `file:`. */
export default defineConfig({
	root: here,
	logLevel: 'warn',
	plugins: [inOneFile(here, 'join-cards.html')],
	build: {
		target: ['chrome125', 'firefox128', 'safari18'],
		modulePreload: false,
		reportCompressedSize: false,
		rolldownOptions: { input: fileURLToPath(new URL('./main.ts', import.meta.url)), output: { format: 'iife' } },
	},
});
