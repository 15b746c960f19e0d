import { accessSync, constants, lstatSync, readdirSync, type Stats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { RefusedReason, Source, Walked } from '../../client/put/ports.ts';

const slash = Buffer.from('/');

/** Files and folders of a disk. A place is the hex of its path's bytes, since a name need not be UTF-8. */
export function diskSource(paths: readonly string[]): Source {
	const roots = rootsOf(paths);
	return { walk: () => walk(roots), folderOf };
}

/**
 * Every file below the named files and folders, in the order of names. Links are not followed (they may lead anywhere)
 * unless they were named themselves, devices, pipes and sockets are not opened, what cannot be read is said. Memory stays
 * flat but for one folder's names.
 */
async function* walk(roots: readonly string[]): AsyncGenerator<Walked> {
	const pace = new Pace();
	for (const root of roots) {
		const named = resolve(root);
		const at = await realpath(named).catch(() => named);
		yield* visit(Buffer.from(at), Buffer.from(basename(named)), pace);
	}
}

async function* visit(at: Buffer, path: Buffer, pace: Pace): AsyncGenerator<Walked> {
	await pace.step();
	const shown = decode(path);
	const refuse = (reason: RefusedReason): Walked => ({ refused: { at: at.toString('hex'), path: shown.path, reason } });
	let facts: Stats;
	try {
		facts = lstatSync(at);
	} catch (error) {
		return yield refuse((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable');
	}
	if (facts.isSymbolicLink()) return yield refuse('symbolic-link');
	if (facts.isDirectory()) {
		const names = namesIn(at);
		if (names === undefined) return yield refuse('unreadable');
		for (const name of names) yield* visit(join(at, name), join(path, name), pace);
		return;
	}
	if (!facts.isFile()) return yield refuse('special-file');
	if (!isReadable(at)) return yield refuse('unreadable');
	const { size, mtimeMs, ino } = facts;
	yield { found: { at: at.toString('hex'), ...shown, size, modifiedMs: mtimeMs, inode: ino } };
}

/** In their order; undefined where the folder may not be read. */
function namesIn(folder: Buffer): Buffer[] | undefined {
	try {
		return readdirSync(folder, { encoding: 'buffer' }).sort(Buffer.compare);
	} catch {
		// Said by whoever asked: it is listed as unreadable.
		return undefined;
	}
}

function isReadable(at: Buffer): boolean {
	try {
		accessSync(at, constants.R_OK);
		return true;
	} catch {
		// Listed as unreadable.
		return false;
	}
}

/** Asking the system at once costs a tenth of asking through another thread; now and then others get their turn. */
class Pace {
	#steps = 0;

	async step(): Promise<void> {
		if (++this.#steps % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
	}
}

function join(folder: Buffer, name: Buffer): Buffer {
	return Buffer.concat(folder.equals(slash) ? [slash, name] : [folder, slash, name]);
}

function decode(path: Buffer): { path: string; pathBytes?: string } {
	const text = path.toString('utf8');
	return Buffer.from(text).equals(path) ? { path: text } : { path: text, pathBytes: path.toString('hex') };
}

/** Cuts the last name off. */
function folderOf(at: string): string | undefined {
	const path = Buffer.from(at, 'hex');
	const end = path.lastIndexOf('/');
	return end <= 0 ? undefined : path.subarray(0, end).toString('hex');
}

/** What was named, as absolute paths, without what lies in another of them: no file is met twice. */
export function rootsOf(roots: readonly string[]): string[] {
	const all = [...new Set(roots.map((root) => resolve(root)))].sort();
	return all.filter((one) => !all.some((other) => other !== one && one.startsWith(other === '/' ? '/' : `${other}/`)));
}
