import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';
import { recoveryPage } from '../report/node/recovery-page.ts';
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

/** By the name under which modules ask for their address: the page in every bag, and what lies beside recovery cards. */
const kept: { readonly [name: string]: () => Promise<Uint8Array> } = {
	'verify-page': verifyPage,
	'recovery-page': recoveryPage,
	'recovery-commands': () => readFile(new URL('../../infra/RECOVERY.md', import.meta.url)),
};

/**
 * Files that are to be put away, not to be opened here: made apart from the others, so that they are the same bytes as the command
 * line's, and served as text.
 */
function filesToKeep(): Plugin {
	const start = '\0custos:';
	let serving = false;
	return {
		name: 'custos-files-to-keep',
		configResolved({ command }) {
			serving = command === 'serve';
		},
		resolveId: (id) => (id.startsWith('custos:') && id.slice(7) in kept ? `\0${id}` : undefined),
		async load(id) {
			const name = id.startsWith(start) ? id.slice(start.length) : '';
			const made = kept[name];
			if (made === undefined) return undefined;
			if (serving) return `export default '/${name}.txt';`;
			const reference = this.emitFile({ type: 'asset', name: `${name}.txt`, source: await made() });
			return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
		},
		configureServer({ middlewares }) {
			for (const [name, made] of Object.entries(kept))
				middlewares.use(`/${name}.txt`, (_, response, next) => {
					made().then((file) => response.end(file), next);
				});
		},
	};
}

/** What was built, by its hashes. Fonts, and what is put away, are not needed to verify. */
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
	plugins: [react(), filesToKeep(), serviceWorker()],
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
