import type { z } from 'zod';
import { platform } from '#platform';
import { type Bytes, fromBase64, fromHex, toBase64, toHex } from '../domain/bytes.ts';
import type { Json } from '../domain/canonical.ts';
import { createOpener, openSealed, sealTo } from '../domain/envelope/sealed-box.ts';
import { CustosError } from '../domain/errors.ts';
import { type Hex32, type Id, newId } from '../domain/ids.ts';
import type { BatchEntry } from '../domain/ledger/batch.ts';
import { type Detail, decodeDetail } from '../domain/ledger/detail.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { CaseRole } from '../domain/roles.ts';
import { answers } from '../domain/wire.ts';
import type { Connection } from './connection.ts';
import type { EnrolledPerson } from './people.ts';
import { PrefixTaken } from './prefix-taken.ts';
import { checkStillThere } from './still-there.ts';
import { type CaseKey, type Draft, detailContext, submit } from './submit.ts';

/** A case one is a member of, with its secret key. */
export interface OpenCase {
	id: Id;
	role: CaseRole;
	key: CaseKey;
	secret: Bytes;
	title: string;
	/** Letters before exhibit numbers, as in GUL-0012. */
	prefix: string;
}

function grantContext(caseId: Id, generation: number) {
	return { what: `case ${caseId}`, purpose: 'case-secret', generation };
}

/** Founds a case: its key is made here and sealed to oneself. Throws `PrefixTaken` (`conflict`) where one's own case has the prefix. */
export async function createCase(
	connection: Connection,
	about: { title: string; prefix: string; description?: string },
): Promise<OpenCase> {
	const wanted = about.prefix.toLowerCase();
	const taken = (await openCases(connection)).find((one) => one.prefix.toLowerCase() === wanted);
	if (taken !== undefined) throw new PrefixTaken(taken.prefix, taken.title);
	const id = newId(platform.randomBytes);
	const secret = platform.randomBytes(32);
	const publicKey = platform.x25519Public(secret);
	const key: CaseKey = { case: id, generation: 1, publicKey };
	const grant = toBase64(sealTo(fromHex(connection.identity.keys.box), grantContext(id, 1), secret));
	const fields: Record<string, Json> = {
		title: about.title,
		prefix: about.prefix,
		description: about.description ?? '',
	};
	await submit(connection, [
		{
			type: 'case.created',
			fields: { case: id, generation: 1, key: toHex(publicKey), grant },
			detail: { to: key, fields },
		},
	]);
	return { id, role: 'lead', key, secret, title: about.title, prefix: about.prefix };
}

/** The cases one is a member of, each key proven by the entry that made it. */
export async function openCases(connection: Connection): Promise<OpenCase[]> {
	const found: OpenCase[] = [];
	for (let after: number | null = -1; after !== null; ) {
		const page: z.infer<typeof answers.cases> = await connection.ask(answers.cases, `/v1/cases?after=${after}`);
		found.push(...(await opened(connection, page.cases)));
		if (page.next !== null && page.next <= after)
			throw new CustosError('bad-proof', 'the archive shows the same cases again and again');
		after = page.next;
	}
	return found;
}

function opened(connection: Connection, cases: z.infer<typeof answers.cases>['cases']): Promise<OpenCase[]> {
	return Promise.all(
		cases.map(async (one) => {
			const [created, joined] = (await connection.open([one.created, one.joined])) as [Entry, Entry];
			const key = caseKeyOf(created, one.case);
			const grant = grantOf(joined, one.case, connection.identity.keys.sign);
			const secret = openSealed(connection.identity.box, fromBase64(grant), grantContext(one.case, key.generation));
			if (toHex(platform.x25519Public(secret)) !== toHex(key.publicKey))
				throw new CustosError('bad-key', 'the grant for this case holds another key than its founding names');
			const { fields } = openDetail({ key, secret }, created);
			return {
				id: one.case,
				role: one.role,
				key,
				secret,
				title: String(fields.title ?? ''),
				prefix: String(fields.prefix ?? ''),
			};
		}),
	);
}

/** One case by its id, its title, or the beginning of either. Throws `not-found` unless exactly one fits. */
export async function findCase(connection: Connection, name: string): Promise<OpenCase> {
	const all = await openCases(connection);
	const exact = all.filter((one) => one.id === name || one.title === name || one.prefix === name);
	const found =
		exact.length > 0
			? exact
			: all.filter((one) => one.id.startsWith(name) || one.title.toLowerCase().startsWith(name.toLowerCase()));
	if (found.length !== 1) {
		throw new CustosError(
			'not-found',
			found.length === 0
				? 'you are a member of no such case'
				: 'several cases are called like this: give more of the name',
		);
	}
	return found[0] as OpenCase;
}

/** A case's public key, for a worker, who is not a member. */
export async function caseKey(connection: Connection, id: Id): Promise<CaseKey> {
	const { created } = await connection.ask(answers.case, `/v1/cases/${id}`);
	const [entry] = (await connection.open([created])) as [Entry];
	return caseKeyOf(entry, id);
}

/**
 * Takes someone into a case: its secret is sealed to their proven key, once the notary's signed count shows that no
 * suspension of theirs is held back. Throws `denied`, `outdated`.
 */
export async function addMember(
	connection: Connection,
	open: OpenCase,
	person: EnrolledPerson,
	role: CaseRole,
	name?: string,
): Promise<void> {
	await checkStillThere(connection, open.id, { person: person.keys.sign });
	await submit(connection, [memberAdded(open, person, role, name)]);
}

/** Puts someone out of a case. What they opened stays opened; the ledger shows what that was. */
export async function removeMember(connection: Connection, open: OpenCase, person: string): Promise<void> {
	await submit(connection, [
		{ type: 'case.member-removed', fields: { case: open.id, generation: open.key.generation, person } },
	]);
}

/**
 * Gives an active member another role: out and in again, in one request. Throws `denied`, also when they were removed
 * meanwhile; if only the second was, they are out of the case.
 */
export async function changeRole(
	connection: Connection,
	open: OpenCase,
	person: EnrolledPerson,
	role: CaseRole,
	name?: string,
): Promise<void> {
	const of = { case: open.id, generation: open.key.generation, person: person.keys.sign };
	await checkStillThere(connection, open.id, { person: of.person, member: of.person });
	await submit(connection, [{ type: 'case.member-removed', fields: of }, memberAdded(open, person, role, name)]);
}

/** Takes someone in under new keys, with the role they had, and their old key out. Throws `denied`. */
export async function renewMember(
	connection: Connection,
	open: OpenCase,
	person: EnrolledPerson,
	formerly: { person: Hex32; role: CaseRole; name: string },
): Promise<void> {
	const of = { case: open.id, generation: open.key.generation, person: formerly.person };
	await checkStillThere(connection, open.id, { person: person.keys.sign, member: formerly.person });
	await submit(connection, [
		memberAdded(open, person, formerly.role, formerly.name),
		{ type: 'case.member-removed', fields: of },
	]);
}

function memberAdded(open: OpenCase, person: EnrolledPerson, role: CaseRole, name = ''): Draft<'case.member-added'> {
	if (person.role === 'auditor' || person.role === 'worker')
		throw new CustosError('denied', 'an auditor or a media worker is given no keys, so they cannot be in a case');
	const { generation } = open.key;
	const grant = toBase64(sealTo(fromHex(person.keys.box), grantContext(open.id, generation), open.secret));
	return {
		type: 'case.member-added',
		fields: { case: open.id, generation, person: person.keys.sign, role, grant },
		detail: { to: open.key, fields: { name } },
	};
}

/** The sealed detail of an entry, opened with the case's secret and checked against the signed root. */
export function openDetail(open: { key: CaseKey; secret: Bytes }, entry: BatchEntry): Detail {
	const { statement, sealed } = entry;
	if (statement.detail === undefined || sealed === undefined)
		throw new CustosError('not-found', `entry ${entry.index} has no sealed detail`);
	if (toHex(platform.sha256(sealed)) !== statement.detail.sealed)
		throw new CustosError('damaged', `the sealed detail of entry ${entry.index} was changed`);
	return decodeDetail(
		openerOf(open.secret)(sealed, detailContext(statement.id, open.key.generation)),
		fromHex(statement.detail.root),
	);
}

/** One opener for each case at hand: details that one sender sealed together cost one key agreement. */
const openers = new WeakMap<Uint8Array, ReturnType<typeof createOpener>>();

function openerOf(secret: Uint8Array): ReturnType<typeof createOpener> {
	const opener = openers.get(secret) ?? createOpener(secret);
	openers.set(secret, opener);
	return opener;
}

function caseKeyOf(entry: Entry, id: Id): CaseKey {
	const { statement, skeleton } = entry;
	if (statement.type !== 'case.created' || statement.case !== id || skeleton.result !== 'accepted') {
		throw new CustosError('bad-proof', 'the archive shows another entry than the founding of this case');
	}
	return { case: id, generation: statement.generation, publicKey: fromHex(statement.key) };
}

function grantOf(entry: Entry, id: Id, person: string): string {
	const { statement, skeleton } = entry;
	const ours =
		(statement.type === 'case.created' && statement.actor === person) ||
		(statement.type === 'case.member-added' && statement.person === person);
	if (!ours || statement.case !== id || skeleton.result !== 'accepted')
		throw new CustosError('bad-proof', 'the archive shows another entry than the one that took you into this case');
	return statement.grant;
}
