// npm run check: everything that can be said about the code without running it, and the unit tests. Runs all, then
// shows what each one found. `npm run check -- format types` runs only those; `-- --fix` lets Biome repair first.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { giveUp } from './say.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const vitest = ['vitest', 'run', '--config', 'test/vitest.config.ts', '--reporter', 'dot'];

/** Name → what it checks and the command, from node_modules/.bin. */
const checks = {
	format: [
		'format, import order and lint (Biome)',
		['biome', 'ci', '--colors=off', '--config-path', '.biome.json', '--max-diagnostics', '50', '.'],
	],
	promises: [
		'promises nobody waits for (ESLint)',
		['eslint', '--config', 'infra/lint/eslint.config.mjs', 'src', 'workers', 'infra', 'test'],
	],
	types: ['types (tsc)', ['tsc', '-p', 'tsconfig.json', '--pretty', 'false']],
	'web-types': [
		'types of the review room, without Node’s (tsc)',
		['tsc', '-p', 'src/web/tsconfig.json', '--pretty', 'false'],
	],
	unused: ['unused files, exports and dependencies (knip)', ['knip', '--no-progress', '--no-config-hints']],
	architecture: ['who may import whom', [...vitest, 'test/architecture.test.ts']],
	unit: ['unit tests', [...vitest, '--project', 'unit']],
};

const args = process.argv.slice(2);
const chosen = args.filter((arg) => arg !== '--fix');
const unknown = chosen.find((name) => !Object.hasOwn(checks, name));
if (unknown) giveUp(`there is no check "${unknown}"; there are: ${Object.keys(checks).join(', ')}`);

if (args.includes('--fix')) {
	const fix = await run(['biome', 'check', '--write', '--config-path', '.biome.json', '.']);
	process.stdout.write(fix.output);
}
const results = [];
for (const name of chosen.length > 0 ? chosen : Object.keys(checks)) {
	const [title, command] = checks[name];
	const result = await run(command);
	results.push({ name, ...result });
	process.stdout.write(`${result.ok ? 'ok  ' : 'FAIL'}  ${title}  ${(result.ms / 1000).toFixed(1)} s\n`);
}
const failed = results.filter(({ ok }) => !ok);
for (const { name, output } of failed) process.stdout.write(`\n── ${name} ${'─'.repeat(60)}\n${output.trimEnd()}\n`);
process.stdout.write(
	failed.length === 0
		? '\nall is well\n'
		: `\n${failed.length} of ${results.length} failed: ${failed.map(({ name }) => name).join(', ')}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function run([program, ...rest]) {
	const began = performance.now();
	return new Promise((resolve) => {
		// The programs start with `#!/usr/bin/env node`: launch.mjs has put Node 24 first on the path.
		const child = spawn(join(root, 'node_modules/.bin', program), rest, {
			cwd: root,
			env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (data) => {
				output += data;
			});
		}
		child.on('close', (code) => resolve({ ok: code === 0, output, ms: performance.now() - began }));
	});
}
