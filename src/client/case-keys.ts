import { platform } from '#platform';
import { type Bytes, fromBase64, fromHex, toHex } from '../domain/bytes.ts';
import { type BoxContext, openSealed } from '../domain/envelope/sealed-box.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import type { Hex32, Id } from '../domain/ids.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import type { Identity } from './identity.ts';

/** A case's public key at a generation, from its proven entry. */
export interface CaseKey {
	case: Id;
	generation: number;
	publicKey: Bytes;
}

/** A case's newest key that one knows of, and the secrets of those that one was given, by generation. */
export interface CaseKeys {
	key: CaseKey;
	secrets: Map<number, Bytes>;
}

/** How a case's secret is boxed for a member. */
export function grantContext(caseId: Id, generation: number): BoxContext {
	return { what: `case ${caseId}`, purpose: 'case-secret', generation };
}

/** How the secret before a new one, of this generation, is boxed for whoever has the new one. */
export function previousContext(caseId: Id, generation: number): BoxContext {
	return { what: `case ${caseId}`, purpose: 'case-secret/previous', generation };
}

/** The generation of the case's key that a statement's detail is sealed to; undefined where that is another case's. */
export function sealedAt(caseId: Id, s: Statement): number | undefined {
	if (s.type === 'item.shared') return s.to === caseId ? s.toGeneration : undefined;
	return 'case' in s && s.case === caseId ? s.generation : undefined;
}

/** The secret of one generation. Throws `wrong-key` where one was not given it. */
export function secretAt(open: CaseKeys, generation: number): Bytes {
	const secret = open.secrets.get(generation);
	if (secret === undefined)
		throw new CustosError('wrong-key', `you have not been given key ${generation} of this case: ask one of its leads`);
	return secret;
}

/** The newest secret one has. */
export function newestSecret({ secrets }: Pick<CaseKeys, 'secrets'>): Bytes {
	return secrets.get(Math.max(...secrets.keys())) as Bytes;
}

/** True for a member who was not given the case's newest key: what is sealed to it they cannot read. */
export function lacksKey({ key, secrets }: CaseKeys): boolean {
	return !secrets.has(key.generation);
}

/** The case's key by the entries that told it, the newest last. Throws `bad-proof` for entries that are something else. */
export function newestKey(id: Id, created: Entry, rekeyed: readonly Entry[]): CaseKey {
	const last = rekeyed.at(-1);
	return last === undefined ? firstKey(id, created) : keyIn(id, last);
}

/** All keys of a case, from the first. Throws `bad-proof` where one is missing. */
export function allKeys(id: Id, created: Entry, rekeyed: readonly Entry[]): CaseKey[] {
	const keys = [firstKey(id, created), ...rekeyed.map((entry) => keyIn(id, entry))];
	if (keys.some((key, i) => key.generation !== i + 1))
		throw new CustosError('bad-proof', 'the archive leaves out a key of this case');
	return keys;
}

/**
 * The secrets a member has: that which they were taken in with, that which they were given later, and those before them, each
 * sealed to the one after it. What is not the secret of a key that the ledger names counts for nothing, but for the first:
 * throws `bad-key`, and `bad-proof` for entries that are something else.
 */
export function secretsOf(
	id: Id,
	identity: Identity,
	{ created, joined, rekeyed, granted }: { created: Entry; joined: Entry; rekeyed: Entry[]; granted?: Entry },
): CaseKeys {
	const keys = allKeys(id, created, rekeyed);
	const first = grantIn(joined, id, identity.keys.sign);
	const secret = openSealed(identity.box, fromBase64(first.grant), grantContext(id, first.generation));
	if (!isSecretOf(secret, keys[first.generation - 1]))
		throw new CustosError('bad-key', 'the grant for this case holds another key than its founding names');
	const open: CaseKeys = { key: keys.at(-1) as CaseKey, secrets: new Map([[first.generation, secret]]) };
	if (granted !== undefined) {
		const { grant, generation } = grantIn(granted, id, identity.keys.sign);
		take(open, keys, generation, identity.box, grant, grantContext(id, generation));
	}
	for (let generation = Math.max(...open.secrets.keys()); generation > 1; generation--) {
		const { statement } = rekeyed[generation - 2] as Entry & { statement: StatementOf<'case.rekeyed'> };
		const newer = open.secrets.get(generation);
		if (newer === undefined || open.secrets.has(generation - 1)) continue;
		take(open, keys, generation - 1, newer, statement.previous, previousContext(id, generation - 1));
	}
	return open;
}

/** Puts a secret to the others if it opens and is that of the key. */
function take(
	open: CaseKeys,
	keys: readonly CaseKey[],
	generation: number,
	secret: Bytes,
	box: string,
	context: BoxContext,
): void {
	try {
		const found = openSealed(secret, fromBase64(box), context);
		if (isSecretOf(found, keys[generation - 1])) open.secrets.set(generation, found);
	} catch (error) {
		if (!isCustosError(error)) throw error;
	}
}

function isSecretOf(secret: Bytes, key: CaseKey | undefined): boolean {
	if (key === undefined || secret.length !== 32) return false;
	return toHex(platform.x25519Public(secret)) === toHex(key.publicKey);
}

function firstKey(id: Id, { statement, skeleton }: Entry): CaseKey {
	if (statement.type !== 'case.created' || statement.case !== id || skeleton.result !== 'accepted')
		throw new CustosError('bad-proof', 'the archive shows another entry than the founding of this case');
	return { case: id, generation: statement.generation, publicKey: fromHex(statement.key) };
}

function keyIn(id: Id, { statement, skeleton }: Entry): CaseKey {
	if (statement.type !== 'case.rekeyed' || statement.case !== id || skeleton.result !== 'accepted')
		throw new CustosError('bad-proof', 'the archive shows another entry than the one that gave this case a new key');
	return { case: id, generation: statement.generation, publicKey: fromHex(statement.key) };
}

function grantIn({ statement: s, skeleton }: Entry, id: Id, person: string): { grant: string; generation: number } {
	const grant =
		s.type === 'case.rekeyed'
			? s.grants.find((one) => one.person === person)?.grant
			: (s.type === 'case.created' && s.actor === person) ||
					((s.type === 'case.member-added' || s.type === 'case.key-granted') && s.person === person)
				? s.grant
				: undefined;
	if (grant === undefined || !('case' in s) || s.case !== id || skeleton.result !== 'accepted')
		throw new CustosError('bad-proof', 'the archive shows another entry than the one that took you into this case');
	return { grant, generation: s.generation };
}

/** Those who were given the case's secret by a statement. */
export function givenBy(s: Statement): Hex32[] {
	switch (s.type) {
		case 'case.created':
			return [s.actor];
		case 'case.member-added':
		case 'case.key-granted':
			return [s.person];
		case 'case.rekeyed':
			return s.grants.map((one) => one.person);
		default:
			return [];
	}
}
