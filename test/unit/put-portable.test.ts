import { globSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const engine = globSync('src/client/put/*.ts', { cwd: root });

test('the engine of a put bundles for a browser', async () => {
	expect(engine.length).toBeGreaterThan(15);
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: engine,
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
	expect(ours).toContain('src/client/put/seal-thread.ts');
	expect(ours.filter((path) => /platform\/node|src\/cli\//.test(path))).toEqual([]);
});

test('the engine of a put compiles without the types of Node', { timeout: 60_000 }, () => {
	const path = join(root, 'src/api/tsconfig.json');
	const { options } = ts.parseJsonConfigFileContent(
		ts.readConfigFile(path, ts.sys.readFile).config,
		ts.sys,
		dirname(path),
	);
	expect(options.types).toEqual([]);
	const program = ts.createProgram(
		engine.map((name) => join(root, name)),
		options,
	);
	const seen = program.getSourceFiles().map((file) => relative(root, file.fileName));
	expect(seen.filter((file) => file.includes('@types/node'))).toEqual([]);
	const problems = ts
		.getPreEmitDiagnostics(program)
		.map((one) => ts.flattenDiagnosticMessageText(one.messageText, ' '));
	expect(problems).toEqual([]);
});
