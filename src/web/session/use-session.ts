import { createContext, use, useSyncExternalStore } from 'react';
import { CustosError } from '../../domain/errors.ts';
import type { House } from './house.ts';
import type { Session, Standing } from './session.ts';

export const HouseContext = createContext<House | undefined>(undefined);

export function useHouse(): House {
	const house = use(HouseContext);
	if (house === undefined) throw new CustosError('internal', 'this part of the page stands outside the house');
	return house;
}

/** How the page stands; draws anew when that changes. */
export function useStanding(): Standing {
	const house = useHouse();
	return useSyncExternalStore(house.subscribe, house.standing);
}

/** The session, in rooms that need one. Throws `unauthenticated` where nobody is in. */
export function useSession(): Session {
	const session = useMaybeSession();
	if (session === undefined) throw new CustosError('unauthenticated', 'nobody is in');
	return session;
}

/** The same for rooms that work without one too. */
export function useMaybeSession(): Session | undefined {
	const standing = useStanding();
	return standing.at === 'in' ? standing.session : undefined;
}
