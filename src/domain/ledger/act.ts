import { z } from 'zod';
import { platform } from '#platform';
import { toHex, utf8 } from '../bytes.ts';
import { canonical, type Json } from '../canonical.ts';
import { Base64, Count, Hex32, Id } from '../ids.ts';
import { ArchiveRole } from '../roles.ts';

/** A person's two public keys. */
export const PersonKeys = z.strictObject({ sign: Hex32, box: Hex32 });
export type PersonKeys = z.infer<typeof PersonKeys>;

/** How many stewards must agree. No archive has more than these. */
export const Threshold = z.number().int().min(1).max(20);

/** Stewards to whom the reason of a proposal is sealed in one statement: so many fit in it. */
export const MAX_REASONS = 20;

/** Why an item is to be expunged, sealed to each of the stewards who are asked: `expunge-reason.ts`. */
export const SealedReasons = z
	.array(z.strictObject({ person: Hex32, sealed: Base64(1000) }))
	.min(1)
	.max(MAX_REASONS);

/** Why the log's key is rotated, if that is said: as planned, or because somebody else may have it. */
export const RotationReason = z.enum(['planned', 'suspected']);
export type RotationReason = z.infer<typeof RotationReason>;

/**
 * What stewards may propose to one another, each with the fields that the statement itself will have besides the common
 * ones: `statement.ts` takes them from here, so that what was approved and what is done cannot differ in shape.
 */
export const actShapes = {
	/** `formerly`: the key they had before, by the word of the steward: a new device, or a forgotten passphrase. */
	'person.enrolled': {
		invite: Id,
		role: ArchiveRole,
		person: PersonKeys,
		proof: Base64(100),
		formerly: Hex32.optional(),
	},
	'person.suspended': { person: Hex32 },
	'person.reinstated': { person: Hex32 },
	/** So many stewards must agree from here on. */
	'threshold.changed': { threshold: Threshold },
	/** Everything about the item is destroyed, for ever; `judge-expunged.ts`. `why`: a salted hash of the reason; `expunge-reason.ts`. */
	'item.expunged': { item: Id, why: Hex32 },
	/** This log's key signed `checkpoint`; what stood there from entry `from` on is lost, and the log goes on without it. */
	'loss.stated': { from: Count, checkpoint: z.string().max(4000) },
	/** The log's key `closes` (its public key) signs the checkpoint that ends with this, and nothing after; `next`, a verifier key, goes on. */
	'log.rotated': { closes: Hex32, next: z.string().max(400), reason: RotationReason.optional() },
} as const;

function act<const T extends keyof typeof actShapes>(name: T) {
	return z.strictObject({ type: z.literal(name), ...(actShapes[name] as (typeof actShapes)[T]) });
}

/** An act of the archive as it is proposed, in the clear: the statement's own fields. */
export const Act = z.discriminatedUnion('type', [
	act('person.enrolled'),
	act('person.suspended'),
	act('person.reinstated'),
	act('threshold.changed'),
	act('loss.stated'),
	act('item.expunged'),
	act('log.rotated'),
]);
export type Act = z.infer<typeof Act>;
export type ActType = Act['type'];

/** What approvals are for: the SHA-256 of the act's canonical JSON, hex. */
export function actHash(act: object): Hex32 {
	return toHex(platform.sha256(utf8(canonical(act as Json)))) as Hex32;
}

/** The act in a statement: its type and the fields that were proposed; nothing for a type that is not proposed. */
export function actOf(statement: { type: string }): object {
	const shape: { [field: string]: unknown } = actShapes[statement.type as ActType] ?? {};
	return Object.fromEntries(Object.entries(statement).filter(([field]) => field === 'type' || field in shape));
}
