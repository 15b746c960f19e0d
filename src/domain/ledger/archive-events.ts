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
	/** The key they had before, by the word of the steward who took them in anew. */
	formerly?: Hex32;
}

/**
 * Walks enrolments and suspensions in the order of the log, and what stewards agreed on. Throws `bad-proof` for what was not
 * done by those who may.
 */
export function walkEvents(
	founding: Pick<StatementOf<'archive.founded'>, 'stewards' | 'threshold'>,
	entries: readonly Entry[],
): { people: EnrolledPerson[]; agreements: Agreements } {
	const { stewards, threshold } = founding;
	const known = new Map<string, EnrolledPerson>(
		stewards.map((keys) => [keys.sign, { keys, role: 'steward', suspended: false }]),
	);
	const isSteward = (key: string): boolean => known.get(key)?.role === 'steward';
	// As of the entry that is looked at: whoever is suspended does and agrees to nothing.
	const mayAct = (key: string): boolean => isSteward(key) && known.get(key)?.suspended === false;
	const agreements = new Agreements(threshold, isSteward, mayAct);
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

function noOwner(): never {
	throw new CustosError('bad-proof', 'the ledger speaks of somebody who was never enrolled');
}
