import { CustosError } from '../domain/errors.ts';

/** Suspending one of the stewards it takes would shut the archive for good: nobody could reinstate them. */
export class LastSteward extends CustosError {
	/** So many stewards must agree. */
	readonly threshold: number;

	constructor(threshold = 1) {
		super(
			'conflict',
			threshold === 1
				? 'this is the only steward who is not suspended: nobody could let anybody in or reinstate them any more. Take in another steward first'
				: `${threshold} stewards must agree, and fewer would be left: nobody could let anybody in or reinstate them any more. Take in another steward first`,
		);
		this.threshold = threshold;
	}
}
