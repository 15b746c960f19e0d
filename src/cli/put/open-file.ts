import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { OpenFile } from '../../client/put/ports.ts';
import { CustosError } from '../../domain/errors.ts';

/** Opens a file of a disk by the hex of its path's bytes, without following a link that took the file's place. */
export const openFile: OpenFile = async ({ at }) => {
	const file = await readable(
		open(Buffer.from(at, 'hex'), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
	);
	return {
		read: async (into, offset) => (await readable(file.read(into, 0, into.length, offset))).bytesRead,
		async facts() {
			const { size, mtimeMs, ino } = await readable(file.stat());
			return { size, modifiedMs: mtimeMs, inode: ino };
		},
		close: () => file.close(),
	};
};

/** Says what the system said, without the name. */
async function readable<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		throw new CustosError('unreadable', `the file cannot be read (${code ?? 'unknown reason'})`, { cause });
	}
}
