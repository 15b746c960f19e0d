import { useQuery } from '@tanstack/react-query';
import { expungedItems } from '../../../client/case/expunged.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { isCustosError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { ExpungedNote } from './expunged-note.tsx';

/** When an item was expunged, under the message that it was; nothing for any other error. */
export function ItemExpunged({ open, id, error }: { open: OpenCase; id: Id; error: unknown }) {
	const { connection } = useSession();
	const found = useQuery({
		queryKey: [...keys.case(open.id), 'expunged'],
		queryFn: () => expungedItems(connection, open.id),
		enabled: isCustosError(error, 'expunged'),
	});
	return <ExpungedNote expunged={found.data?.filter((one) => one.id === id) ?? []} />;
}
