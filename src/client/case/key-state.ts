import type { Hex32 } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import type { EnrolledPerson } from '../people.ts';
import { giveKey } from '../rekey.ts';
import { type CaseMembers, membersAsOf } from './members.ts';

/** How a case's key of today is spread. */
export interface KeyState {
	generation: number;
	/** Those who were given it and are to read nothing new any more: the case wants a new key. */
	outsiders: { person: Hex32; why: 'removed' | 'suspended' }[];
	/** Members who were not given it: they read what is older. A lead gives it to them. */
	lacking: Hex32[];
}

/** The same by the case's events and the people of the archive. */
export function keyState(
	{ members, keys: { generation, held } }: Pick<CaseMembers, 'members' | 'keys'>,
	people: readonly EnrolledPerson[],
): KeyState {
	const suspended = new Set(people.filter((one) => one.suspended).map((one) => one.keys.sign));
	const active = new Set(members.filter((one) => one.active).map((one) => one.person));
	const today = [...held].filter(([, given]) => given === generation).map(([person]) => person);
	return {
		generation,
		outsiders: today
			.filter((person) => !active.has(person) || suspended.has(person))
			.map((person) => ({ person, why: active.has(person) ? 'suspended' : 'removed' })),
		lacking: [...active].filter((person) => !suspended.has(person) && (held.get(person) ?? 0) < generation),
	};
}

/**
 * The members of a case and how its key is spread; a lead's device gives it to those who lack it, and says to whom. Throws as
 * `membersAsOf` and `giveKey`.
 */
export async function mendedMembers(
	connection: Connection,
	open: OpenCase,
	people: readonly EnrolledPerson[],
	contacts: { readonly [person: string]: string } = {},
): Promise<CaseMembers & { state: KeyState; mended: Hex32[] }> {
	const found = await membersAsOf(connection, open, contacts);
	const state = keyState(found, people);
	const able = open.role === 'lead' && open.secrets.has(state.generation);
	if (state.lacking.length === 0 || !able) return { ...found, state, mended: [] };
	const mended = await giveKey(connection, open);
	return { ...found, state: { ...state, lacking: state.lacking.filter((one) => !mended.includes(one)) }, mended };
}
