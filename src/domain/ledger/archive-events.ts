import { CustosError } from '../errors.ts';
import type { Hex32 } from '../ids.ts';
import type { ArchiveRole } from '../roles.ts';
import { Agreements } from './agreements.ts';
import type { Entry } from './receipt.ts';
import type { PersonKeys, StatementOf } from './statement.ts';

/** Someone enrolled, by entries that lead back to the pinned entry 0. */
export interface EnrolledPerson {
	keys: PersonKeys;
	role: ArchiveRole;
	/** By the ledger, as of the roster's time. */
	suspended: boolean;
	/** The entry that took them in; undefined for those of entry 0. */
	since?: { entry: number; time: string };
	/** The card by which somebody they trust can suspend them, while there is one. */
	card?: Hex32;
	/** Suspended by the card they gave away, not by a steward. */
	byCard?: true;
	/** The oldest key of the same person: by `formerly`, and theirs before it. */
	firstKey: Hex32;
	/** The key they had before, by the word of the steward who took them in anew. */
	formerly?: Hex32;
}

/**
 * Walks enrolments and suspensions in the order of the log, and what stewards agreed on. Throws `bad-proof` for what was not
 * done by those who may.
 */
export function walkEvents(
	founding: Pick<StatementOf<'archive.founded'>, 'stewards' | 'threshold' | 'rules'>,
	entries: readonly Entry[],
): { people: EnrolledPerson[]; agreements: Agreements } {
	const { stewards } = founding;
	const known = new Map<string, EnrolledPerson>(
		stewards.map((keys) => [keys.sign, { keys, role: 'steward', suspended: false, firstKey: keys.sign }]),
	);
	const is = (key: string): boolean => known.get(key)?.role === 'steward';
	// As of the entry that is looked at: whoever is suspended does and agrees to nothing.
	const mayAct = (key: string): boolean => is(key) && known.get(key)?.suspended === false;
	const firstKey = (key: string): Hex32 => known.get(key)?.firstKey ?? key;
	// Where only what concerns stewards is shown, a first key may be a member's whom nobody sees: it makes nobody more.
	const people = (): number =>
		countStewards(
			[...known.values()].filter((one) => known.has(one.firstKey)),
			true,
		);
	const agreements = new Agreements(founding, { is, mayAct, firstKey, people });
	for (const entry of [...entries].sort((a, b) => a.index - b.index)) {
		const { statement: s, skeleton, index } = entry;
		if (skeleton.result !== 'accepted') continue;
		agreements.take(entry);
		if (s.type === 'suspension-card.made' || s.type === 'suspension-card.revoked') {
			const { card: _, ...owner } = known.get(s.actor) ?? noOwner();
			known.set(s.actor, s.type === 'suspension-card.made' ? { ...owner, card: s.card } : owner);
			continue;
		}
		if (s.type === 'log.rotated' && !mayAct(s.actor))
			throw new CustosError('bad-proof', 'a rotation of the log’s key is not signed by a steward');
		if (s.type !== 'person.enrolled' && s.type !== 'person.suspended' && s.type !== 'person.reinstated') continue;
		if (s.type === 'person.suspended' && s.by === 'card') {
			const { card, ...owner } = known.get(s.person) ?? noOwner();
			if (card !== s.actor)
				throw new CustosError('bad-proof', 'a suspension is signed by a card that this person did not make');
			known.set(s.person, { ...owner, suspended: true, byCard: true });
			continue;
		}
		if (!mayAct(s.actor)) throw new CustosError('bad-proof', 'an enrolment or a suspension is not signed by a steward');
		if (s.type === 'person.enrolled')
			known.set(s.person.sign, {
				keys: s.person,
				role: s.role,
				suspended: false,
				firstKey: s.formerly === undefined ? s.person.sign : firstKey(s.formerly),
				since: { entry: index, time: skeleton.time },
				...(s.formerly === undefined ? {} : { formerly: s.formerly }),
			});
		else {
			const { byCard: _, ...person } = known.get(s.person) ?? noOwner();
			known.set(s.person, { ...person, suspended: s.type === 'person.suspended' });
		}
	}
	return { people: [...known.values()], agreements };
}

/** As many stewards as decide today: people, or keys where these are counted still. */
export function countStewards(people: readonly EnrolledPerson[], byPeople: boolean): number {
	const active = people.filter((one) => one.role === 'steward' && !one.suspended);
	return byPeople ? new Set(active.map((one) => one.firstKey)).size : active.length;
}

function noOwner(): never {
	throw new CustosError('bad-proof', 'the ledger speaks of somebody who was never enrolled');
}
