import { globSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('what a client does for a case bundles for a browser', async () => {
	const library = globSync('src/client/case/*.ts', { cwd: root });
	expect(library.length).toBeGreaterThan(10);
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: library,
		bundle: true,
		write: false,
		outdir: 'out',
		metafile: true,
		format: 'esm',
		// A built-in module of Node has no meaning here, and ends the build.
		platform: 'browser',
		logLevel: 'silent',
	});
	const ours = Object.keys(metafile.inputs).filter((path) => path.startsWith('src/'));
	expect(ours).toContain('src/domain/platform/web.ts');
	expect(ours.filter((path) => /platform\/node|src\/cli\//.test(path))).toEqual([]);
});
