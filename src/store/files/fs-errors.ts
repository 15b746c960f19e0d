import { CustosError } from '../../domain/errors.ts';

/** The system's code of a failed call (`ENOENT`), if it has one. */
export function systemCode(error: unknown): string | undefined {
	if (!(error instanceof Error) || !('code' in error)) return undefined;
	return typeof error.code === 'string' ? error.code : undefined;
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** The CustosError for a failed call on the store's folder: `disk-full` (also where a file is too large for it) or `unavailable`. Paths stay in the cause. */
export function fsFailure(error: unknown): CustosError {
	if (error instanceof CustosError) return error;
	const code = systemCode(error) ?? 'unknown';
	if (FULL.has(code)) return new CustosError('disk-full', 'no space left for objects', { cause: error });
	if (code === 'EFBIG')
		return new CustosError('disk-full', 'no file of this size is taken where the objects are', { cause: error });
	return new CustosError('unavailable', `the folder of objects does not answer (${code})`, { cause: error });
}

/** Awaits a call on the store's folder and names its failure. */
export async function fs<T>(call: Promise<T>): Promise<T> {
	try {
		return await call;
	} catch (error) {
		throw fsFailure(error);
	}
}

/** Like `fs`, but one expected failure is answered by `undefined`. */
export async function fsUnless<T>(code: string, call: Promise<T>): Promise<T | undefined> {
	try {
		return await call;
	} catch (error) {
		if (systemCode(error) === code) return undefined;
		throw fsFailure(error);
	}
}
