import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** Writes a name into one's own book, which is sealed on this device; an empty one changes nothing. */
export function useRememberName(): (person: string, name: string) => Promise<void> {
	const { identity, profile } = useSession();
	const queries = useQueryClient();
	return useCallback(
		async (person, name) => {
			const called = name.trim();
			if (called === '') return;
			await profile.contacts.change(identity, (all) => ({ ...all, [person]: called }));
			await queries.invalidateQueries({ queryKey: keys.names });
		},
		[identity, profile, queries],
	);
}
