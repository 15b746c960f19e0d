import { CustosError } from '../../domain/errors.ts';

/** There is no space left where this person wanted something saved; `disk-full` alone is said of the archive's own disk. */
export class NoRoomHere extends CustosError {
	constructor(cause: unknown) {
		super('disk-full', 'there is no room at that place', { cause });
	}
}
