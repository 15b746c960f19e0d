import { closeSync, constants, fstatSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { OpenFile } from '../../client/put/ports.ts';
import { CustosError } from '../../domain/errors.ts';

/** Up to this many bytes it costs less to wait for the disk than to hand the reading to another thread and back. */
const AT_ONCE = 2 ** 20;
const readLater = promisify(read);

/** Opens a file of a disk by the hex of its path's bytes, without following a link that took the file's place. */
export const openFile: OpenFile = async ({ at }) => {
	const file = await readable(() =>
		openSync(Buffer.from(at, 'hex'), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
	);
	return {
		read: (into, offset) =>
			readable(async () => {
				if (into.length <= AT_ONCE) return readSync(file, into, 0, into.length, offset);
				return (await readLater(file, into, 0, into.length, offset)).bytesRead;
			}),
		facts: () =>
			readable(() => {
				const { size, mtimeMs, ino } = fstatSync(file);
				return { size, modifiedMs: mtimeMs, inode: ino };
			}),
		close: async () => closeSync(file),
	};
};

/** Says what the system said, without the name. */
async function readable<T>(answer: () => T | Promise<T>): Promise<T> {
	try {
		return await answer();
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		throw new CustosError('unreadable', `the file cannot be read (${code ?? 'unknown reason'})`, { cause });
	}
}
