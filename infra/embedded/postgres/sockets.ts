import { existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CustosError } from '../../../src/domain/errors.ts';
import type { Place } from './place.ts';
import { makeServerFolder } from './place.ts';
import { port } from './settings.ts';

/** A socket's path has at most 107 bytes on Linux. */
const longestFolder = 107 - `/.s.PGSQL.${port}.lock`.length;

/**
 * The folder of the server's socket, mode 0700: beside the data, or, where that path is too long for a socket, a short
 * one elsewhere that is remembered in `sockets-at`. Throws `config`.
 */
export function ensureSocketFolder(place: Place): string {
	const near = join(place.folder, 'run');
	if (Buffer.byteLength(near) <= longestFolder) {
		makeServerFolder(near, place.user);
		return near;
	}
	const note = join(place.folder, 'sockets-at');
	const remembered = existsSync(note) ? readFileSync(note, 'utf8').trim() : '';
	if (remembered !== '' && isPrivate(remembered, place)) return remembered;
	const base = bases(place).find(
		(folder) => existsSync(folder) && Buffer.byteLength(folder) + '/custos-XXXXXX'.length <= longestFolder,
	);
	if (base === undefined) throw new CustosError('config', 'there is no folder with a path short enough for a socket');
	const folder = mkdtempSync(join(base, 'custos-'));
	makeServerFolder(folder, place.user);
	writeFileSync(`${note}.new`, `${folder}\n`);
	renameSync(`${note}.new`, note);
	return folder;
}

/** In /tmp anyone can put something under a remembered name: it must still be a folder, the server's, and closed. */
function isPrivate(path: string, place: Place): boolean {
	const stat = lstatSync(path, { throwIfNoEntry: false });
	return stat?.isDirectory() === true && stat.uid === place.user.uid && (stat.mode & 0o777) === 0o700;
}

function bases(place: Place): string[] {
	return place.user.asRoot ? ['/run', '/tmp'] : [process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), tmpdir(), '/tmp'];
}
