import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Exhibit } from './exhibits.ts';

/** The item or clip is an exhibit already. A second number would be permanent, and two names for one thing. */
export class NumberedAlready extends CustosError {
	/** Such as `GUL-0012`; sealed to the case in part, so not in the message. */
	readonly label: string;

	constructor(label: string) {
		super('conflict', 'this has an exhibit number already');
		this.label = label;
	}
}

/** The exhibit that an item, or a clip of it, is and was not withdrawn from being. */
export function standingExhibit(exhibits: readonly Exhibit[], what: { item: Id; clip?: Id | undefined }) {
	return exhibits.find((one) => one.item === what.item && one.clip === what.clip && one.withdrawn === undefined);
}
