/** PostgreSQL's conditions that pass by themselves: shutting down, starting up, a connection lost, too many of them. */
const PASSING = /^(57P0[123]|08[0-9A-Z]{3}|53300)$/;
/** The same as the operating system tells it. */
const SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN']);
/** And as the driver does, which has no code for it. */
const DRIVER =
	/^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|aborted)/;

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
