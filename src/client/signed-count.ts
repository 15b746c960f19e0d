import { platform } from '#platform';
import { CustosError } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import { COUNTED_AT_ONCE, type CountedSubject, openCount, type SignedCount } from '../domain/ledger/count.ts';
import { answers } from '../domain/wire.ts';
import type { Connection } from './connection.ts';

/**
 * How many events each of these has had, signed by the notary after this was asked: under a number made here and now, so
 * that no earlier answer fits. Undefined when the notary did not answer; whoever keeps it from answering can bring that
 * about, so nothing is to be sealed to anybody then. Throws `not-found`.
 */
export async function signedCount(
	connection: Connection,
	subjects: readonly CountedSubject[],
): Promise<SignedCount | undefined> {
	const all: SignedCount[] = [];
	for (let at = 0; at < subjects.length; at += COUNTED_AT_ONCE) {
		const question = { nonce: newId(platform.randomBytes), subjects: subjects.slice(at, at + COUNTED_AT_ONCE) };
		const { count } = await connection.ask(answers.signedCount, '/v1/counts', { body: question });
		if (count === null) return undefined;
		all.push(await connection.proven(() => openCount(count, question, connection.archive.key)));
	}
	// Of several answers, the first says since when all of them hold.
	const [first] = all;
	return first && { ...first, events: all.flatMap((one) => one.events) };
}

/** The same, where nothing may be done without it. Throws `unavailable` when the notary does not answer. */
export async function demandCount(connection: Connection, subjects: readonly CountedSubject[]): Promise<SignedCount> {
	const count = await signedCount(connection, subjects);
	if (count !== undefined) return count;
	throw new CustosError('unavailable', 'the notary does not say how many events there were: try again in a moment');
}

/** Throws `outdated` when fewer events, or things of a list, are shown than the notary counted. */
export function needAll(shown: number, counted: number | undefined, kind: CountedSubject['kind']): void {
	if (shown >= (counted ?? 0)) return;
	throw new CustosError(
		'outdated',
		`the notary signed that ${said[kind](counted ?? 0)}, and the server shows ${shown}: it holds some back`,
	);
}

const said: { readonly [kind in CountedSubject['kind']]: (counted: number) => string } = {
	archive: (n) => `the archive has had ${n} events`,
	case: (n) => `this case has had ${n} events`,
	item: (n) => `this item has had ${n} events`,
	'case-items': (n) => `this case has ${n} items`,
	'case-marks': (n) => `this case has had ${n} marks`,
	'case-expunged': (n) => `${n} items of this case were expunged`,
};
