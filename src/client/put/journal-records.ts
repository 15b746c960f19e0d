import { z } from 'zod';
import { Base64, Count, Hex32, Id } from '../../domain/ids.ts';

/** A file as it was when it was planned. */
export const PlannedItem = z.strictObject({
	item: Id,
	path: z.string(),
	pathBytes: z.string().optional(),
	at: z.string(),
	size: Count,
	modifiedMs: z.number(),
	/** A number that need not be exact: some file systems count beyond 2^53. */
	inode: z.number(),
	/** Where the body begins in its object, and its length. */
	offset: Count,
	length: Count,
	/** The sealed prefix: the keys to seal the same bytes again follow from it and the intake's secrets. */
	prefix: Base64(8000),
	/** Known once sealed: SHA-256 of the plaintext and of the body. */
	sha256: Hex32.optional(),
	body: Hex32.optional(),
});
export type PlannedItem = z.infer<typeof PlannedItem>;

/** What is written down, in the order it happened. Sealed: it holds names, hashes and keys. */
export const JournalRecord = z.discriminatedUnion('t', [
	z.strictObject({
		t: z.literal('intake'),
		intake: Id,
		memberSecret: Hex32,
		notarySecret: Hex32,
		epoch: Count,
		epochKey: Hex32,
	}),
	z.strictObject({ t: z.literal('object'), object: Id, size: Count, partSize: Count, items: z.array(PlannedItem) }),
	z.strictObject({ t: z.literal('part'), object: Id, part: Count, sha256: Hex32 }),
	z.strictObject({
		t: z.literal('sealed'),
		object: Id,
		items: z.array(z.strictObject({ item: Id, sha256: Hex32, body: Hex32 })),
	}),
	z.strictObject({ t: z.literal('abandoned'), object: Id }),
	z.strictObject({ t: z.literal('received'), items: z.array(Id) }),
	z.strictObject({ t: z.literal('kept'), items: z.array(Id) }),
	z.strictObject({ t: z.literal('failed'), path: z.string(), at: z.string(), reason: z.string() }),
	z.strictObject({ t: z.literal('closed'), intake: Id }),
]);
export type JournalRecord = z.infer<typeof JournalRecord>;
