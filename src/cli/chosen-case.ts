import { findCase, type OpenCase, openCases } from '../client/cases.ts';
import type { Connection } from '../client/connection.ts';
import type { CustosError } from '../domain/errors.ts';

/** The case named, or the only one there is. Throws `not-found`. */
export async function chosenCase(
	connection: Connection,
	name: string | undefined,
	ask: (titles: readonly string[]) => CustosError,
): Promise<OpenCase> {
	if (name !== undefined) return findCase(connection, name);
	const all = await openCases(connection);
	if (all.length === 1) return all[0] as OpenCase;
	throw ask(all.map((one) => one.prefix || one.title));
}
