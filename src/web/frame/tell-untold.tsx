import { useEffect } from 'react';
import { tellUntold } from '../rooms/review/untold.ts';
import { useSession } from '../session/use-session.ts';

/** Says, once somebody is in, what an earlier session saw and could not say any more. */
export function TellUntold() {
	const session = useSession();
	useEffect(() => {
		tellUntold(session).catch(session.report);
	}, [session]);
	return null;
}
