import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceCommit } from '../../src/report/node/source-commit.ts';

let home: string;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-commit-'));
});
afterAll(() => rm(home, { recursive: true }));

test('a report names the commit of the very checkout, whether it was changed, and none otherwise', async () => {
	const git = async (...args: string[]) => (await promisify(execFile)('git', ['-C', home, ...args])).stdout.trim();
	expect(await sourceCommit(home)).toBeNull();
	await git('init', '-q');
	await writeFile(join(home, 'a'), 'as it is');
	await git('add', 'a');
	const someone = ['-c', 'user.name=someone', '-c', 'user.email=someone@example.org', '-c', 'commit.gpgsign=false'];
	await git(...someone, 'commit', '-qm', 'The first');
	await git(...someone, 'tag', '-am', 'a tag is not a commit', 'v1');
	const commit = await git('rev-parse', 'HEAD');
	expect(await sourceCommit(home)).toBe(commit);
	await writeFile(join(home, 'a'), 'changed');
	expect(await sourceCommit(home)).toBe(`${commit}-dirty`);
	await mkdir(join(home, 'inside'));
	expect(await sourceCommit(join(home, 'inside'))).toBeNull();
});
