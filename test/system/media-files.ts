import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { findTools, type Source, type Tools } from '../../workers/media/examine.ts';

const footage = fileURLToPath(new URL('../../../shared/footage', import.meta.url));
const execute = promisify(execFile);

/** Stock ffmpeg or ffprobe outside the jail, on files the test made or trusts. */
export async function stock(program: 'ffmpeg' | 'ffprobe', ...args: string[]): Promise<string> {
	const quiet = program === 'ffmpeg' ? ['-nostdin', '-y'] : [];
	return (await execute(program, ['-v', 'error', ...quiet, ...args], { maxBuffer: 2 ** 28 })).stdout;
}

/** A folder that goes when the test ends. With `open`, everybody may look into it (the jail of root runs as nobody). */
export async function folder(reachable = true): Promise<string> {
	const path = await mkdtemp(join(tmpdir(), 'custos-media-'));
	onTestFinished(() => rm(path, { recursive: true, force: true }));
	if (reachable) await chmod(path, 0o755);
	return path;
}

/** Every file of the real footage; where it is missing, files of these names, made alike with ffmpeg. */
export async function footageFiles(names: readonly string[]): Promise<string[]> {
	const real = await readdir(footage).catch(() => []);
	return Promise.all((real.length > 0 ? real : names).map(footageFile));
}

/** Real footage of this name, or where it is missing, something alike made with ffmpeg: once for all who ask here. */
export async function footageFile(name: string): Promise<string> {
	const real = join(footage, name);
	if (await isThere(real)) return real;
	const begun = made.get(name) ?? makeFilm(name);
	made.set(name, begun);
	return begun;
}

const made = new Map<string, Promise<string>>();

interface Alike {
	/** For `lavfi`, without its length. */
	picture: string;
	seconds: number;
	codecs: readonly string[];
}

/** Colours of a camera, and edges to be seen in a small picture too. */
const LOOK = 'eq=contrast=0.4:saturation=0.5,drawgrid=w=40:h=40:t=4:c=black';

/** What takes the place of a file: of its size, rate and length where something hangs on them. */
const ALIKE: Record<string, Alike> = {
	'one-by-one-person-detection.mp4': {
		picture: `testsrc=s=768x432:r=10,${LOOK}`,
		seconds: 139.4,
		codecs: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-an'],
	},
	'.AVI': {
		picture: `testsrc=s=640x480:r=15,${LOOK}`,
		seconds: 3,
		codecs: ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le'],
	},
	'.3gp': {
		picture: `testsrc=s=176x144:r=15,${LOOK}`,
		seconds: 6,
		codecs: ['-c:v', 'mpeg4', '-c:a', 'aac', '-f', '3gp'],
	},
};

const OTHER: Alike = {
	picture: `testsrc=s=640x480:r=15,${LOOK}`,
	seconds: 6,
	codecs: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
};

async function makeFilm(name: string): Promise<string> {
	const { picture, seconds, codecs } = ALIKE[name] ?? ALIKE[name.slice(-4)] ?? OTHER;
	const home = await mkdtemp(join(tmpdir(), 'custos-made-'));
	process.once('exit', () => rmSync(home, { recursive: true, force: true }));
	await chmod(home, 0o755);
	const path = join(home, name);
	await mkdir(dirname(path), { recursive: true });
	const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'sine'];
	await stock('ffmpeg', ...inputs, '-t', String(seconds), ...codecs, path);
	return path;
}

async function isThere(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
}

export interface OpenSource extends Source {
	/** Bytes handed out so far. */
	readonly given: () => number;
}

/** A file as the decryptor would give it. */
export async function fileSource(path: string): Promise<OpenSource> {
	const file = await open(path);
	onTestFinished(() => file.close());
	const { size } = await file.stat();
	let given = 0;
	return {
		size,
		given: () => given,
		async read(offset, length) {
			const bytes = new Uint8Array(length);
			await file.read(bytes, 0, length, offset);
			given += length;
			return bytes;
		},
	};
}

/**
 * The machine's tools with a script of ours in the place of ffmpeg and ffprobe. `body` is CommonJS for the node in the
 * jail. The folder is reachable by nobody, unless told otherwise: then the jail of root stays root outside.
 */
export async function standIn(body: string, reachable = true): Promise<Tools> {
	const path = join(await folder(reachable), 'stand-in');
	await writeFile(path, `#!/jail/node\n${body}\n`);
	await chmod(path, 0o755);
	return { ...(await findTools()), ffmpeg: path, ffprobe: path };
}
