import { useQuery } from '@tanstack/react-query';
import { isThere } from '../../../client/expunge.ts';
import type { Roster } from '../../../client/people.ts';
import type { Proposal } from '../../../domain/ledger/agreements.ts';
import { useSession } from '../../session/use-session.ts';
import { ProposalCard } from './proposal-card.tsx';

/** Enough stewards agreed to destroy an item, and it is still there: whoever was to carry it out was cut off. */
export function AgreedUnexpunged({ proposal, standing }: { proposal: Proposal; standing: Roster }) {
	const { connection } = useSession();
	const { act } = proposal;
	const item = act.type === 'item.expunged' ? act.item : undefined;
	const there = useQuery({
		queryKey: ['left', item],
		queryFn: () => (item === undefined ? false : isThere(connection, item)),
		staleTime: 60_000,
	}).data;
	return there === true ? <ProposalCard proposal={proposal} standing={standing} /> : null;
}
