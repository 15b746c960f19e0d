import { platform } from '#platform';
import { type Bytes, equal, fromBase64, fromHex, text, toBase64, toHex, utf8 } from '../domain/bytes.ts';
import { openSealed, sealTo } from '../domain/envelope/sealed-box.ts';
import { CustosError } from '../domain/errors.ts';
import { type Hex32, type Id, newId } from '../domain/ids.ts';
import type { Act } from '../domain/ledger/act.ts';
import type { Proposal } from '../domain/ledger/agreements.ts';
import { walkEvents } from '../domain/ledger/archive-events.ts';
import { newestText } from '../domain/ledger/log-keys.ts';
import type { Entry, EntryText } from '../domain/ledger/receipt.ts';
import { type NotaryWord, openWord } from '../domain/ledger/word.ts';
import { joinMessage } from '../domain/messages.ts';
import type { ArchiveRole } from '../domain/roles.ts';
import { answers, type Join } from '../domain/wire.ts';
import { type Agreed, agree } from './agreed-acts.ts';
import type { Connection } from './connection.ts';
import type { EnrolledPerson } from './enrolled.ts';
import { createHttp } from './http.ts';
import type { Identity } from './identity.ts';
import { type Invite, inviteMac } from './invite.ts';
import { submit } from './submit.ts';
import { rememberEvents } from './whole-rotations.ts';

export { type EnrolledPerson, enrolled } from './enrolled.ts';

/** An invite as the ledger knows it. */
export interface GivenInvite {
	id: Id;
	role: ArchiveRole;
	/** Signing key of the steward who gave it. */
	by: Hex32;
	time: string;
	/** Somebody was taken in by it. */
	used: boolean;
	/** Nobody comes in by it any more. */
	withdrawn?: true;
}

/** Everyone enrolled, with how new this is. */
export interface Roster {
	people: EnrolledPerson[];
	invites: GivenInvite[];
	/** So many stewards must agree. */
	threshold: number;
	/** True if a steward with several keys counts once: but in ledgers of earlier versions, until the next proposal. */
	byPeople: boolean;
	/** What they proposed to one another, oldest first. */
	proposals: Proposal[];
	/**
	 * Nothing of this kind was left out among this many first entries of the log, as of this time: by the notary's signed
	 * word, or by the last event shown, whichever is newer (both count the events before them).
	 */
	asOf: { entries: number; time: string };
}

/** Everyone enrolled. Throws `bad-proof` when an event is left out, `outdated` when the last ones are. */
export async function roster(connection: Connection): Promise<Roster> {
	return rosterOf(connection, await archiveEvents(connection));
}

/** The same of events at hand. */
export function rosterOf(connection: Connection, { entries, word }: ArchiveEvents): Roster {
	const last = entries.at(-1);
	const asOf =
		last === undefined || last.index < word.size
			? { entries: word.size, time: word.time }
			: { entries: last.index + 1, time: last.skeleton.time };
	const { people, agreements } = walkEvents(connection.archive.founding, entries);
	const { threshold, byPeople } = agreements;
	const proposals = agreements.proposals(asOf.time);
	return { people, invites: givenInvites(entries), threshold, byPeople, proposals, asOf };
}

function givenInvites(entries: readonly Entry[]): GivenInvite[] {
	const given = new Map<Id, GivenInvite>();
	for (const { statement: s, skeleton } of entries) {
		if (skeleton.result !== 'accepted') continue;
		if (s.type === 'person.invited')
			given.set(s.invite, { id: s.invite, role: s.role, by: s.actor, time: skeleton.time, used: false });
		const taken = s.type === 'invite.withdrawn' ? given.get(s.invite) : undefined;
		if (taken !== undefined) given.set(taken.id, { ...taken, withdrawn: true });
		const known = s.type === 'person.enrolled' ? given.get(s.invite) : undefined;
		if (known !== undefined) given.set(known.id, { ...known, used: true });
	}
	return [...given.values()];
}

/** The people of the roster. */
export async function people(connection: Connection): Promise<EnrolledPerson[]> {
	return (await roster(connection)).people;
}

/** The archive's own events, and the notary's word how many there are. */
export interface ArchiveEvents {
	entries: Entry[];
	texts: EntryText[];
	word: NotaryWord;
}

/**
 * Events 1..n of the archive itself, each opened, none left out: up to the number that the notary last signed, and
 * perhaps a few that came after. How old that word is, is for the reader to see. Goes on from `known`, if given.
 */
export async function archiveEvents(connection: Connection, known?: ArchiveEvents): Promise<ArchiveEvents> {
	const [entries, texts] = [[...(known?.entries ?? [])], [...(known?.texts ?? [])]];
	let word: NotaryWord | undefined;
	for (;;) {
		const answer = await connection.ask(answers.people, `/v1/people?after=${entries.length}`);
		word ??= await connection.proven(() => openWord(answer.word, connection.archive.key));
		for (const entry of await connection.open(answer.entries)) {
			const { subject } = entry.skeleton;
			if (subject.kind !== 'archive' || subject.n !== entries.length + 1)
				throw new CustosError(
					'bad-proof',
					`the archive left out its event ${entries.length + 1}, or shows another in its place`,
				);
			entries.push(entry);
		}
		texts.push(...answer.entries);
		if (entries.length >= word.events && !mayGoOn(answer.entries)) {
			await rememberEvents(connection, word);
			return { entries, texts, word };
		}
		if (answer.entries.length === 0)
			throw new CustosError(
				'outdated',
				`the notary signed that the archive has had ${word.events} events, and the server shows ${entries.length}`,
			);
	}
}

/** An answer this full, of entries or of characters, may have a next one. */
const MANY = 100;
const MUCH = 4_000_000;

function mayGoOn(page: readonly EntryText[]): boolean {
	const size = page.reduce((sum, one) => sum + one.statement.length + (one.sealed?.length ?? 0), 0);
	return page.length >= MANY || size >= MUCH;
}

/** One person by the beginning of their key (or pseudonym). Throws `not-found` unless exactly one fits. */
export async function findPerson(connection: Connection, name: string): Promise<EnrolledPerson> {
	const start = name.toLowerCase().replace(/^p-/, '');
	const found = (await people(connection)).filter((one) => start.length >= 4 && one.keys.sign.startsWith(start));
	if (found.length !== 1)
		throw new CustosError(
			'not-found',
			found.length === 0 ? 'nobody enrolled here has such a key' : 'several keys begin like this: give more of it',
		);
	return found[0] as EnrolledPerson;
}

/** Invites someone. The invite holds a secret: hand it over privately. */
export async function invite(connection: Connection, role: ArchiveRole): Promise<Invite> {
	const id = newId(platform.randomBytes);
	await submit(connection, [{ type: 'person.invited', fields: { invite: id, role } }]);
	const { archive, identity } = connection;
	const founding = toHex(platform.sha256(utf8(await foundingText(connection))));
	return {
		pin: { server: archive.server, log: newestText(archive.key), founding },
		invite: id,
		role,
		secret: toHex(platform.randomBytes(32)),
		inviter: identity.keys.box,
	};
}

/** Makes an invite of no use; a request that somebody made by it goes with it. Throws `conflict` when it was used. */
export async function withdrawInvite(connection: Connection, invite: Id): Promise<void> {
	await submit(connection, [{ type: 'invite.withdrawn', fields: { invite } }]);
}

async function foundingText(connection: Connection): Promise<string> {
	const { founding } = await connection.http.json(answers.archive, '/v1/archive');
	if (founding === null) throw new CustosError('unavailable', 'the archive has not been founded');
	return founding.statement;
}

/** Asks to be enrolled with new keys. `name` is read only by the inviter. */
export async function join(invite: Invite, identity: Identity, name: string): Promise<void> {
	const origin = invite.pin.log.split('+')[0] as string;
	const message = joinMessage({ origin, invite: invite.invite, person: identity.keys });
	const context = { what: `join ${invite.invite}`, purpose: 'name', generation: 1 };
	const body: Join = {
		invite: invite.invite,
		person: identity.keys,
		proof: toBase64(platform.ed25519Sign(identity.seed, message)),
		mac: inviteMac(invite, message),
		name: toBase64(sealTo(fromHex(invite.inviter), context, utf8(name.slice(0, 200)))),
	};
	await createHttp(invite.pin.server).json(answers.nothing, '/v1/joins', { body });
}

/** A join request, with whether the invite's secret stands behind its keys. */
export interface JoinRequest {
	join: Join;
	name: string | undefined;
	genuine: boolean;
}

/** Open join requests, checked against the invites this steward remembers. */
export async function joinRequests(connection: Connection, invites: readonly Invite[]): Promise<JoinRequest[]> {
	const { joins } = await connection.ask(answers.joins, '/v1/joins');
	return joins.map((join) => {
		const invite = invites.find((one) => one.invite === join.invite);
		const message = joinMessage({ origin: connection.archive.origin, invite: join.invite, person: join.person });
		const genuine = invite !== undefined && equal(fromHex(inviteMac(invite, message)), fromHex(join.mac));
		return { join, genuine, name: genuine ? openName(connection.identity.box, join) : undefined };
	});
}

function openName(secret: Bytes, join: Join): string | undefined {
	try {
		return text(
			openSealed(secret, fromBase64(join.name), { what: `join ${join.invite}`, purpose: 'name', generation: 1 }),
		);
	} catch {
		// Sealed to another steward: the keys are vouched for by the invite, the name is not for us.
		return undefined;
	}
}

/**
 * Enrols a genuine request, or proposes it to the other stewards where one is not enough. `formerly`: the key this person had
 * before, if the steward knows them to be the same.
 */
export async function approve(
	connection: Connection,
	request: JoinRequest,
	role: ArchiveRole,
	formerly?: Hex32,
): Promise<Agreed> {
	if (!request.genuine)
		throw new CustosError(
			'bad-proof',
			'this request was not made with the invite you gave: someone may have put in other keys',
		);
	return bring(connection, enrolment(request, role, formerly));
}

/** The act that lets in whoever asks so. */
export function enrolment({ join }: JoinRequest, role: ArchiveRole, formerly?: Hex32): Act {
	const { invite, person, proof } = join;
	return { type: 'person.enrolled', invite, role, person, proof, ...(formerly === undefined ? {} : { formerly }) };
}

/** Suspends or reinstates a person at once, or proposes it where one steward is not enough. Throws `LastSteward`. */
export function setSuspended(connection: Connection, person: Hex32, suspended: boolean): Promise<Agreed> {
	return bring(connection, { type: suspended ? 'person.suspended' : 'person.reinstated', person });
}

/** Does what stewards do, or proposes it to the others where one is not enough. Throws `LastSteward`. */
export async function bring(connection: Connection, act: Act): Promise<Agreed> {
	return agree(connection, await roster(connection), act);
}
