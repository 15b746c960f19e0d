import { CustosError } from '../../domain/errors.ts';
import type { Hex32 } from '../../domain/ids.ts';
import type { CaseRole } from '../../domain/roles.ts';
import { givenBy } from '../case-keys.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import type { Counted } from '../counted-list.ts';
import { wholeHistory } from './history.ts';
import type { LoggedEvent } from './logged-event.ts';

export interface CaseMember {
	/** Their signing key. */
	person: Hex32;
	/** From one's own book, else as whoever took them in called them; empty when neither knows. */
	name: string;
	role: CaseRole;
	active: boolean;
}

/**
 * A case's members, and the last event of the case that was shown. Where the notary was asked and `counted`, nothing was
 * held back; without that, what came after the last event cannot be known from the answer.
 */
export interface CaseMembers {
	members: CaseMember[];
	asOf: { event: number; entry: number; time: string };
	/** The case's newest key, and which one each was given last, also those who went. */
	keys: { generation: number; held: ReadonlyMap<Hex32, number> };
	counted: Counted | undefined;
}

/**
 * The members of a case by the case's own events 1..n, each checked and none left out, as far as the notary counts.
 * `contacts`: one's own names, by signing key. Throws `outdated` when the server holds the newest back.
 */
export async function membersAsOf(
	connection: Connection,
	open: OpenCase,
	contacts: { readonly [person: string]: string } = {},
): Promise<CaseMembers> {
	const members = new Map<Hex32, CaseMember>();
	const held = new Map<Hex32, number>();
	let generation = 1;
	const { events, counted } = await wholeHistory(connection, open, 'case', open.id);
	for (const { entry, fields } of events) {
		const { statement: s, skeleton } = entry;
		if (skeleton.result !== 'accepted') continue;
		if (s.type === 'case.rekeyed') generation = s.generation;
		for (const person of givenBy(s)) held.set(person, generation);
		if (s.type === 'case.created')
			members.set(s.actor, { person: s.actor, name: contacts[s.actor] ?? '', role: 'lead', active: true });
		else if (s.type === 'case.member-added') {
			const name = contacts[s.person] || (typeof fields['name'] === 'string' ? fields['name'] : '');
			members.set(s.person, { person: s.person, name, role: s.role, active: true });
		} else if (s.type === 'case.member-removed') {
			const member = members.get(s.person);
			if (member !== undefined) members.set(s.person, { ...member, active: false });
		}
	}
	const last = events.at(-1)?.entry;
	if (last === undefined || !members.has((events[0] as LoggedEvent).entry.statement.actor))
		throw new CustosError('bad-proof', 'the archive shows no founding of this case');
	return {
		members: [...members.values()],
		asOf: { event: events.length, entry: last.index, time: last.skeleton.time },
		keys: { generation, held },
		counted,
	};
}

/** The members alone. */
export async function caseMembers(
	connection: Connection,
	open: OpenCase,
	contacts: { readonly [person: string]: string } = {},
): Promise<CaseMember[]> {
	return (await membersAsOf(connection, open, contacts)).members;
}
