import type { Connection } from '../client/connection.ts';
import { pseudonym } from '../client/identity.ts';
import { type EnrolledPerson, people } from '../client/people.ts';
import type { Context } from './context.ts';
import { Told } from './told.ts';

/** Names as this person knows them; pseudonyms for the rest. */
export type Names = (key: string) => string;

/** The pseudonym, with the name behind it where one's own folder knows it. */
export async function localNames(context: Context): Promise<Names> {
	const contacts = await context.profile.contacts.read(await context.identity());
	return (key) => (contacts[key] ? `${pseudonym(key)} ${contacts[key]}` : pseudonym(key));
}

/** Remembers how somebody is called, in the sealed book of one's own folder. */
export async function rememberName(context: Context, key: string, name: string): Promise<void> {
	if (name === '') return;
	await context.profile.contacts.change(await context.identity(), (contacts) => ({ ...contacts, [key]: name }));
}

/** One enrolled person by pseudonym, the beginning of the key, or the name one knows them by. */
export async function findPerson(context: Context, connection: Connection, wanted: string): Promise<EnrolledPerson> {
	const contacts = await context.profile.contacts.read(await context.identity());
	const all = await people(connection);
	const named = all.filter((one) => contacts[one.keys.sign]?.toLowerCase() === wanted.trim().toLowerCase());
	const found = named.length > 0 ? named : all.filter((one) => startsLike(one.keys.sign, wanted));
	if (found.length === 1) return found[0] as EnrolledPerson;
	throw new Told('not-found', found.length === 0 ? context.t.noPerson(wanted) : context.t.severalPeople(wanted));
}

/** True if this is the beginning of the key, or of the pseudonym made from it. At least four digits. */
export function startsLike(key: string, wanted: string): boolean {
	const start = wanted.trim().toLowerCase().replace(/^p-/, '').replaceAll(' ', '');
	return start.length >= 4 && key.startsWith(start);
}
