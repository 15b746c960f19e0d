import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir, rename, rm, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CustosError } from '../domain/errors.ts';
import { changedAt, newest } from '../report/node/newest.ts';

const checkout = resolve(import.meta.dirname, '../..');
const SOURCES = [
	'src/web',
	'src/client',
	'src/domain',
	'src/report',
	'src/entry/build-web.ts',
	'infra/RECOVERY.md',
	'package-lock.json',
];

/**
 * The folder of the built review room; builds it first when its sources are newer, and says so. In a checkout that may
 * not be written it is built under `home`. Throws `config` with what the build said when it fails.
 */
export async function builtWeb(home: string, builds: () => void): Promise<string> {
	const inCheckout = join(checkout, '.web');
	const writable = await access(checkout, constants.W_OK).then(
		() => true,
		() => false,
	);
	const wanted = await newest(SOURCES.map((source) => join(checkout, source)));
	if ((await builtAt(inCheckout)) >= wanted) return inCheckout;
	const folder = writable ? inCheckout : join(home, 'web');
	if ((await builtAt(folder)) >= wanted) return folder;
	builds();
	await build(folder, wanted);
	return folder;
}

async function builtAt(folder: string): Promise<number> {
	return changedAt(join(folder, 'index.html'));
}

/**
 * Builds beside the folder and puts it in place whole, so that whoever serves it never sees half. Where somebody else
 * has meanwhile built what is `wanted` (milliseconds since 1970), theirs stays.
 */
async function build(folder: string, wanted: number): Promise<void> {
	const draft = `${folder}-${process.pid}`;
	const began = new Date();
	await mkdir(draft, { recursive: true });
	try {
		const vite = join(checkout, 'node_modules/vite/bin/vite.js');
		const config = join(checkout, 'src/web/vite.config.ts');
		const args = [
			vite,
			'build',
			'--config',
			config,
			'--configLoader',
			'native',
			'--outDir',
			draft,
			'--logLevel',
			'warn',
		];
		const child = spawn(process.execPath, args, {
			cwd: checkout,
			// What people are given, whoever asks for it: tests say `test`, and would get React's development build.
			env: { ...process.env, NODE_ENV: 'production' },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const said: string[] = [];
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => said.push(data.toString()));
		const [code] = (await once(child, 'close')) as [number | null];
		if (code !== 0)
			throw new CustosError('config', `the review room could not be built:\n${said.join('').slice(-4000)}`);
		// What was changed while this was built counts as newer.
		await utimes(join(draft, 'index.html'), began, began);
		if ((await builtAt(folder)) >= wanted) return;
		await rm(folder, { recursive: true, force: true });
		await rename(draft, folder);
	} finally {
		await rm(draft, { recursive: true, force: true });
	}
}
