import { CustosError } from '../../domain/errors.ts';
import type { Hex32 } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { CaseRole } from '../../domain/roles.ts';
import { answers } from '../../domain/wire.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { readDetail } from './sealed-fields.ts';

export interface CaseMember {
	/** Their signing key. */
	person: Hex32;
	/** From one's own book, else as whoever took them in called them; empty when neither knows. */
	name: string;
	role: CaseRole;
	active: boolean;
}

/** The members of a case, each proven by the entry that took them in. `contacts`: one's own names, by signing key. */
export async function caseMembers(
	connection: Connection,
	open: OpenCase,
	contacts: { readonly [person: string]: string } = {},
): Promise<CaseMember[]> {
	const { members } = await connection.ask(answers.members, `/v1/cases/${open.id}/members`);
	const entries = await connection.open(members.map((one) => one.joined));
	return members.map((one, i) => {
		const entry = entries[i] as Entry;
		const { statement: s } = entry;
		const taken =
			s.type === 'case.member-added' && s.person === one.person && s.case === open.id && s.role === one.role;
		const founder = s.type === 'case.created' && s.actor === one.person && s.case === open.id && one.role === 'lead';
		if (!taken && !founder)
			throw new CustosError('bad-proof', 'the archive shows another entry than the one that took a member in');
		const { person, role, active } = one;
		return { person, name: contacts[person] || (taken ? nameIn(open, entry) : ''), role, active };
	});
}

function nameIn(open: OpenCase, entry: Entry): string {
	const name = readDetail(open, entry)?.fields['name'];
	return typeof name === 'string' ? name : '';
}
