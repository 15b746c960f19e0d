import { z } from 'zod';
import { errorCodes } from './errors.ts';
import { Base64, Count, Hex32, Id, Time } from './ids.ts';
import { BareEntry, BatchProof } from './ledger/batch.ts';
import { KeyLink, MOST_LINKS } from './ledger/key-links.ts';
import { EntryText, Receipt } from './ledger/receipt.ts';
import { Remains } from './ledger/remains.ts';
import { Left, MAX_STATEMENT, PersonKeys } from './ledger/statement.ts';
import { CaseRole } from './roles.ts';

/** What goes over the wire between a client and the API, besides entries and ciphertext. */

/** A statement on its way in, with what goes beside it. */
export const Submission = z.strictObject({
	statement: z.string().max(MAX_STATEMENT),
	signature: Base64(88),
	/** The sealed detail the statement commits to. */
	sealed: Base64(350_000).optional(),
	/** The prefix of the sealed body, where the statement names one. */
	prefix: Base64(8_000).optional(),
	/** HMAC-SHA256 of the statement under the founding code, for entry 0 alone. */
	founding: Hex32.optional(),
});
export type Submission = z.infer<typeof Submission>;

/** What became of a statement: a receipt (of an accepted or a denied entry), or a refusal that left no entry. */
export const Outcome = z.union([
	z.strictObject({ receipt: Receipt }),
	z.strictObject({ error: z.strictObject({ code: z.enum(errorCodes), message: z.string() }) }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** A proof that one holds a person's key: a signature over `custos/session/v1\n` ‖ canonical JSON of the other fields. */
export const SessionProof = z.strictObject({
	origin: z.string().max(200),
	actor: Hex32,
	nonce: Id,
	time: Time,
	signature: Base64(88),
});
export type SessionProof = z.infer<typeof SessionProof>;

/** A request to be enrolled: new keys, the invite's HMAC over them, the joiner's own signature, a name sealed to the inviter. */
export const Join = z.strictObject({
	invite: Id,
	person: PersonKeys,
	proof: Base64(100),
	mac: Hex32,
	name: Base64(2000),
});
export type Join = z.infer<typeof Join>;

export const ItemState = z.enum(['received', 'kept', 'examined', 'failed']);
export type ItemState = z.infer<typeof ItemState>;

export const BeginUpload = z.strictObject({ object: Id, case: Id, size: Count, partSize: Count });
export type BeginUpload = z.infer<typeof BeginUpload>;

/** One item with the entries that make it. */
export const Item = z.object({
	item: Id,
	case: Id,
	state: ItemState,
	received: EntryText,
	intake: EntryText,
	/** The last fresh wrap for workers, if there was one. */
	rewrapped: EntryText.optional(),
	kept: EntryText.optional(),
	examined: EntryText.optional(),
	derivative: EntryText.optional(),
	/** The copy that browsers play: the entry by which it was asked for, made, or failed. */
	proxy: EntryText.optional(),
	/** The newest entry that shared it into each of one's cases that did not receive it. */
	shared: z.array(EntryText).default([]),
	/** The prefix of the original; sent to workers, who will want it. */
	prefix: Base64(8_000).optional(),
});
export type Item = z.infer<typeof Item>;

/** What the notary says of one of its witnesses. Its word: only cosignatures verify by themselves. */
export const WitnessState = z.object({
	/** What the policy calls it. */
	name: z.string(),
	/** Entries in the last checkpoint of which it sent a cosignature, and when; null before the first. */
	size: Count.nullable(),
	at: Time.nullable(),
	/** Why it sends none, and since when. */
	trouble: z
		.object({
			why: z.enum(['away', 'not-cosigned', 'ahead', 'other', 'refused', 'lost']),
			since: Time,
			size: Count.optional(),
			status: z.number().optional(),
		})
		.nullable(),
});
export type WitnessState = z.infer<typeof WitnessState>;

/** Why the notary appends nothing: a witness has seen more, or other, entries of this log than it has. */
export const Held = z.object({
	witness: z.string(),
	/** Entries here when it was found, and in what the witness has seen. */
	entries: Count,
	size: Count,
	/** What the witness has seen, signed by this log's key; null where it is the witness's bare word. */
	root: Hex32.nullable(),
	note: z.string().max(8000).nullable(),
	since: Time,
});
export type Held = z.infer<typeof Held>;

/** Why something does not go on. */
const Trouble = z.object({ why: z.string(), since: Time });
const Outcomes = z.object({ outcomes: z.array(Outcome.nullable()) });
const Entries = z.object({ entries: z.array(EntryText) });

/** A case's newer keys, oldest first (to a worker the newest alone), and by which one was given the newest one has. */
const caseKeys = { rekeyed: z.array(EntryText).default([]), granted: EntryText.optional() };

/** A request to a time authority that the archive asks (RFC 3161, DER), to be passed on. */
export const TimeQuestion = z.strictObject({ authority: z.string().max(2000), request: Base64(172) });
export type TimeQuestion = z.infer<typeof TimeQuestion>;

/** Answers, by what was asked. */
export const answers = {
	archive: z.object({
		log: z.string(),
		notary: Hex32,
		time: z.string(),
		checkpoint: z.string().nullable(),
		founding: EntryText.nullable(),
		/** How the log's key was rotated, from its first on; and the key that the notary has prepared to be the next. */
		links: z.array(KeyLink).max(MOST_LINKS).default([]),
		prepared: z.string().nullable().default(null),
	}),
	consistency: z.object({ checkpoint: z.string(), proof: z.array(Base64(44)) }),
	/** Null where no witness is asked. */
	times: z.object({
		tokens: z.array(
			z.object({ authority: z.string(), size: Count, note: z.string().max(8000), answer: z.string().max(100_000) }),
		),
	}),
	timeState: z.object({
		entries: Count,
		authorities: z.array(
			z.object({
				authority: z.string(),
				/** Entries in the last checkpoint it stamped, and the time it said. */
				size: Count.nullable(),
				time: Time.nullable(),
				trouble: z.object({ why: z.enum(['away', 'refused', 'bad']), since: Time }).nullable(),
			}),
		),
	}),
	/** What a time authority answered, as it came, or why it did not. */
	passedOn: z.union([
		z.strictObject({ answer: Base64(90_000) }),
		z.strictObject({ trouble: z.enum(['away', 'refused', 'bad']) }),
	]),
	/** Bytes; `why` is the code of an error; `second` is null where there is no second copy. */
	copies: z.object({
		second: z.object({ waiting: Count, oldest: Time.nullable(), trouble: Trouble.nullable(), at: Time }).nullable(),
		rehash: z
			.object({
				began: Time,
				ended: Time.nullable(),
				done: Count,
				total: Count,
				trouble: Trouble.nullable(),
				at: Time,
			})
			.nullable(),
		/** Bodies that are missing or altered, since when the first of them is, and which of one's own items. */
		damaged: z.object({ bodies: Count, since: Time.nullable(), items: z.array(Id) }),
	}),
	witnesses: z.object({
		witnesses: z
			.object({
				/** C2SP tlog-policy, without addresses. */
				policy: z.string(),
				/** The newest checkpoint that enough of them cosigned. */
				cosigned: z.string().nullable(),
				/** Entries in the log now, and when the first of them that is not under `cosigned` was written. */
				entries: Count,
				since: Time.nullable(),
				states: z.array(WitnessState),
				held: Held.nullable(),
			})
			.nullable(),
	}),
	session: z.object({ token: Hex32, expires: Time }),
	outcome: z.object({ outcome: Outcome.nullable() }),
	card: z.object({ card: z.object({ person: Hex32, inForce: z.boolean(), suspended: z.boolean() }).nullable() }),
	outcomes: Outcomes,
	/** The archive's own events, and the notary's signed word how many there are. */
	people: z.object({ word: z.string(), entries: z.array(EntryText) }),
	epoch: z.object({ opened: EntryText, worker: EntryText }),
	joins: z.object({ joins: z.array(Join) }),
	cases: z.object({
		cases: z.array(z.object({ case: Id, role: CaseRole, created: EntryText, joined: EntryText, ...caseKeys })),
		next: Count.nullable(),
	}),
	/** `joined`: by which one came in; not to a worker. */
	case: z.object({ created: EntryText, joined: EntryText.optional(), ...caseKeys }),
	members: z.object({
		members: z.array(z.object({ person: Hex32, role: CaseRole, active: z.boolean(), joined: EntryText })),
		next: Count.nullable(),
	}),
	items: z.object({
		items: z.array(
			z.object({
				item: Id,
				state: ItemState,
				kept: z.boolean(),
				/** It is in another case too: the archive's word. */
				elsewhere: z.boolean(),
				received: BareEntry,
				examined: BareEntry.optional(),
				/** By which it came into this case, where it was received in another. */
				shared: BareEntry.optional(),
			}),
		),
		/** Of all these entries together. */
		proof: BatchProof.nullable(),
		next: Count.nullable(),
	}),
	counts: z.object({
		received: Count,
		kept: Count,
		examined: Count,
		failed: Count,
		/** Items that wait for a worker, by the epoch that can open them, and when its key was last in use. */
		waiting: z.array(z.object({ epoch: Count, items: Count, seen: Time.nullable(), open: z.boolean() })),
	}),
	states: z.object({
		states: z.array(z.object({ item: Id, state: ItemState, kept: z.boolean(), proof: EntryText.optional() })),
	}),
	item: Item,
	/** From the first that was asked for on, as many as one answer holds. */
	workItems: z.object({ items: z.array(Item) }),
	entries: Entries,
	/** The notary's signed count, or null when it did not answer in time. */
	signedCount: z.object({ count: z.string().nullable() }),
	/** `next`: the index to ask from for more; null at the end. */
	marks: z.object({ entries: z.array(EntryText), next: Count.nullable() }),
	expunged: z.object({
		entries: z.array(EntryText),
		/** The archive's word: the ciphertext of these is under a retention until then. */
		kept: z.array(z.object({ item: Id, until: Time })),
		next: Count.nullable(),
	}),
	left: z.object({ left: z.array(Left) }),
	/** `next`: the item's event to ask from for more; null at the end. */
	remains: z.object({ entries: z.array(Remains), next: Count.nullable() }),
	sealed: z.object({ prefix: Base64(8_000), size: Count }),
	upload: z.object({ done: z.boolean(), parts: z.array(z.object({ part: Count, sha256: Hex32 })) }),
	work: z.object({ items: z.array(z.object({ item: Id, attempt: Count, proxy: z.boolean() })) }),
	held: z.object({ items: z.array(Id) }),
	/** What waits for the key of each epoch, and the newest entry that was sealed to it. */
	epochs: z.object({ epochs: z.array(z.object({ epoch: Count, waiting: Count, last: Count.nullable() })) }),
	nothing: z.object({}),
} as const;
