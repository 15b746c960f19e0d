import { writeSync } from 'node:fs';
import { CustosError } from '../../src/domain/errors.ts';

const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/**
 * Writes all of the bytes at this place, into the system's memory: a disk that is nearly full takes a part of them
 * without a word. Throws `disk-full`; a part may be there then.
 */
export function writeWhole(fd: number, bytes: Uint8Array, at: number): void {
	try {
		for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
	} catch (cause) {
		if (cause instanceof Error && 'code' in cause && FULL.includes(cause.code))
			throw new CustosError('disk-full', 'no space left in the notary’s folder: make room', { cause });
		throw cause;
	}
}
