import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CustosError } from '../../domain/errors.ts';
import { changedAt, newest } from './newest.ts';

const checkout = resolve(import.meta.dirname, '../../..');

/** A page of one file, and what it is made from. */
export interface OnePage {
	/** Name of the file, and of the folder that keeps it when it is built: `verify.html` in `.web-verify`. */
	file: string;
	folder: string;
	/** Of vite, an absolute path. */
	config: string;
	/** In the checkout. */
	sources: readonly string[];
}

/**
 * The page, built when its sources are newer, in about two seconds, and kept in the checkout where that may be written.
 * Rejects `config` with what the build said when it fails.
 */
export async function builtPage(one: OnePage): Promise<Uint8Array> {
	const wanted = await newest(one.sources.map((source) => join(checkout, source)));
	const before = made.get(one.file);
	if (before?.of === wanted) return before.page;
	const page = builtOrBuild(one, wanted);
	made.set(one.file, { of: wanted, page });
	return page;
}

const made = new Map<string, { of: number; page: Promise<Uint8Array> }>();

async function builtOrBuild(one: OnePage, wanted: number): Promise<Uint8Array> {
	const built = join(checkout, one.folder, one.file);
	if ((await changedAt(built)) >= wanted) return readFile(built);
	const writable = await access(checkout, constants.W_OK).then(
		() => true,
		() => false,
	);
	const draft = writable
		? join(checkout, `${one.folder}-${process.pid}`)
		: await mkdtemp(join(tmpdir(), 'custos-page-'));
	const began = new Date();
	try {
		await build(one, draft);
		const page = await readFile(join(draft, one.file));
		if (writable) {
			// What was changed while this was built counts as newer.
			await utimes(join(draft, one.file), began, began);
			await mkdir(dirname(built), { recursive: true });
			await rename(join(draft, one.file), built);
		}
		return page;
	} finally {
		await rm(draft, { recursive: true, force: true });
	}
}

async function build({ config, file }: OnePage, outDir: string): Promise<void> {
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
		throw new CustosError('config', `the page ${file} could not be built:\n${said.join('').slice(-4000)}`);
}
