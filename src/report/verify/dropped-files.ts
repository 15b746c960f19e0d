import { CustosError } from '../../domain/errors.ts';
import type { BagReader } from './bag-reader.ts';
import { bagRoot } from './bag-root.ts';

/** Bytes read at once. */
const PIECE = 1 << 20;

/**
 * A bag from files that were dropped on a page or picked, each with its path as the browser tells it. The folder they lie in
 * is left out of the paths. Throws `damaged` when a path comes twice.
 */
export function openDropped(dropped: readonly { path: string; file: Blob }[]): BagReader {
	const files = new Map(dropped.map(({ path, file }) => [path.replace(/^\//, ''), file]));
	if (files.size !== dropped.length) throw new CustosError('damaged', 'two of the files have one path');
	const root = bagRoot([...files.keys()]);
	const find = (path: string): Blob => {
		const file = files.get(root + path);
		if (file === undefined) throw new CustosError('not-found', `${path} is not in the bag`);
		return file;
	};
	const bytes = async (path: string, part: Blob): Promise<Uint8Array> => {
		try {
			return new Uint8Array(await part.arrayBuffer());
		} catch (cause) {
			throw new CustosError('unreadable', `${path} cannot be read any more`, { cause });
		}
	};
	return {
		list: () => Promise.resolve([...files.keys()].map((path) => path.slice(root.length))),
		read: (path) => bytes(path, find(path)),
		async *stream(path) {
			const file = find(path);
			for (let at = 0; at < file.size; at += PIECE) yield await bytes(path, file.slice(at, at + PIECE));
		},
		size: async (path) => find(path).size,
	};
}
