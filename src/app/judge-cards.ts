import type { Key } from '../db/projection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Statement, StatementOf } from '../domain/ledger/statement.ts';
import type { State } from './state.ts';

/** So many cards a person may make in all: each is an event of the archive, which everybody reads. */
export const MOST_CARDS = 100;

/** The rows of cards that a statement may touch. */
export function cardKeys(s: Statement): Key[] {
	switch (s.type) {
		case 'suspension-card.made':
			return [
				{ table: 'cards', key: s.card },
				{ table: 'people', key: s.card },
				{ table: 'cards_in_force', key: s.actor },
			];
		case 'suspension-card.revoked':
			return [{ table: 'cards_in_force', key: s.actor }];
		case 'person.enrolled':
			return [{ table: 'cards', key: s.person.sign }];
		case 'person.suspended':
			return [
				{ table: 'cards', key: s.actor },
				{ table: 'cards_in_force', key: s.person },
			];
		default:
			return [];
	}
}

/**
 * A suspension signed with a card's key: it suspends the one person whose card it is, while it is in force, once. What is
 * refused is the card's own subject, so that nobody else's count is swollen. Undefined when the key is no card's.
 */
export function byCard(state: State, s: StatementOf<'person.suspended'>): 'accepted' | ErrorCode | undefined {
	const card = state.get('cards', s.actor);
	if (card === undefined) return undefined;
	if (s.approval !== undefined) return 'denied';
	if (card.person !== s.person) return 'denied';
	if (state.get('cards_in_force', s.person)?.card !== s.actor) return 'stale';
	return state.get('people', s.person)?.suspended === false ? 'accepted' : 'conflict';
}

/** The rules of making and taking back a card. */
export function cardRules(
	state: State,
	s: StatementOf<'suspension-card.made' | 'suspension-card.revoked'>,
): ErrorCode | undefined {
	const inForce = state.get('cards_in_force', s.actor);
	if (s.type === 'suspension-card.revoked') return inForce?.card === s.card ? undefined : 'not-found';
	// A key is one thing: nobody's card is anybody's own key, or anybody else's card.
	if (state.get('cards', s.card) !== undefined || state.get('people', s.card) !== undefined) return 'conflict';
	return (inForce?.made ?? 0) < MOST_CARDS ? undefined : 'limit';
}
