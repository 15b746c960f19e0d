import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';
import { sourceCommit } from '../report/node/source-commit.ts';
import { verifyPage } from '../report/node/verify-page.ts';
import type { Shell } from './shell/protocol.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Those that know `light-dark()` and Trusted Types or nothing like it; about two years back. */
const target = ['chrome125', 'firefox128', 'safari18'];

/**
 * Builds the service worker beside the page and apart from it: what both use is in it once more, since a classic worker
 * imports nothing. It keeps one address for ever, at the root: that is how far it reaches.
 */
function serviceWorker(): Plugin {
	let outDir = '';
	return {
		name: 'custos-service-worker',
		apply: 'build',
		configResolved({ root, build: { outDir: folder } }) {
			outDir = resolve(root, folder);
		},
		async closeBundle(failure?: Error) {
			// Nothing was written: what is wrong is said by the build itself.
			if (failure !== undefined) return;
			await build({
				configFile: false,
				root: here,
				logLevel: 'warn',
				define: { CUSTOS_SHELL: JSON.stringify(await shellOf(outDir)) },
				build: {
					outDir,
					emptyOutDir: false,
					target,
					modulePreload: false,
					reportCompressedSize: false,
					rolldownOptions: {
						input: { 'service-worker': join(here, 'service-worker.ts') },
						output: { format: 'iife', entryFileNames: '[name].js' },
					},
				},
			});
		},
	};
}

/**
 * The page that goes into every bag, as a file beside the others; made apart from them, so that it is the same bytes as the
 * command line's. It is served as text: it is to be put away, not to be opened here.
 */
function pageForBags(): Plugin {
	const [name, resolved] = ['custos:verify-page', '\0custos:verify-page'];
	let serving = false;
	return {
		name: 'custos-page-for-bags',
		configResolved({ command }) {
			serving = command === 'serve';
		},
		resolveId: (id) => (id === name ? resolved : undefined),
		async load(id) {
			if (id !== resolved) return undefined;
			if (serving) return "export default '/verify-page.txt';";
			const reference = this.emitFile({ type: 'asset', name: 'verify-page.txt', source: await verifyPage() });
			return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
		},
		configureServer({ middlewares }) {
			middlewares.use('/verify-page.txt', (_, response, next) => {
				verifyPage().then((page) => response.end(page), next);
			});
		},
	};
}

/** What was built, by its hashes. Fonts, script and page go into reports only. */
async function shellOf(outDir: string): Promise<Shell> {
	const hash = async (path: string): Promise<string> =>
		createHash('sha256')
			.update(await readFile(join(outDir, path)))
			.digest('hex');
	const names = (await readdir(join(outDir, 'assets'))).filter((name) => !/\.(ttf|sh|txt)$/.test(name)).sort();
	const files: Record<string, string> = {};
	for (const name of names) files[`/assets/${name}`] = await hash(`assets/${name}`);
	return { page: await hash('index.html'), files };
}

/** The review room. `CUSTOS_API` is where `npm run dev` finds the archive. */
export default defineConfig({
	root: here,
	define: { CUSTOS_COMMIT: JSON.stringify(await sourceCommit()) },
	base: '/',
	plugins: [react(), pageForBags(), serviceWorker()],
	// The server puts a fresh value in its place with every page: styles that the components make while they run need it.
	html: { cspNonce: 'CUSTOS_NONCE' },
	build: {
		outDir: fileURLToPath(new URL('../../.web', import.meta.url)),
		emptyOutDir: true,
		target,
		// No `data:` address: the page's rules allow none.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		chunkSizeWarningLimit: 1500,
		reportCompressedSize: false,
		rolldownOptions: {
			output: {
				entryFileNames: 'assets/[name]-[hash].js',
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
