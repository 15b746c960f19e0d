import { type OpenCase, openDetail } from '../client/cases.ts';
import type { Connection } from '../client/connection.ts';
import { pseudonym } from '../client/identity.ts';
import { CustosError } from '../domain/errors.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { CaseRole } from '../domain/roles.ts';
import { answers } from '../domain/wire.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';

export interface CaseMember {
	person: string;
	name: string;
	role: CaseRole;
	active: boolean;
}

/** The members of a case, each proven by the entry that took them in; names from one's own book, else from that entry. */
export async function caseMembers(context: Context, connection: Connection, open: OpenCase): Promise<CaseMember[]> {
	const { members } = await connection.ask(answers.members, `/v1/cases/${open.id}/members`);
	const contacts = await context.profile.contacts.read(connection.identity);
	const entries = await connection.open(members.map((one) => one.joined));
	return members.map((one, i) => {
		const entry = entries[i] as Entry;
		const { statement: s } = entry;
		const taken =
			s.type === 'case.member-added' && s.person === one.person && s.case === open.id && s.role === one.role;
		const founder = s.type === 'case.created' && s.actor === one.person && s.case === open.id && one.role === 'lead';
		if (!taken && !founder)
			throw new CustosError('bad-proof', 'the archive shows another entry than the one that took a member in');
		return {
			person: one.person,
			name: contacts[one.person] || (taken ? nameIn(open, entry) : ''),
			role: one.role,
			active: one.active,
		};
	});
}

/** Names of everybody a member of this case may know. */
export async function caseNames(context: Context, connection: Connection, open: OpenCase): Promise<Names> {
	const contacts = await context.profile.contacts.read(connection.identity);
	const names = new Map(Object.entries(contacts));
	for (const one of await caseMembers(context, connection, open)) if (one.name !== '') names.set(one.person, one.name);
	return (key) => (names.has(key) ? `${pseudonym(key)} ${names.get(key)}` : pseudonym(key));
}

function nameIn(open: OpenCase, entry: Entry): string {
	const { name } = openDetail(open, entry).fields;
	return typeof name === 'string' ? name : '';
}
