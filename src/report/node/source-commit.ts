import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The commit of the checkout that this program runs from, with `-dirty` where files differ from it. Null where git knows of none. */
export async function sourceCommit(folder = root): Promise<string | null> {
	const git = async (...args: string[]): Promise<string> =>
		(await promisify(execFile)('git', ['-C', folder, ...args], { timeout: 10_000 })).stdout.trim();
	try {
		// A folder inside of somebody else's checkout is not of their commits.
		if ((await realpath(await git('rev-parse', '--show-toplevel'))) !== (await realpath(folder))) return null;
		return await git('describe', '--always', '--abbrev=40', '--dirty', '--exclude=*');
	} catch {
		return null;
	}
}
