import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { placeOf } from './needs.ts';

/** Of GNU coreutils, as many as a script of ours might want. */
const COREUTILS =
	'base64 basename basenc cat chmod comm cp cut date dirname env expr false fold head join ln ls mkdir mktemp mv od paste printf pwd readlink realpath rm rmdir seq sha256sum sleep sort split stat tac tail tee test touch tr true truncate uniq wc';
let folder: string | undefined;
afterAll(() => {
	if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** A PATH on which nothing is but openssl and coreutils, which README promises are enough for `verify.sh`. */
export function basicCommands(): string {
	if (folder !== undefined) return folder;
	const made = mkdtempSync(join(tmpdir(), 'custos-basic-'));
	for (const name of `${COREUTILS} openssl`.split(' ')) {
		const place = placeOf(name);
		if (place !== undefined) symlinkSync(place, join(made, name));
	}
	folder = made;
	return made;
}
