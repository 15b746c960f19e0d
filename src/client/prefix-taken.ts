import { CustosError } from '../domain/errors.ts';

/** One of one's own cases has this prefix already: with two, `GUL` and `GUL-0012` would name nothing certain. */
export class PrefixTaken extends CustosError {
	/** Sealed to a case, so not in the message. */
	readonly prefix: string;
	/** Of the case that has it. */
	readonly title: string;

	constructor(prefix: string, title: string) {
		super('conflict', 'a case of yours has this prefix already: choose another');
		this.prefix = prefix;
		this.title = title;
	}
}
