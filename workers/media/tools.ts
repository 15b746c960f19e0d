import { execFile } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { CustosError } from '../../src/domain/errors.ts';
import type { Places } from './jail.ts';
import { defaultLimits } from './limits.ts';
import { run } from './run.ts';
import { memorySource } from './source.ts';

/** Where the tools are, and their versions as they print them. */
export interface Tools extends Places {
	readonly versions: { readonly ffmpeg: string; readonly ffprobe: string; readonly bwrap: string };
}

const USUAL = ['/usr/bin', '/usr/local/bin', '/bin'];
/** libavcodec of ffmpeg 5.1. */
const OLDEST = [59, 37] as const;
const START_MS = 30_000;

let found: Promise<Tools> | undefined;

/** The tools of this machine, looked for once. Rejects `no-jail` without bubblewrap, `config` without ffmpeg ≥ 5.1. */
export function findTools(): Promise<Tools> {
	found ??= look().catch((error: unknown) => {
		found = undefined;
		throw error;
	});
	return found;
}

async function look(): Promise<Tools> {
	const places: Places = {
		bwrap: place('bwrap', 'no-jail', 'bubblewrap'),
		prlimit: place('prlimit', 'no-jail', 'util-linux'),
		ffmpeg: place('ffmpeg', 'config', 'ffmpeg'),
		ffprobe: place('ffprobe', 'config', 'ffmpeg'),
		node: realpathSync(process.execPath),
	};
	const bwrap = (await promisify(execFile)(places.bwrap, ['--version'], { env: {} })).stdout.trim();
	const [ffmpeg, ffprobe] = [await version(places, 'ffmpeg'), await version(places, 'ffprobe')];
	return { ...places, versions: { ffmpeg, ffprobe, bwrap } };
}

function place(name: string, code: 'no-jail' | 'config', pack: string): string {
	for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...USUAL]) {
		const path = join(folder, name);
		if (folder.startsWith('/') && isExecutable(path)) return realpathSync(path);
	}
	throw new CustosError(code, `${name} is missing: install the package ${pack}`);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Asked inside the jail, so that this also shows that the jail works. */
async function version(places: Places, program: 'ffmpeg' | 'ffprobe'): Promise<string> {
	const lines: string[] = [];
	await run(places, {
		commands: [{ program, args: ['-version'] }],
		source: memorySource(new Uint8Array(0)),
		limits: defaultLimits,
		wallMs: START_MS,
		maxOutput: defaultLimits.probeOutput,
		onOutput: (chunk) => void lines.push(Buffer.from(chunk).toString('latin1')),
	});
	const text = lines.join('');
	const codec = /libavcodec\s+(\d+)\.\s*(\d+)/.exec(text);
	const [major, minor] = [Number(codec?.[1] ?? 0), Number(codec?.[2] ?? 0)];
	const first = /version (\S+)/.exec(text)?.[1] ?? 'unknown';
	if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
		throw new CustosError('config', `${program} ${first} is too old: 5.1 or newer is needed`);
	}
	return first;
}
