import { platform } from '#platform';
import { fromBase64, fromHex, toHex, utf8 } from '../../domain/bytes.ts';
import { canonical } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { signerOf } from '../../domain/ledger/log-keys.ts';
import type { StatementOf } from '../../domain/ledger/statement.ts';
import { type Evidence, isAccepted } from './evidence.ts';

/** `notary` is the log itself, which signs the folding of refusals. */
export type Role = 'reader' | 'editor' | 'lead' | 'member' | 'steward' | 'auditor' | 'worker' | 'notary';

/** Who may sign, and as what, at each place of the log: read from entry 0, enrolments and the case's own events. */
export interface Roster {
	/** The role at `index`: in the case if there is one, else in the archive. Undefined before a steward enrolled them, whatever a case says. */
	roleAt(person: string, index: number): Role | undefined;
	/** The oldest key of whoever has this one, as far as the enrolments in the evidence tell. */
	firstKey(person: string): string;
}

/** A key as people read it; never a name. */
export function pseudonym(key: string): string {
	return `P-${key.slice(0, 8)}`;
}

/**
 * Throws `bad-proof` when an enrolment in the evidence is not by a steward, or lacks the joiner's own signature over
 * the new keys. Invitations are not needed: a steward signs the enrolment itself.
 */
export function readRoster(evidence: Evidence, caseId: string): Roster {
	const archive = new Map<string, { role: Role; from: number }>();
	const firstKeys = new Map<string, string>();
	const firstKey = (person: string): string => firstKeys.get(person) ?? person;
	const inCase: { person: string; role: Role | undefined; from: number }[] = [];
	const roleAt = (person: string, index: number): Role | undefined => {
		if (person === toHex(signerOf(evidence.key, index + 1).publicKey)) return 'notary';
		const known = archive.get(person);
		if (known === undefined || known.from > index) return undefined;
		const latest = inCase.findLast((change) => change.person === person && change.from <= index);
		return latest?.role ?? known.role;
	};
	for (const entry of evidence.entries) {
		const { index } = entry;
		if (isAccepted(entry, 'archive.founded')) {
			for (const steward of entry.statement.stewards) archive.set(steward.sign, { role: 'steward', from: index });
		} else if (isAccepted(entry, 'person.enrolled')) {
			const s = entry.statement;
			if (archive.get(s.actor)?.role !== 'steward')
				throw new CustosError('bad-proof', `entry ${index} enrols somebody, but is not by a steward`);
			if (!provesKeys(s))
				throw new CustosError('bad-proof', `entry ${index} enrols a key whose owner did not sign for it`);
			archive.set(s.person.sign, { role: s.role, from: index });
			if (s.formerly !== undefined) firstKeys.set(s.person.sign, firstKey(s.formerly));
		} else if (isAccepted(entry, 'case.created') && entry.statement.case === caseId) {
			inCase.push({ person: entry.statement.actor, role: 'lead', from: index });
		} else if (isAccepted(entry, 'case.member-added') && entry.statement.case === caseId) {
			inCase.push({ person: entry.statement.person, role: entry.statement.role, from: index });
		} else if (isAccepted(entry, 'case.member-removed') && entry.statement.case === caseId) {
			inCase.push({ person: entry.statement.person, role: undefined, from: index });
		}
	}
	return { roleAt, firstKey };
}

/** The joiner's own signature over both new keys, as the notary asks for it too. */
function provesKeys(s: StatementOf<'person.enrolled'>): boolean {
	const message = utf8(
		`custos/join/v1\n${canonical({ box: s.person.box, invite: s.invite, origin: s.origin, sign: s.person.sign })}`,
	);
	return platform.ed25519Verify(fromHex(s.person.sign), message, fromBase64(s.proof));
}
