import type { CaseMember } from '../../../client/case/members.ts';
import type { EnrolledPerson } from '../../../client/people.ts';

/** A member who came back with new keys, and whose new keys have not got the case. */
export interface Renewal {
	person: EnrolledPerson;
	formerly: CaseMember;
}

/** By the stewards' word in the ledger, over any number of renewals; the last key counts. */
export function renewals(active: readonly CaseMember[], people: readonly EnrolledPerson[]): Renewal[] {
	const found: Renewal[] = [];
	for (const formerly of active) {
		let last: EnrolledPerson | undefined;
		for (let key: string | undefined = formerly.person; key !== undefined; ) {
			const next = people.findLast((one) => one.formerly === key);
			last = next ?? last;
			key = next?.keys.sign;
		}
		const has = active.some((one) => one.person === last?.keys.sign);
		if (last !== undefined && !last.suspended && !has) found.push({ person: last, formerly });
	}
	return found;
}
