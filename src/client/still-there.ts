import { CustosError } from '../domain/errors.ts';
import type { Hex32, Id } from '../domain/ids.ts';
import type { CaseRole } from '../domain/roles.ts';
import { givenBy } from './case-keys.ts';
import type { Connection } from './connection.ts';
import { type ArchiveEvents, archiveEvents, type EnrolledPerson, enrolled } from './people.ts';
import { demandCount, needAll } from './signed-count.ts';
import { subjectEvents } from './subject-events.ts';

/**
 * Before a case's secret is sealed to somebody: they are enrolled and not suspended, and `member`, if given, is in the
 * case, by all events of the archive and the case that the notary counts at this moment. The notary would refuse the
 * statement as well, but by then the grant is in the hands of the server. Throws `denied`, `outdated`, or `unavailable`
 * when the notary does not answer.
 */
export async function checkStillThere(
	connection: Connection,
	caseId: Id,
	{ person, member }: { person: Hex32; member?: Hex32 },
): Promise<void> {
	const { people, roles } = await standing(connection, caseId);
	const found = people.find((one) => one.keys.sign === person);
	if (found === undefined || found.suspended)
		throw new CustosError('denied', 'this person is suspended, or was never enrolled: nothing is sealed to them');
	if (member !== undefined && !roles.has(member))
		throw new CustosError('denied', 'this person is not in the case any more: look at its members again');
	if (roles.get(connection.identity.keys.sign) !== 'lead')
		throw new CustosError('denied', 'only leads of a case take people in, and you are none any more');
}

/** Everyone enrolled, and how a case stands: who is in it, its newest key, and which one each was given last. */
export interface Standing extends CaseStanding {
	people: EnrolledPerson[];
}

/** The same by all events that the notary counts at this moment. Throws `outdated`, or `unavailable` when it does not answer. */
export async function standing(connection: Connection, caseId: Id): Promise<Standing> {
	const count = await demandCount(connection, [
		{ kind: 'archive', id: 'archive' },
		{ kind: 'case', id: caseId },
	]);
	const [ofArchive, ofCase] = count.events;
	const known = knownTo(connection);
	known.archive = await archiveEvents(connection, known.archive);
	const { entries } = known.archive;
	needAll(entries.length, ofArchive, 'archive');
	const { shown, ...ofThisCase } = await eventsIn(connection, caseId, known);
	needAll(shown, ofCase, 'case');
	return { people: enrolled(connection, entries), ...ofThisCase };
}

/** What was checked already: events do not change, so whoever takes in many people reads only what is new for each. */
interface Known {
	archive: ArchiveEvents | undefined;
	readonly cases: Map<Id, CaseStanding & { shown: number }>;
}
interface CaseStanding {
	readonly roles: ReadonlyMap<Hex32, CaseRole>;
	readonly generation: number;
	/** The newest key each was given, also of those who went. */
	readonly held: ReadonlyMap<Hex32, number>;
}

const knownBy = new WeakMap<Connection, Known>();

function knownTo(connection: Connection): Known {
	const known = knownBy.get(connection) ?? { archive: undefined, cases: new Map() };
	knownBy.set(connection, known);
	return known;
}

async function eventsIn(
	connection: Connection,
	caseId: Id,
	known: Known,
): Promise<CaseStanding & { /** Events that this is of. */ shown: number }> {
	const before = known.cases.get(caseId);
	const [roles, held] = [new Map(before?.roles), new Map(before?.held)];
	let [shown, generation] = [before?.shown ?? 0, before?.generation ?? 1];
	for await (const page of subjectEvents(connection, 'case', caseId, shown)) {
		shown += page.length;
		for (const { entry } of page) {
			const s = entry.statement;
			if (entry.skeleton.result !== 'accepted') continue;
			if (s.type === 'case.created') roles.set(s.actor, 'lead');
			if (s.type === 'case.member-added') roles.set(s.person, s.role);
			if (s.type === 'case.member-removed') roles.delete(s.person);
			if (s.type === 'case.rekeyed') generation = s.generation;
			for (const person of givenBy(s)) held.set(person, generation);
		}
	}
	const found = { shown, roles, held, generation };
	known.cases.set(caseId, found);
	return found;
}
