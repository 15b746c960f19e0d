import type { Id } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { OpenCase } from '../cases.ts';
import type { LoggedEvent } from './logged-event.ts';
import { asSharing, openingIn } from './sharing.ts';

/** True if what was sealed with it is for another case: a sharing tells its purpose to the case it goes to. */
export function isSealedElsewhere(open: Pick<OpenCase, 'id'>, { statement: s }: Entry): boolean {
	return 'case' in s && (s.type === 'item.shared' ? s.to : s.case) !== open.id;
}

/** True if this was said in another case, and not to this one. */
export function isSaidElsewhere(open: Pick<OpenCase, 'id'>, { statement: s }: Entry): boolean {
	if (!('case' in s) || s.case === open.id) return false;
	return s.type !== 'item.shared' || s.to !== open.id;
}

/** Events of an item, with what its newest sharing into this case shows of what was said elsewhere. */
export function withOpenings(open: OpenCase, events: readonly LoggedEvent[], item: Id): LoggedEvent[] {
	const sharing = events.map(({ entry }) => asSharing(entry, item, open.id)).findLast((one) => one !== undefined);
	if (sharing === undefined) return [...events];
	return events.map((event) => {
		const shown = event.elsewhere ? openingIn(open, sharing, event.entry) : undefined;
		return shown === undefined ? event : { ...event, ...shown };
	});
}
