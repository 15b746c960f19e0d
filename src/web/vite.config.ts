import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** A service worker keeps one address for ever, at the root: that is how far it reaches. */
const serviceWorker = join(here, 'service-worker.ts');

/** The review room. `CUSTOS_API` is where `npm run dev` finds the archive. */
export default defineConfig({
	root: here,
	base: '/',
	plugins: [react()],
	// The server puts a fresh value in its place with every page: styles that the components make while they run need it.
	html: { cspNonce: 'CUSTOS_NONCE' },
	build: {
		outDir: fileURLToPath(new URL('../../.web', import.meta.url)),
		emptyOutDir: true,
		// Those that know `light-dark()` and Trusted Types or nothing like it; about two years back.
		target: ['chrome125', 'firefox128', 'safari18'],
		// No `data:` address: the page's rules allow none.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		chunkSizeWarningLimit: 1500,
		reportCompressedSize: false,
		rolldownOptions: {
			input: {
				index: join(here, 'index.html'),
				...(existsSync(serviceWorker) ? { 'service-worker': serviceWorker } : {}),
			},
			output: {
				entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
				// In one piece, so that no schema is made before they are told to do without `new Function`.
				codeSplitting: { groups: [{ name: 'schemas', test: /node_modules[\\/]zod[\\/]|no-eval/ }] },
			},
		},
	},
	worker: { format: 'es' },
	server: {
		host: '127.0.0.1',
		proxy: { '/v1': { target: process.env.CUSTOS_API ?? 'http://127.0.0.1:8787' } },
	},
});
