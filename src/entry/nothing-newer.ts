import { CustosError } from '../domain/errors.ts';

/** Nothing can be asked what was expunged after a backup. Its message holds a folder: it is for who set it, never for a log. */
export class NothingNewer extends CustosError {
	/** The second copy of the settings, which says nothing; null where none is set, and no place was named. */
	readonly second: string | null;

	constructor(second: string | null, cause?: unknown) {
		super(
			second === null ? 'config' : 'unavailable',
			second === null
				? 'no place is named that may know what was expunged after this backup'
				: `the second copy ${second} does not say what was expunged after this backup`,
			{ cause },
		);
		this.second = second;
	}
}
