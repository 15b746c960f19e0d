import { platform } from '#platform';
import { fromBase64, fromHex } from '../domain/bytes.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { StatementOf } from '../domain/ledger/statement.ts';
import { joinMessage } from '../domain/messages.ts';
import { stewardRules } from './judge-stewards.ts';
import type { State } from './state.ts';

type PeopleStatement = StatementOf<
	'person.invited' | 'invite.withdrawn' | 'person.enrolled' | 'person.suspended' | 'person.reinstated'
>;

/** The rules of inviting, enrolling and suspending. `time`: the notary's, ISO 8601. */
export function peopleRules(state: State, s: PeopleStatement, time: string): ErrorCode | undefined {
	switch (s.type) {
		case 'person.invited':
			return state.get('invites', s.invite) === undefined ? undefined : 'conflict';
		case 'invite.withdrawn': {
			const invite = state.get('invites', s.invite);
			return invite === undefined ? 'not-found' : invite.used ? 'conflict' : undefined;
		}
		case 'person.enrolled': {
			const invite = state.get('invites', s.invite);
			if (invite === undefined || invite.role !== s.role) return 'not-found';
			if (invite.used || state.get('people', s.person.sign) !== undefined) return 'conflict';
			if (state.get('cards', s.person.sign) !== undefined) return 'conflict';
			if (s.formerly !== undefined && state.get('people', s.formerly) === undefined) return 'not-found';
			return provesKeys(s) ? stewardRules(state, s, time) : 'bad-key';
		}
		case 'person.suspended':
		case 'person.reinstated':
			return state.get('people', s.person) === undefined ? 'not-found' : stewardRules(state, s, time);
	}
}

/** The joiner's own signature over both new keys: nobody can enrol a key its owner did not ask to have enrolled. */
function provesKeys(s: StatementOf<'person.enrolled'>): boolean {
	return platform.ed25519Verify(fromHex(s.person.sign), joinMessage(s), fromBase64(s.proof));
}
