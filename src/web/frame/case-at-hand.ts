import { useLocation } from 'wouter';
import { Id } from '../../domain/ids.ts';
import { useCases } from '../session/queries.ts';

let last: string | undefined;

/** The case that the address names, or the one looked at before it, if one is still a member; where to go with a case. */
export function useCaseAtHand(): string | undefined {
	const [path] = useLocation();
	const { data } = useCases();
	const named = Id.safeParse(path.split('/')[2]);
	if (named.success) last = named.data;
	const mine = data?.some((one) => one.id === last) === true;
	return mine ? last : data?.length === 1 ? data[0]?.id : undefined;
}
