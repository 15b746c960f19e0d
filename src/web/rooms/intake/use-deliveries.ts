import { useQuery } from '@tanstack/react-query';
import type { OpenCase } from '../../../client/cases.ts';
import { journalName, journalSecret } from '../../../client/put/journal.ts';
import type { Chosen } from '../../put/chosen.ts';
import type { Listing } from '../../put/listing.ts';
import { keys } from '../../session/queries.ts';
import type { Session } from '../../session/session.ts';
import { useSession } from '../../session/use-session.ts';
import { type Delivery, type KeptDelivery, keepDelivery, keptDeliveries } from './deliveries.ts';
import { IntakeWork } from './work.ts';
import { setWork } from './works.ts';

/** The deliveries into a case that this browser remembers as not finished. */
export function useDeliveries(open: OpenCase) {
	const { identity } = useSession();
	return useQuery({
		queryKey: [...keys.case(open.id), 'deliveries'],
		queryFn: () => keptDeliveries(identity, open.id),
		staleTime: 0,
		// Nor is one that was finished meanwhile shown for a moment as if it were not.
		gcTime: 0,
	});
}

/** A delivery of what was chosen. The same names into the same case are the same delivery. */
export function deliveryOf(
	session: Session,
	open: OpenCase,
	{ names }: Chosen,
	{ handles }: Listing,
	about: Delivery,
): KeptDelivery {
	return { name: nameOf(session, open, names), about, ...(handles === undefined ? {} : { handles }) };
}

/** The name of the journal for what was chosen. */
export function nameOf(session: Session, open: OpenCase, names: readonly string[]): string {
	return journalName(open.id, names, journalSecret(session.identity.seed));
}

/** Remembers the delivery and begins, or goes on with, its work. */
export async function begin(
	session: Session,
	open: OpenCase,
	delivery: KeptDelivery,
	listing: Listing,
	options: { retryFailed: boolean } = { retryFailed: false },
): Promise<void> {
	await keepDelivery(session.identity, delivery);
	// A browser that runs out of room then asks before it throws the journal away.
	await navigator.storage.persist();
	const work = new IntakeWork(session, open.id, delivery, listing);
	setWork(session, work);
	work.run(open, options).catch(session.report);
}
