import { CustosError } from '../domain/errors.ts';

/** Suspending the only steward there is left would shut the archive for good: nobody could reinstate them. */
export class LastSteward extends CustosError {
	constructor() {
		super(
			'conflict',
			'this is the only steward who is not suspended: nobody could let anybody in or reinstate them any more. Take in another steward first',
		);
	}
}
