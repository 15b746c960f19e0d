import { caseMembers } from '../client/case/members.ts';
import type { OpenCase } from '../client/cases.ts';
import type { Connection } from '../client/connection.ts';
import { pseudonym } from '../client/identity.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';

/** Names of everybody a member of this case may know. */
export async function caseNames(context: Context, connection: Connection, open: OpenCase): Promise<Names> {
	const contacts = await context.profile.contacts.read(connection.identity);
	const names = new Map(Object.entries(contacts));
	for (const one of await caseMembers(connection, open, contacts)) if (one.name !== '') names.set(one.person, one.name);
	return (key) => (names.has(key) ? `${pseudonym(key)} ${names.get(key)}` : pseudonym(key));
}
