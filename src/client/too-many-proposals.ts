import { CustosError } from '../domain/errors.ts';
import type { Hex32 } from '../domain/ids.ts';
import type { Proposal } from '../domain/ledger/agreements.ts';
import { MOST_OPEN } from '../domain/ledger/approvals.ts';
import type { EnrolledPerson } from './enrolled.ts';

/** As many proposals as one steward may have are neither done nor taken back: the archive would refuse another. */
export class TooManyProposals extends CustosError {
	constructor() {
		super('limit', `${MOST_OPEN} of your proposals are neither done nor taken back: take some back, then propose this`);
	}
}

/** Throws `TooManyProposals` where this steward, with whichever key, has as many as there may be. Those that expired count. */
export function requireRoom(
	{ people, proposals }: { people: readonly EnrolledPerson[]; proposals: readonly Proposal[] },
	me: Hex32,
): void {
	const firsts = new Map(people.map((one) => [one.keys.sign, one.firstKey]));
	const mine = proposals.filter(
		({ by, state }) => (state === 'open' || state === 'expired') && firsts.get(by) === firsts.get(me),
	);
	if (mine.length >= MOST_OPEN) throw new TooManyProposals();
}
