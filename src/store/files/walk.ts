import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fsUnless } from './fs-errors.ts';
import { FOLDER, SPREAD } from './place.ts';

/** The objects below `folder` whose keys begin with `prefix`, in ascending byte order. `stem` is the folder's own key. */
export async function* walk(folder: string, prefix: string, stem = ''): AsyncGenerator<{ key: string; size: number }> {
	const entries = await fsUnless('ENOENT', readdir(folder, { withFileTypes: true }));
	if (entries === undefined) return;
	const spread = entries.filter((entry) => entry.isDirectory() && entry.name.endsWith(SPREAD));
	const plain = entries.filter((entry) => !spread.includes(entry));
	yield* merge(inOrder(folder, spread, SPREAD, '', prefix, stem), inOrder(folder, plain, FOLDER, '/', prefix, stem));
}

/** One kind of entries: files, and folders that stand for the keys beginning with `stem ‖ name ‖ glue`. */
async function* inOrder(
	folder: string,
	entries: readonly Dirent[],
	sign: string,
	glue: string,
	prefix: string,
	stem: string,
): AsyncGenerator<{ key: string; size: number }> {
	const found = entries
		.filter((entry) => entry.isFile() || (entry.isDirectory() && entry.name.endsWith(sign)))
		.map((entry) => ({ entry, key: stem + (entry.isFile() ? entry.name : entry.name.slice(0, -1) + glue) }))
		.filter(({ entry, key }) => key.startsWith(prefix) || (entry.isDirectory() && prefix.startsWith(key)))
		.sort((a, b) => (a.key < b.key ? -1 : 1));
	for (const { entry, key } of found) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			// A spread folder holds whole names: its keys begin with the stem, not with the folder's two digits.
			yield* walk(path, prefix, glue === '' ? stem : key);
			continue;
		}
		const facts = await fsUnless('ENOENT', stat(path));
		if (facts !== undefined) yield { key, size: facts.size };
	}
}

type Found = AsyncGenerator<{ key: string; size: number }>;

/** Two ascending streams as one. */
async function* merge(left: Found, right: Found): Found {
	try {
		let a = await left.next();
		let b = await right.next();
		while (!a.done || !b.done) {
			if (!a.done && (b.done || a.value.key < b.value.key)) {
				yield a.value;
				a = await left.next();
			} else if (!b.done) {
				yield b.value;
				b = await right.next();
			}
		}
	} finally {
		await left.return(undefined);
		await right.return(undefined);
	}
}
