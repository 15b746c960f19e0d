import { CustosError, type ErrorCode } from '../domain/errors.ts';

/** A failure that the command line itself noticed. Its message is complete and in the person's language. */
export class Told extends CustosError {
	/** The command was written wrongly: exit code 2. */
	readonly usage: boolean;

	constructor(code: ErrorCode, message: string, options: { usage?: boolean; cause?: unknown } = {}) {
		super(code, message, options.cause === undefined ? undefined : { cause: options.cause });
		this.usage = options.usage ?? false;
	}
}

/** Stopped by Ctrl-C, and what becomes of what was under way. */
export class Stopped extends Error {
	constructor(message: string, options: { cause: unknown }) {
		super(message, options);
		this.name = 'AbortError';
	}
}

/** A wrongly written argument. */
export function wrongUsage(message: string): Told {
	return new Told('bad-request', message, { usage: true });
}
