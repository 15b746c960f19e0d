import type { z } from 'zod';
import { platform } from '#platform';
import { type Bytes, fromHex, toBase64, toHex } from '../domain/bytes.ts';
import type { Json } from '../domain/canonical.ts';
import { createOpener, sealTo } from '../domain/envelope/sealed-box.ts';
import { CustosError } from '../domain/errors.ts';
import { type Hex32, type Id, newId } from '../domain/ids.ts';
import type { BatchEntry } from '../domain/ledger/batch.ts';
import { type Detail, decodeDetail } from '../domain/ledger/detail.ts';
import type { CaseRole } from '../domain/roles.ts';
import { answers } from '../domain/wire.ts';
import { type CaseKey, type CaseKeys, grantContext, sealedAt, secretAt } from './case-keys.ts';
import type { Connection } from './connection.ts';
import { openKeys, renew } from './keep-up.ts';
import type { OpenCase } from './open-case.ts';
import type { EnrolledPerson } from './people.ts';
import { PrefixTaken } from './prefix-taken.ts';
import { putOut, type Rekeyed } from './rekey.ts';
import { checkStillThere } from './still-there.ts';
import { type Draft, detailContext, submit } from './submit.ts';

export type { OpenCase };

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
	return { id, role: 'lead', key, secrets: new Map([[1, secret]]), ...about };
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
			const { created, keys } = await openKeys(connection, one.case, one);
			const fields = keys.secrets.has(1) ? openDetail(keys, created).fields : {};
			return {
				id: one.case,
				role: one.role,
				...keys,
				title: String(fields.title ?? ''),
				prefix: String(fields.prefix ?? ''),
				description: String(fields.description ?? ''),
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
	await renew(connection, open);
	await submit(connection, [memberAdded(open, person, role, name)]);
}

/**
 * Puts someone out of a case and gives it a new key. What they opened stays opened; the ledger shows what that was. Resolves as
 * `putOut`.
 */
export function removeMember(connection: Connection, open: OpenCase, person: Hex32): Promise<Rekeyed | CustosError> {
	return putOut(connection, open, () => [memberRemoved(open, person)], { out: person });
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
	const { sign } = person.keys;
	await checkStillThere(connection, open.id, { person: sign, member: sign });
	await renew(connection, open);
	await submit(connection, [memberRemoved(open, sign), memberAdded(open, person, role, name)]);
}

/** Takes someone in under new keys, with the role they had, and their old key out; the case gets a new one. Throws `denied`. */
export async function renewMember(
	connection: Connection,
	open: OpenCase,
	person: EnrolledPerson,
	formerly: { person: Hex32; role: CaseRole; name: string },
): Promise<Rekeyed | CustosError> {
	await checkStillThere(connection, open.id, { person: person.keys.sign, member: formerly.person });
	return putOut(
		connection,
		open,
		() => [memberAdded(open, person, formerly.role, formerly.name), memberRemoved(open, formerly.person)],
		{ out: formerly.person, into: person },
	);
}

function memberRemoved(open: OpenCase, person: Hex32): Draft<'case.member-removed'> {
	return { type: 'case.member-removed', fields: { case: open.id, generation: open.key.generation, person } };
}

function memberAdded(open: OpenCase, person: EnrolledPerson, role: CaseRole, name = ''): Draft<'case.member-added'> {
	if (person.role === 'auditor' || person.role === 'worker')
		throw new CustosError('denied', 'an auditor or a media worker is given no keys, so they cannot be in a case');
	const { generation } = open.key;
	const secret = secretAt(open, generation);
	const grant = toBase64(sealTo(fromHex(person.keys.box), grantContext(open.id, generation), secret));
	return {
		type: 'case.member-added',
		fields: { case: open.id, generation, person: person.keys.sign, role, grant },
		detail: { to: open.key, fields: { name } },
	};
}

/**
 * The sealed detail of an entry, opened with the case's secret of its generation and checked against the signed root. Throws
 * `wrong-key` for one that is sealed to another case, or to a key that one was not given.
 */
export function openDetail(open: CaseKeys, entry: BatchEntry): Detail {
	const { statement, sealed } = entry;
	if (statement.detail === undefined || sealed === undefined)
		throw new CustosError('not-found', `entry ${entry.index} has no sealed detail`);
	if (toHex(platform.sha256(sealed)) !== statement.detail.sealed)
		throw new CustosError('damaged', `the sealed detail of entry ${entry.index} was changed`);
	const generation = sealedAt(open.key.case, statement);
	if (generation === undefined) throw new CustosError('wrong-key', 'this detail is sealed to another case');
	return decodeDetail(
		openPayload(open, sealed, { statement: statement.id, generation }),
		fromHex(statement.detail.root),
	);
}

/**
 * What is in a sealed detail, if it was sealed for this statement under this key of the case; not held against anything that
 * was signed. The same bytes, which nobody may alter meanwhile, are opened once. Throws as `createOpener`.
 */
export function openPayload(
	open: CaseKeys,
	sealed: Uint8Array,
	{ statement, generation }: { statement: Id; generation: number },
): Bytes {
	const secret = secretAt(open, generation);
	const known = payloads.get(sealed);
	if (known?.secret === secret && known.statement === statement && known.generation === generation)
		return known.payload;
	const payload = openerOf(secret)(sealed, detailContext(statement, generation));
	payloads.set(sealed, { secret, statement, generation, payload });
	return payload;
}

interface OpenedPayload {
	readonly secret: Bytes;
	readonly statement: Id;
	readonly generation: number;
	readonly payload: Bytes;
}
const payloads = new WeakMap<Uint8Array, OpenedPayload>();

/** One opener for each case at hand: details that one sender sealed together cost one key agreement. */
const openers = new WeakMap<Uint8Array, ReturnType<typeof createOpener>>();

function openerOf(secret: Uint8Array): ReturnType<typeof createOpener> {
	const opener = openers.get(secret) ?? createOpener(secret);
	openers.set(secret, opener);
	return opener;
}
