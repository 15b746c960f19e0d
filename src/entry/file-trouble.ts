import { CustosError } from '../domain/errors.ts';

const why: { readonly [code: string]: string } = {
	EROFS: 'its file system is read-only',
	EACCES: 'this user may not',
	EPERM: 'this user may not',
	ENOTDIR: 'a part of its path is a file',
	ENOSPC: 'the disk is full',
	EDQUOT: 'this user’s share of the disk is full',
};

/** The same error, with what to do, if the data folder or something in it could not be read or written. */
export function fileTrouble(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	const { code, path, syscall } = error as NodeJS.ErrnoException;
	// Node says ENOENT of a folder that it may not make, with those above it, on a read-only file system.
	const unmade = code === 'ENOENT' && syscall === 'mkdir' ? 'the folder cannot be made there' : undefined;
	const reason = unmade ?? (code === undefined ? undefined : why[code]);
	if (reason === undefined || path === undefined) return error;
	const full = code === 'ENOSPC' || code === 'EDQUOT';
	const remedy = full ? 'make room there' : 'make it writable';
	return new CustosError(
		full ? 'disk-full' : 'config',
		`${path} cannot be written: ${reason}; ${remedy}, or set CUSTOS_HOME to another folder`,
		{ cause: error },
	);
}
