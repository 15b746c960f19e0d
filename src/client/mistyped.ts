import { CustosError } from '../domain/errors.ts';

/** A code or a line that somebody copied is not whole. */
export class Mistyped extends CustosError {
	constructor(message: string, options?: ErrorOptions) {
		super('bad-request', message, options);
	}
}
