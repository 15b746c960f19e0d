import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markOf } from '../../infra/embedded/proc.ts';
import { canActAsOther, otherUser } from './embedded/other-user.ts';
import { until } from './embedded/until.ts';

const root = new URL('../..', import.meta.url).pathname;
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'custos-bin-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A module of infra/bin, called as the scripts call it: in a process of its own. */
function call(code: string, options: { path?: string; user?: typeof otherUser } = {}) {
	return spawnSync(process.execPath, ['--input-type=module', '-e', code], {
		cwd: root,
		encoding: 'utf8',
		env: { ...process.env, PATH: options.path ?? process.env['PATH'] },
		...options.user,
	});
}

test('the pinned Node is the one package.json asks for, and the one that runs this', () => {
	const wanted = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: { node: string } })
		.dependencies.node;
	const { stdout } = call(`
		import { nodeIsPinned, pinnedNode } from './infra/bin/installed.mjs';
		console.log(pinnedNode.version, nodeIsPinned('.'));
	`);
	expect(stdout).toBe(`${wanted} true\n`);
	expect(process.version).toBe(`v${wanted}`);
});

test('an installation that differs from the lock file is noticed', () => {
	const lock = {
		packages: {
			'': {},
			'node_modules/a': { version: '1.0.0', integrity: 'x' },
			'node_modules/b': { version: '1.0.0', dev: true },
		},
	};
	const hidden = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'x' } } };
	mkdirSync(join(folder, 'node_modules'));
	const missing = (installed: unknown, dev: boolean): string => {
		writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
		writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify(installed));
		return call(
			`import { whatIsMissing } from './infra/bin/installed.mjs'; console.log(whatIsMissing('${folder}', { dev: ${dev} }))`,
		).stdout.trim();
	};
	expect(missing(hidden, false)).toBe('undefined');
	expect(missing(hidden, true)).toBe('node_modules/b is not installed');
	expect(missing({ packages: { 'node_modules/a': { version: '1.0.1', integrity: 'y' } } }, false)).toBe(
		'node_modules/a is another version',
	);
	expect(missing({}, false)).toBe('dependencies are not installed');
});

test('two commands in one checkout install after each other, and one that died is not waited for', async () => {
	const code = `import { takeTurn } from './infra/bin/turn.mjs'; takeTurn('${folder}'); console.log('mine'); setInterval(() => {}, 1000);`;
	const begin = () => spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root });
	const first = begin();
	const next = (child: typeof first): Promise<string> => once(child.stdout, 'data').then(String);
	expect(await next(first)).toBe('mine\n');
	const second = begin();
	const taken = next(second);
	expect(String((await once(second.stderr, 'data'))[0])).toContain('another command installs');
	first.kill('SIGKILL');
	expect(await taken).toBe('mine\n');
	second.kill('SIGKILL');
	await once(second, 'close');
});

test.runIf(canActAsOther)('without the tools an ordinary user is told the one command that needs root', () => {
	symlinkSync('/usr/bin/apt-get', join(folder, 'apt-get'));
	spawnSync('chmod', ['755', folder]);
	const told = () => {
		const code = `import { ensureSystemTools } from './infra/bin/system-tools.mjs'; ensureSystemTools()`;
		const said = call(code, { path: folder, user: otherUser });
		expect(said.status).toBe(1);
		return said.stderr;
	};
	const command = `'apt-get update && apt-get install -y ffmpeg bubblewrap util-linux'`;
	expect(told()).toContain(`  su - -c ${command}\n`);
	symlinkSync('/usr/bin/sudo', join(folder, 'sudo'));
	expect(told()).toContain(`  sudo sh -c ${command}\n`);
});

test('a jail that does not work is told, with what to do', () => {
	writeFileSync(join(folder, 'bwrap'), '#!/bin/sh\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1\n', {
		mode: 0o755,
	});
	const said = call(`import { checkJail } from './infra/bin/system-tools.mjs'; checkJail()`, {
		path: `${folder}:/usr/bin:/bin`,
	});
	expect(said.status).toBe(0);
	expect(said.stderr).toContain('setting up uid map: Permission denied');
	expect(said.stderr).toContain('sysctl');
});

test('exit codes and signals pass through', async () => {
	const launched = (code: string) =>
		spawn(
			process.execPath,
			[
				'--input-type=module',
				'-e',
				`import { launch } from './infra/bin/launch.mjs'; launch('.', ['-e', ${JSON.stringify(code)}])`,
			],
			{
				cwd: root,
				stdio: ['ignore', 'pipe', 'inherit'],
			},
		);
	expect(await once(launched('process.exit(7)'), 'exit')).toEqual([7, null]);
	expect(await once(launched('process.kill(process.pid, "SIGKILL")'), 'exit')).toEqual([137, null]);
	const waiting = launched(
		'process.on("SIGTERM", () => process.exit(9)); console.log("ready"); setInterval(() => {}, 1000)',
	);
	await once(waiting.stdout, 'data');
	waiting.kill('SIGTERM');
	expect(await once(waiting, 'exit')).toEqual([9, null]);
});

test('a program that asks for it ends with the launcher, however that ends', async () => {
	const parent = new URL('../../infra/embedded/parent.ts', import.meta.url).href;
	writeFileSync(
		join(folder, 'program.ts'),
		`import { exitWithParent } from '${parent}'; exitWithParent(); console.log(process.pid); setInterval(() => {}, 1000);`,
	);
	const code = `import { launch } from './infra/bin/launch.mjs'; launch('.', ['${folder}/program.ts'])`;
	const launcher = spawn(process.execPath, ['--input-type=module', '-e', code], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [data] = (await once(launcher.stdout, 'data')) as [Buffer];
	launcher.kill('SIGKILL');
	await until('the program ends', () => markOf(Number(data.toString())) === undefined);
});
