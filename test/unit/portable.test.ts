import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('the API bundles for a platform without Node', async () => {
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: ['src/api/app.ts'],
		bundle: true,
		write: false,
		metafile: true,
		format: 'esm',
		// A built-in module of Node has no meaning here, and ends the build.
		platform: 'browser',
		logLevel: 'silent',
	});
	const ours = Object.keys(metafile.inputs).filter((path) => path.startsWith('src/'));
	expect(ours.length).toBeGreaterThan(30);
	expect(ours).toContain('src/domain/platform/web.ts');
	expect(ours.filter((path) => /platform\/node|db\/connect|db\/migrat|store\/files/.test(path))).toEqual([]);
	expect(Object.keys(metafile.inputs).filter((path) => /node_modules\/(pg|@aws-sdk)\//.test(path))).toEqual([]);
});

test('domain, app and api compile without the types of Node', { timeout: 180_000 }, () => {
	const path = join(root, 'src/api/tsconfig.json');
	const { options, fileNames } = ts.parseJsonConfigFileContent(
		ts.readConfigFile(path, ts.sys.readFile).config,
		ts.sys,
		dirname(path),
	);
	expect(options.types).toEqual([]);
	const program = ts.createProgram(fileNames, options);
	const seen = program.getSourceFiles().map((file) => relative(root, file.fileName));
	expect(seen.filter((file) => file.startsWith('src/')).length).toBeGreaterThan(50);
	expect(seen.filter((file) => file.includes('@types/node'))).toEqual([]);
	const problems = ts
		.getPreEmitDiagnostics(program)
		.map((one) => ts.flattenDiagnosticMessageText(one.messageText, ' '));
	expect(problems).toEqual([]);
});
