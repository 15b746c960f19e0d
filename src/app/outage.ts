import { CustosError, isCustosError } from '../domain/errors.ts';

/** PostgreSQL's conditions that pass by themselves: shutting down, starting up, a connection lost, too many of them. */
const PASSING = /^(57P0[123]|08[0-9A-Z]{3}|53300)$/;
/** The same as the operating system tells it. */
const SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);
/** And as the driver does, which has no code for it. */
const DRIVER =
	/^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|aborted)/;
/** No room on the disk: PostgreSQL's disk_full, and as the operating system tells it. */
const FULL = new Set(['53100', 'ENOSPC', 'EDQUOT']);
/** A disk that neither takes nor gives: PostgreSQL's io_error, and as the operating system tells it. */
const BROKEN = new Set(['58030', 'EIO']);

/**
 * What is told of a disk of the archive that is full (`disk-full`) or broken (`unavailable`): only its operator can help, and
 * the request may be repeated then. Undefined when the error is another one.
 */
export function diskFault(error: unknown): CustosError | undefined {
	if (isCustosError(error)) return error.code === 'disk-full' ? error : undefined;
	for (let at = error; at instanceof Error; at = at.cause) {
		const { code } = at as Error & { code?: unknown };
		if (typeof code !== 'string') continue;
		if (FULL.has(code)) return new CustosError('disk-full', 'the disk of its database is full', { cause: error });
		if (BROKEN.has(code)) return new CustosError('unavailable', 'the disk of its database fails', { cause: error });
	}
	return undefined;
}

/** True when the database, or the sender, was away for a moment: nothing is known to be wrong, and the request may be repeated. */
export function isOutage(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const { code, syscall } = error as Error & { code?: unknown; syscall?: unknown };
	if (typeof code === 'string') {
		if (PASSING.test(code)) return true;
		// ENOENT stands for a missing socket only when it comes from connecting.
		if (SYSTEM.has(code)) return code !== 'ENOENT' || syscall === 'connect';
	}
	return DRIVER.test(error.message) || (error.cause !== undefined && isOutage(error.cause));
}
