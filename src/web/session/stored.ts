import { useQuery } from '@tanstack/react-query';
import { answers } from '../../domain/wire.ts';
import { useSession } from './use-session.ts';

const LOOK_EVERY_MS = 30_000;

/** How it goes with what is stored, its second copy and its re-reading: the archive's word. */
export function useStored() {
	const { connection } = useSession();
	return useQuery({
		queryKey: ['copies'],
		queryFn: () => connection.ask(answers.copies, '/v1/copies'),
		refetchInterval: LOOK_EVERY_MS,
	});
}
