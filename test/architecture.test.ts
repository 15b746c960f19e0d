import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, test } from 'vitest';
import { importRules } from '../infra/lint/import-rules.ts';

const root = join(import.meta.dirname, '..');
const sources = globSync('{src,workers,infra}/**/*.{ts,tsx,mjs}', { cwd: root });

/** Names made on this machine and kept out of git. */
const made = ['.git', 'node_modules', '.custos', 'out', 'coverage', '.wrangler', '.web'];
const agreed = [
	'.biome.json',
	'.ci',
	'.gitignore',
	'CHANGELOG.md',
	'LICENSE',
	'README.md',
	'infra',
	'package-lock.json',
	'package.json',
	'src',
	'test',
	'tsconfig.json',
	'workers',
	'wrangler.toml',
];

describe('who imports whom', () => {
	let result: ICruiseResult;

	beforeAll(async () => {
		const cruised = await cruise(
			['src', 'workers', 'infra'],
			{
				baseDir: root,
				validate: true,
				ruleSet: { forbidden: [...importRules] },
				// Types count: a dependency that vanishes at run time is still one for the reader.
				tsPreCompilationDeps: true,
				doNotFollow: { path: 'node_modules' },
				enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
			},
			{},
		);
		result = cruised.output as ICruiseResult;
	}, 120_000);

	test('every module was seen', () => {
		const seen = new Set(result.modules.filter((module) => module.followable !== false).map(({ source }) => source));
		expect(sources.length).toBeGreaterThan(200);
		expect(sources.filter((source) => !seen.has(source))).toEqual([]);
		const links = result.modules.flatMap(({ source, dependencies }) => (sources.includes(source) ? dependencies : []));
		expect(links.length).toBeGreaterThan(1000);
	});

	test('the rules hold', () => {
		const broken = result.summary.violations.map(({ rule, from, to }) => `${from} → ${to}: ${rule.name}`);
		expect(broken).toEqual([]);
	});
});

test('the root holds what was agreed', () => {
	const found = readdirSync(root).filter((name) => !made.includes(name) && !name.startsWith('.web-'));
	expect(found.filter((name) => !agreed.includes(name))).toEqual([]);
	expect(agreed.filter((name) => !found.includes(name))).toEqual([]);
});

test('files are short', () => {
	const lines = sources
		.map((source) => ({ source, lines: readFileSync(join(root, source), 'utf8').split('\n').length - 1 }))
		.sort((a, b) => a.lines - b.lines);
	expect(lines.filter((file) => file.lines > 300)).toEqual([]);
	expect(lines[Math.floor(lines.length / 2)]?.lines).toBeLessThan(120);
});
