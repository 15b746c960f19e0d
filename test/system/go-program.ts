import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Where Debian puts the sources of Go libraries. */
const GOPATH = '/usr/share/gocode';

/** Whether Go and its transparency log library are here: `golang-go golang-golang-x-mod-dev`. */
export const goThere = existsSync('/usr/bin/go') && existsSync(`${GOPATH}/src/golang.org/x/mod/sumdb/tlog`);

/** Builds a program of `test/go` into a folder and gives its path. */
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
	await run('go', ['build', '-o', program, fileURLToPath(new URL(`../go/${name}.go`, import.meta.url))], { env });
	return program;
}
