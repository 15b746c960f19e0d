#!/usr/bin/env node
// npm start, test, demo, bench, check: makes a fresh checkout ready, then hands over to Node 24.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { launch } from './launch.mjs';
import { giveUp } from './say.mjs';
import { checkJail, ensureSystemTools } from './system-tools.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const verbs = {
	start: { args: ['src/entry/start.ts'], dev: false, tools: true },
	dev: { args: ['src/entry/dev.ts'], dev: true, tools: true },
	demo: { args: ['src/cli/demo.ts'], dev: false, tools: true },
	test: {
		args: ['node_modules/vitest/vitest.mjs', 'run', '--config', join(root, 'test/vitest.config.ts')],
		dev: true,
		tools: true,
	},
	bench: { args: ['test/bench/run.ts'], dev: true, tools: true },
	check: { args: ['infra/bin/check.mjs'], dev: true, tools: false },
};

const [name, ...rest] = process.argv.slice(2);
const verb = Object.hasOwn(verbs, name ?? '')
	? verbs[name]
	: giveUp(`usage: run.mjs ${Object.keys(verbs).join(' | ')}`);
if (process.platform !== 'linux') giveUp('Custos runs on Linux (and inside Linux virtual machines elsewhere).');

ensureDependencies(root, { dev: verb.dev });
if (verb.tools) {
	ensureSystemTools();
	checkJail();
}
const [script, ...first] = verb.args;
launch(root, [join(root, script), ...first, ...rest]);
