import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

// infra/RECOVERY.md, run as it stands.

/** A block of code of the page, and the number of the step that it stands in. */
export interface Block {
	step: string;
	kind: 'sh' | 'python';
	text: string;
}

/** The blocks of each language, in order. */
export function blocksOf(page: string): Block[][] {
	return page.split('\n# Восстановление\n').map((half) => {
		let step = '';
		const blocks: Block[] = [];
		for (const [, heading, kind, text] of half.matchAll(/^## (\w+)\. |^```(sh|python)\n(.*?)^```$/gms)) {
			if (heading !== undefined) step = heading;
			else blocks.push({ step, kind: kind as Block['kind'], text: text as string });
		}
		return blocks;
	});
}

/**
 * Does in the folder `place` what somebody does who has the page: saves its programs, types its commands. Nothing of ours is in
 * reach. The page's own examples of `variables` get these values. Returns what was printed.
 */
export async function followed(
	place: string,
	blocks: readonly Block[],
	variables: { [name: string]: string },
): Promise<string> {
	const script = ['set -e'];
	for (const { kind, text } of blocks) {
		if (kind === 'python') await writeFile(join(place, /^# (\w+\.py)/.exec(text)?.[1] as string), text);
		else script.push(text.replace(/^([A-Z]+)=.*$/gm, (line, name) => named(line, variables[name])));
	}
	const env = { PATH: '/usr/bin:/bin', HOME: join(place, 'home') };
	await mkdir(env.HOME, { recursive: true });
	return (await promisify(execFile)('sh', ['-c', script.join('\n')], { cwd: place, env })).stdout;
}

function named(line: string, value: string | undefined): string {
	if (value === undefined) throw new Error(`the page says ${line}, the test does not say what it is here`);
	return line.replace(/=.*/, () => `=${value}`);
}

/** SHA-256 of every file in a folder, in order. */
export async function hashesIn(folder: string): Promise<string[]> {
	const names = await readdir(folder);
	return (await Promise.all(names.map(async (name) => sha256(await readFile(join(folder, name)))))).sort();
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
