import { isCustosError } from '../domain/errors.ts';
import { isOutage } from './outage.ts';

/** What a process says before it ends by this error: one line of all that has a name, the stack of a defect. */
export function lastWord(error: unknown): string {
	if (isCustosError(error)) return `${error.code}: ${error.message}`;
	if (!(error instanceof Error)) return String(error);
	return isOutage(error) ? `unavailable: the database is away (${error.message})` : String(error.stack);
}
