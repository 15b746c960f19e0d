import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const told = new Set<string>();

/** Missing tools skip a test on a developer's machine, and say so; under CI they fail it. */
export function needs(there: boolean, packages: string, skip: (note: string) => void): void {
	if (there) return;
	if (process.env['CI'] !== undefined) throw new Error(`install ${packages}: under CI nothing is skipped`);
	const note = `NOT CHECKED: install ${packages}`;
	// Of a file whose other tests pass the reporter shows no notes.
	if (!told.has(packages)) process.stderr.write(`${note}\n`);
	told.add(packages);
	skip(note);
}

/** Whether these programs are found as a shell finds them. `npm test` brings ffmpeg and the jail; all others may be missing. */
export function onPath(...programs: string[]): boolean {
	return programs.every((program) => placeOf(program) !== undefined);
}

/** Where a shell finds a program. */
export function placeOf(program: string): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders.map((folder) => join(folder, program)).find(isProgram);
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
