import { CustosError } from '../domain/errors.ts';
import type { Hex32, Id } from '../domain/ids.ts';
import type { CaseRole } from '../domain/roles.ts';
import type { Connection } from './connection.ts';
import { type ArchiveEvents, archiveEvents, enrolled } from './people.ts';
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
	const count = await demandCount(connection, [
		{ kind: 'archive', id: 'archive' },
		{ kind: 'case', id: caseId },
	]);
	const [ofArchive, ofCase] = count.events;
	const known = knownTo(connection);
	known.archive = await archiveEvents(connection, known.archive);
	const { entries } = known.archive;
	needAll(entries.length, ofArchive, 'archive');
	const found = enrolled(connection, entries).find((one) => one.keys.sign === person);
	if (found === undefined || found.suspended)
		throw new CustosError('denied', 'this person is suspended, or was never enrolled: nothing is sealed to them');
	const { shown, roles } = await rolesIn(connection, caseId, known);
	needAll(shown, ofCase, 'case');
	if (member !== undefined && !roles.has(member))
		throw new CustosError('denied', 'this person is not in the case any more: look at its members again');
	if (roles.get(connection.identity.keys.sign) !== 'lead')
		throw new CustosError('denied', 'only leads of a case take people in, and you are none any more');
}

/** What was checked already: events do not change, so whoever takes in many people reads only what is new for each. */
interface Known {
	archive: ArchiveEvents | undefined;
	readonly cases: Map<Id, Roles>;
}
interface Roles {
	/** Events that these roles are of. */
	readonly shown: number;
	readonly roles: ReadonlyMap<Hex32, CaseRole>;
}

const knownBy = new WeakMap<Connection, Known>();

function knownTo(connection: Connection): Known {
	const known = knownBy.get(connection) ?? { archive: undefined, cases: new Map() };
	knownBy.set(connection, known);
	return known;
}

async function rolesIn(connection: Connection, caseId: Id, known: Known): Promise<Roles> {
	const before = known.cases.get(caseId);
	const roles = new Map(before?.roles);
	let shown = before?.shown ?? 0;
	for await (const page of subjectEvents(connection, 'case', caseId, shown)) {
		shown += page.length;
		for (const { entry } of page) {
			const s = entry.statement;
			if (entry.skeleton.result !== 'accepted') continue;
			if (s.type === 'case.created') roles.set(s.actor, 'lead');
			if (s.type === 'case.member-added') roles.set(s.person, s.role);
			if (s.type === 'case.member-removed') roles.delete(s.person);
		}
	}
	known.cases.set(caseId, { shown, roles });
	return { shown, roles };
}
