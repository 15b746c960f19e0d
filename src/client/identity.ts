import nacl from 'tweetnacl';
import { z } from 'zod';
import { type Bytes, fromHex, toHex } from '../domain/bytes.ts';
import { Hex32 } from '../domain/ids.ts';
import type { PersonKeys } from '../domain/ledger/statement.ts';

/** A person's secret keys. They are made on the person's device and never leave it unsealed. */
export interface Identity {
	/** Ed25519 seed. */
	seed: Bytes;
	/** X25519 secret key. */
	box: Bytes;
	/** The public halves, as the ledger knows them. */
	keys: PersonKeys;
}

/** What is kept, sealed under a passphrase. */
export const StoredIdentity = z.strictObject({ v: z.literal(1), seed: Hex32, box: Hex32 });

/** New keys from the device's random generator. */
export function createIdentity(): Identity {
	return openIdentity({ v: 1, seed: toHex(nacl.randomBytes(32)), box: toHex(nacl.randomBytes(32)) });
}

export function openIdentity(stored: z.infer<typeof StoredIdentity>): Identity {
	const [seed, box] = [fromHex(stored.seed), fromHex(stored.box)];
	const sign = nacl.sign.keyPair.fromSeed(seed).publicKey;
	return { seed, box, keys: { sign: toHex(sign), box: toHex(nacl.box.keyPair.fromSecretKey(box).publicKey) } };
}

export function storeIdentity(identity: Identity): z.infer<typeof StoredIdentity> {
	return { v: 1, seed: toHex(identity.seed), box: toHex(identity.box) };
}

/** How a person is called where their name may not be: `P-` and eight digits of their key. */
export function pseudonym(key: string): string {
	return `P-${key.slice(0, 8)}`;
}

/** A key in groups, for comparing by voice. */
export function fingerprint(key: string): string {
	return (key.slice(0, 32).match(/.{4}/g) ?? []).join(' ');
}
