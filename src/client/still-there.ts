import { CustosError } from '../domain/errors.ts';
import type { Hex32, Id } from '../domain/ids.ts';
import type { CaseRole } from '../domain/roles.ts';
import type { Connection } from './connection.ts';
import { archiveEvents, enrolled } from './people.ts';
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
	const { entries } = await archiveEvents(connection);
	needAll(entries.length, ofArchive, 'archive');
	const found = enrolled(connection, entries).find((one) => one.keys.sign === person);
	if (found === undefined || found.suspended)
		throw new CustosError('denied', 'this person is suspended, or was never enrolled: nothing is sealed to them');
	const roles = new Map<Hex32, CaseRole>();
	let shown = 0;
	for await (const page of subjectEvents(connection, 'case', caseId)) {
		shown += page.length;
		for (const { entry } of page) {
			const s = entry.statement;
			if (entry.skeleton.result !== 'accepted') continue;
			if (s.type === 'case.created') roles.set(s.actor, 'lead');
			if (s.type === 'case.member-added') roles.set(s.person, s.role);
			if (s.type === 'case.member-removed') roles.delete(s.person);
		}
	}
	needAll(shown, ofCase, 'case');
	if (member !== undefined && !roles.has(member))
		throw new CustosError('denied', 'this person is not in the case any more: look at its members again');
	if (roles.get(connection.identity.keys.sign) !== 'lead')
		throw new CustosError('denied', 'only leads of a case take people in, and you are none any more');
}
