import { type Dirent, constants } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

/** A file to be taken in. */
export interface Found {
	/** Where it lies on this machine; bytes, since a name need not be UTF-8. */
	at: Buffer;
	/** Its path below what was named, with the named folder's own name first. */
	path: string;
	/** The path's bytes in hex, where it is not UTF-8 and `path` shows it with replacement characters. */
	pathBytes?: string;
	size: number;
	modifiedMs: number;
	inode: number;
}

/** Something that was named or lies in a named folder and is not taken in, with the reason. */
export interface Refused {
	path: string;
	reason: RefusedReason;
}
export type RefusedReason = 'symbolic-link' | 'special-file' | 'unreadable';

export type Walked = { found: Found } | { refused: Refused };

const slash = Buffer.from('/');

/**
 * Every file below the named files and folders, in the order of names. Links are not followed (they may lead anywhere),
 * devices, pipes and sockets are not opened, what cannot be read is said. Memory stays flat but for one folder's names.
 */
export async function* walk(roots: readonly string[]): AsyncGenerator<Walked> {
	for (const root of roots) {
		const at = resolve(root);
		yield* visit(Buffer.from(at), Buffer.from(basename(at)));
	}
}

async function* visit(at: Buffer, path: Buffer): AsyncGenerator<Walked> {
	const shown = decode(path);
	const refuse = (reason: RefusedReason): Walked => ({ refused: { path: shown.path, reason } });
	const facts = await lstat(at).catch(() => undefined);
	if (facts === undefined) return yield refuse('unreadable');
	if (facts.isSymbolicLink()) return yield refuse('symbolic-link');
	if (facts.isDirectory()) {
		const names = await readdir(at, { encoding: 'buffer', withFileTypes: true }).catch(() => undefined);
		if (names === undefined) return yield refuse('unreadable');
		const sorted = (names as unknown as Dirent<Buffer>[]).map((one) => one.name).sort(Buffer.compare);
		for (const name of sorted) yield* visit(Buffer.concat([at, slash, name]), Buffer.concat([path, slash, name]));
		return;
	}
	if (!facts.isFile()) return yield refuse('special-file');
	const readable = await access(at, constants.R_OK).then(() => true, () => false);
	if (!readable) return yield refuse('unreadable');
	yield { found: { at, ...shown, size: facts.size, modifiedMs: facts.mtimeMs, inode: facts.ino } };
}

function decode(path: Buffer): { path: string; pathBytes?: string } {
	const text = path.toString('utf8');
	return Buffer.from(text).equals(path) ? { path: text } : { path: text, pathBytes: path.toString('hex') };
}

/** The folder that names this put: the absolute paths of what was named. */
export function rootsOf(roots: readonly string[]): string[] {
	return roots.map((root) => join(resolve(root))).sort();
}
