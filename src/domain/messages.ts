import { type Bytes, utf8 } from './bytes.ts';
import { canonical } from './canonical.ts';
import type { Id } from './ids.ts';
import type { PersonKeys } from './ledger/statement.ts';
import type { SessionProof } from './wire.ts';

/** What people sign besides statements. Each begins with its own name, so that no signature can stand for another. */

/** What is signed to open a session. */
export function sessionMessage(proof: Omit<SessionProof, 'signature'>): Bytes {
	const { origin, actor, nonce, time } = proof;
	return utf8(`custos/session/v1\n${canonical({ actor, nonce, origin, time })}`);
}

/** What a joiner signs with the new key, and what the invite's secret is the HMAC key for. */
export function joinMessage(join: { origin: string; invite: Id; person: PersonKeys }): Bytes {
	const { origin, invite, person } = join;
	return utf8(`custos/join/v1\n${canonical({ box: person.box, invite, origin, sign: person.sign })}`);
}
