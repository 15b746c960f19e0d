import type { ErrorCode } from '../domain/errors.ts';

/** What `custos` ends with. Documented in `custos --help`; scripts rely on them. */
export const exitCodes = {
	ok: 0,
	failed: 1,
	usage: 2,
	unconfirmed: 3,
	denied: 4,
	unavailable: 5,
	interrupted: 130,
} as const;

/** The exit code of a failure. */
export function exitCodeOf(code: ErrorCode): number {
	switch (code) {
		case 'denied':
		case 'unapproved':
		case 'suspended':
		case 'unauthenticated':
			return exitCodes.denied;
		case 'unavailable':
			return exitCodes.unavailable;
		default:
			return exitCodes.failed;
	}
}
