import { CustosError } from '../../domain/errors.ts';
import type { NoTime } from '../../domain/time/send-request.ts';

/** A time authority gave no time; `unavailable` alone is said of the archive. */
export class NoTimeToken extends CustosError {
	readonly authority: string;
	readonly why: NoTime;

	constructor(authority: string, why: NoTime) {
		super('unavailable', `the time authority gives no time for report.pdf: ${why}`);
		this.authority = authority;
		this.why = why;
	}
}
