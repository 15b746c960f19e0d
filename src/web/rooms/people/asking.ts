import { useQuery } from '@tanstack/react-query';
import { type JoinRequest, joinRequests } from '../../../client/people.ts';
import type { ArchiveRole } from '../../../domain/roles.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** Somebody who asks to be let in. */
export interface Asking extends JoinRequest {
	/** As the invite says, if it was given from this device. */
	role: ArchiveRole | undefined;
	/** As the invite was labelled by whoever gave it, or else as they call themselves. */
	called: string;
	/** As they call themselves, where that is not what the invite was labelled. */
	callThemselves: string | undefined;
}

const ASK_EVERY_MS = 10_000;

/** Who asks to be let in, for stewards; held against the invites that this device remembers. */
export function useAsking() {
	const { connection, identity, profile, role } = useSession();
	return useQuery({
		queryKey: [...keys.people, 'asking'],
		enabled: role === 'steward',
		refetchInterval: ASK_EVERY_MS,
		queryFn: async (): Promise<Asking[]> => {
			const invites = await profile.invites.read(identity);
			const requests = await joinRequests(
				connection,
				Object.values(invites).map((one) => one.invite),
			);
			return requests.map((one) => {
				const known = invites[one.join.invite];
				const [theirs, ours] = [one.name?.trim() ?? '', known?.name.trim() ?? ''];
				const same = theirs === '' || ours === '' || theirs.toLowerCase() === ours.toLowerCase();
				return { ...one, role: known?.invite.role, called: ours || theirs, callThemselves: same ? undefined : theirs };
			});
		},
	});
}
