import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onPath } from './needs.ts';

const run = promisify(execFile);
/** Where Debian puts the sources of Go libraries. */
const GOPATH = '/usr/share/gocode';

export const goPackages = 'golang-go golang-golang-x-mod-dev';
/** Whether Go and its transparency log library are here. */
export const goThere = onPath('go') && existsSync(`${GOPATH}/src/golang.org/x/mod/sumdb/tlog`);

/** Builds a program of `test/go`, of all files whose names begin with its name, into a folder and gives its path. */
export async function goProgram(name: string, folder: string): Promise<string> {
	const env = {
		...process.env,
		GO111MODULE: 'off',
		GOPATH,
		GOCACHE: await mkdtemp(join(folder, 'go-cache-')),
		GOFLAGS: '',
		GOTOOLCHAIN: 'local',
	};
	const program = join(folder, name);
	const sources = fileURLToPath(new URL('../go/', import.meta.url));
	const files = (await readdir(sources)).filter((file) => file.startsWith(name));
	await run('go', ['build', '-o', program, ...files], { cwd: sources, env });
	return program;
}
