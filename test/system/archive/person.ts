import { type Bytes, toBase64, toHex, utf8 } from '../../../src/domain/bytes.ts';
import { canonical } from '../../../src/domain/canonical.ts';
import type { PersonKeys } from '../../../src/domain/ledger/statement.ts';
import { platform } from '../../../src/domain/platform/node.ts';

/** Somebody with a device: both secrets and what others know of them. */
export interface TestPerson {
	/** Ed25519 seed. */
	seed: Bytes;
	/** X25519 secret. */
	box: Bytes;
	keys: PersonKeys;
}

export function makePerson(): TestPerson {
	const [seed, box] = [platform.randomBytes(32), platform.randomBytes(32)];
	return { seed, box, keys: { sign: toHex(platform.ed25519Public(seed)), box: toHex(platform.x25519Public(box)) } };
}

/** The joiner's own signature over both new keys, as `person.enrolled` carries it. */
export function joinProof(person: TestPerson, invite: string, origin: string): string {
	const message = canonical({ box: person.keys.box, invite, origin, sign: person.keys.sign });
	return toBase64(platform.ed25519Sign(person.seed, utf8(`custos/join/v1\n${message}`)));
}
