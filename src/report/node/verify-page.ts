import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CustosError } from '../../domain/errors.ts';
import { changedAt, newest } from './newest.ts';

const checkout = resolve(import.meta.dirname, '../../..');
const config = fileURLToPath(new URL('../../web/verify-page/vite.config.ts', import.meta.url));
const BUILT = join(checkout, '.web-verify/verify.html');
/** What the page is made from. */
const SOURCES = [
	'src/web/verify-page',
	'src/web/rooms/verify',
	'src/web/parts',
	'src/domain',
	'src/report/verify',
	'src/report/words',
	'src/report/node/one-file.ts',
	'package-lock.json',
];

let made: { of: number; page: Promise<Uint8Array> } | undefined;

/**
 * verify.html as it goes into every bag. It is built when its sources are newer, in about two seconds, and kept in the
 * checkout where that may be written. Rejects `config` with what the build said when it fails.
 */
export async function verifyPage(): Promise<Uint8Array> {
	const wanted = await newest(SOURCES.map((source) => join(checkout, source)));
	if (made?.of !== wanted) {
		const page = builtOrBuild(wanted);
		made = { of: wanted, page };
	}
	return made.page;
}

async function builtOrBuild(wanted: number): Promise<Uint8Array> {
	if ((await changedAt(BUILT)) >= wanted) return readFile(BUILT);
	const writable = await access(checkout, constants.W_OK).then(
		() => true,
		() => false,
	);
	const draft = writable ? join(checkout, `.web-verify-${process.pid}`) : await mkdtemp(join(tmpdir(), 'custos-page-'));
	const began = new Date();
	try {
		await build(draft);
		const page = await readFile(join(draft, 'verify.html'));
		if (writable) {
			// What was changed while this was built counts as newer.
			await utimes(join(draft, 'verify.html'), began, began);
			await mkdir(join(BUILT, '..'), { recursive: true });
			await rename(join(draft, 'verify.html'), BUILT);
		}
		return page;
	} finally {
		await rm(draft, { recursive: true, force: true });
	}
}

async function build(outDir: string): Promise<void> {
	const vite = join(checkout, 'node_modules/vite/bin/vite.js');
	const args = [vite, 'build', '--config', config, '--configLoader', 'native', '--outDir', outDir];
	const child = spawn(process.execPath, [...args, '--emptyOutDir'], {
		cwd: checkout,
		// The same bytes, whoever asks for them.
		env: { ...process.env, NODE_ENV: 'production' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const said: string[] = [];
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => said.push(data.toString()));
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0)
		throw new CustosError('config', `the page that checks reports could not be built:\n${said.join('').slice(-4000)}`);
}
