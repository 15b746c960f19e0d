import { platform } from '#platform';
import { type Bytes, fromHex, toBase64, toHex } from '../domain/bytes.ts';
import { sealTo } from '../domain/envelope/sealed-box.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import type { Hex32 } from '../domain/ids.ts';
import { MAX_GRANTS } from '../domain/ledger/statement.ts';
import { type CaseKey, grantContext, previousContext, secretAt } from './case-keys.ts';
import type { Connection } from './connection.ts';
import { renew } from './keep-up.ts';
import { noteKey } from './newest-keys.ts';
import type { OpenCase } from './open-case.ts';
import type { EnrolledPerson } from './people.ts';
import { type Standing, standing } from './still-there.ts';
import { type Draft, refusal, type Submitted, submitEach } from './submit.ts';

const ATTEMPTS = 3;

/** A case's new key, and to how many of its members it was given. */
export interface Rekeyed {
	generation: number;
	given: number;
}

/**
 * Gives a case a new key: what is written from now on opens for those alone who are in it and not suspended. Its secret is
 * sealed to each of them, with the way back to the older ones. Throws `denied`, `outdated`; `wrong-key` where one was not
 * given the key of today oneself.
 */
export async function rekeyCase(connection: Connection, open: OpenCase, reason = ''): Promise<Rekeyed> {
	for (let attempt = 1; ; attempt++) {
		const to = await receivers(connection, open);
		const prepared = keyDrafts(connection, open, to, reason);
		const results = await submitEach(connection, prepared.drafts);
		const said = results[0] as Submitted | CustosError;
		if (said instanceof CustosError) throw said;
		if (said.skeleton.result === 'accepted') return taken(connection, open, prepared, results);
		// Somebody came, went, or gave the case a new key meanwhile.
		if (attempt === ATTEMPTS) throw refusal(said);
	}
}

/**
 * Brings in statements that put somebody out of a case (and perhaps somebody `into` it), with a new key for those who are in it
 * then, in the same request: nothing that is written after it is for who went. Throws when the first are refused. Where they are accepted and the case got no new key
 * after all, resolves with the reason: `rekeyCase` is to be tried again.
 */
export async function putOut(
	connection: Connection,
	open: OpenCase,
	statements: () => readonly Draft[],
	{ out, into }: { out: Hex32; into?: EnrolledPerson },
): Promise<Rekeyed | CustosError> {
	const prepared = await prepare(connection, open, out, into);
	const drafts = prepared instanceof CustosError ? [] : prepared.drafts;
	const before = statements();
	const results = await submitEach(connection, [...before, ...drafts]);
	for (const one of results.slice(0, before.length)) {
		if (one instanceof CustosError) throw one;
		if (one.skeleton.result !== 'accepted') throw refusal(one);
	}
	if (prepared instanceof CustosError) return prepared;
	const after = results.slice(before.length);
	const [said] = after as [Submitted | CustosError];
	if (!(said instanceof CustosError) && said.skeleton.result === 'accepted')
		return taken(connection, open, prepared, after);
	return asReason(() => rekeyCase(connection, open));
}

/** Seals the case's key of today to members who were not given it; resolves with them. Throws as `rekeyCase`. */
export async function giveKey(connection: Connection, open: OpenCase): Promise<Hex32[]> {
	const found = await standing(connection, open.id);
	if (found.generation > open.key.generation || !open.secrets.has(found.generation)) await renew(connection, open);
	const lacking = members(found).filter(({ keys }) => (found.held.get(keys.sign) ?? 0) < found.generation);
	if (lacking.length === 0) return [];
	const secret = secretAt(open, found.generation);
	const drafts = lacking.map((one) => grantDraft(open, one, found.generation, secret));
	const results = await submitEach(connection, drafts);
	return lacking
		.filter((_, i) => {
			const one = results[i];
			return !(one instanceof CustosError) && one?.skeleton.result === 'accepted';
		})
		.map((one) => one.keys.sign);
}

async function prepare(connection: Connection, open: OpenCase, out: Hex32, into: EnrolledPerson | undefined) {
	return asReason(async () => {
		const stay = (await receivers(connection, open)).filter((one) => one.keys.sign !== out);
		return keyDrafts(connection, open, into === undefined ? stay : [...stay, into], '');
	});
}

async function asReason<T>(run: () => Promise<T>): Promise<T | CustosError> {
	try {
		return await run();
	} catch (error) {
		if (isCustosError(error)) return error;
		throw error;
	}
}

/** Members who are not suspended, by all events the notary counts; the open case knows its newest key afterwards. */
async function receivers(connection: Connection, open: OpenCase): Promise<EnrolledPerson[]> {
	const found = await standing(connection, open.id);
	if (found.generation !== open.key.generation || !open.secrets.has(found.generation)) await renew(connection, open);
	return members(found);
}

function members({ people, roles }: Standing): EnrolledPerson[] {
	return people.filter((one) => !one.suspended && roles.has(one.keys.sign));
}

function keyDrafts(connection: Connection, open: OpenCase, to: readonly EnrolledPerson[], reason: string) {
	const secret = platform.randomBytes(32);
	const publicKey = platform.x25519Public(secret);
	const generation = open.key.generation + 1;
	const key: CaseKey = { case: open.id, generation, publicKey };
	const old = secretAt(open, open.key.generation);
	const self = connection.identity.keys.sign;
	const [first, rest] = parted([...to].sort((a, b) => Number(b.keys.sign === self) - Number(a.keys.sign === self)));
	const rekeyed: Draft<'case.rekeyed'> = {
		type: 'case.rekeyed',
		fields: {
			case: open.id,
			generation,
			key: toHex(publicKey),
			previous: toBase64(sealTo(publicKey, previousContext(open.id, generation - 1), old)),
			grants: first.map((one) => ({ person: one.keys.sign, grant: grantFor(open, one, generation, secret) })),
		},
		detail: { to: key, fields: { reason } },
	};
	return {
		secret,
		first: first.length,
		drafts: [rekeyed, ...rest.map((one) => grantDraft(open, one, generation, secret))],
	};
}

function parted<T>(all: readonly T[]): [T[], T[]] {
	return [all.slice(0, MAX_GRANTS), all.slice(MAX_GRANTS)];
}

function grantFor(open: OpenCase, person: EnrolledPerson, generation: number, secret: Bytes): string {
	return toBase64(sealTo(fromHex(person.keys.box), grantContext(open.id, generation), secret));
}

function grantDraft(
	open: OpenCase,
	person: EnrolledPerson,
	generation: number,
	secret: Bytes,
): Draft<'case.key-granted'> {
	const grant = grantFor(open, person, generation, secret);
	return { type: 'case.key-granted', fields: { case: open.id, generation, person: person.keys.sign, grant } };
}

/** The open case goes on under its new key. */
function taken(
	connection: Connection,
	open: OpenCase,
	{ secret, first }: { secret: Bytes; first: number },
	results: readonly (Submitted | CustosError)[],
): Rekeyed {
	const generation = open.key.generation + 1;
	open.key = noteKey(connection, { case: open.id, generation, publicKey: platform.x25519Public(secret) });
	open.secrets.set(generation, secret);
	const later = results.slice(1).filter((one) => !(one instanceof CustosError) && one.skeleton.result === 'accepted');
	return { generation, given: first + later.length };
}
