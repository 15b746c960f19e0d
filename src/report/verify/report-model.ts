import { z } from 'zod';
import { Count, Hex32, Id, Time } from '../../domain/ids.ts';
import { Choices } from '../../domain/leaves.ts';

/** A value that the issuer states; null: not known or not disclosed. */
const Stated = z.string().max(20_000).nullable();
export const Fields = z.record(z.string().max(200), z.json());
export type Fields = z.infer<typeof Fields>;
const Pseudonym = z.string().regex(/^P-[0-9a-f]{8}$/);
/** A path inside the bag: safe on every system, so never a name that came with the footage. */
export const BagPath = z
	.string()
	.max(200)
	.regex(/^data(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/);

/** One line of the custody table, derived from one entry of the log. */
export const CustodyRow = z.strictObject({
	index: Count,
	/** RFC 6962 leaf hash. */
	leaf: Hex32,
	subject: z.strictObject({ kind: z.string(), id: z.string(), n: Count }),
	/** By the actor's clock, and by the notary's. */
	claimed: Time,
	attested: Time,
	/** By an outside time authority: it was in the log no later than this. Null: none has stamped it. */
	stamped: Time.nullable(),
	actor: Pseudonym,
	key: Hex32,
	role: z.string().nullable(),
	/** Type of the statement, its PREMIS or local code, and words in the report's language. */
	event: z.string(),
	code: z.string(),
	action: z.string(),
	purpose: Stated,
	from: Stated,
	to: Stated,
	system: Stated,
	/** SHA-256 of the sealed bytes before and after, where the event concerns them. */
	before: Hex32.nullable(),
	after: Hex32.nullable(),
	/** `accepted` or `denied:code`. */
	outcome: z.string(),
});
export type CustodyRow = z.infer<typeof CustodyRow>;

export const Clip = z.strictObject({
	id: Id,
	/** Milliseconds; null where the clip’s sealed detail does not open. */
	fromMs: z.number().min(0).nullable(),
	toMs: z.number().min(0).nullable(),
	fromFrame: Count.nullable(),
	toFrame: Count.nullable(),
	tags: z.array(z.string()),
	note: Stated,
	people: z.array(z.string()),
	/** People shown whose names stay hashes; left out where there is none, or nobody was chosen to be named. */
	peopleWithheld: Count.min(1).optional(),
});

export type Clip = z.infer<typeof Clip>;

export const Exhibit = z.strictObject({
	id: Id,
	/** Of the item in its case, and of the clip under that; null for the item itself. */
	number: Count,
	clipNumber: Count.nullable(),
	withdrawn: z.boolean(),
	label: z.string().max(60),
	title: Stated,
	clip: Clip.nullable(),
});
export type Exhibit = z.infer<typeof Exhibit>;

/** One stream of an item: the RFC 6962 root over its packets' SHA-256. */
export const PacketStream = z.strictObject({
	index: Count,
	codecType: z.string().max(64),
	packets: Count,
	root: Hex32,
});
export const ToolCommand = z.strictObject({
	program: z.string().max(64),
	args: z.array(z.string().max(4000)).max(1000),
});
const BagFile = z.strictObject({ path: BagPath, sha256: Hex32 });

export const ReportItem = z.strictObject({
	id: Id,
	folder: BagPath,
	class: z.literal('original'),
	parent: z.null(),
	exhibits: z.array(Exhibit),
	/** The last part of the path. */
	name: Stated,
	path: Stated,
	size: Count.nullable(),
	/** Time of the file where it was received from, UTC. */
	modified: Stated,
	/** SHA-256 of the plaintext, and who computed it where. */
	sha256: Hex32.nullable(),
	hashedBy: Stated,
	sealed: z.strictObject({ prefix: Hex32, body: Hex32, size: Count }),
	files: z.strictObject({
		original: BagPath.nullable(),
		age: BagPath.nullable(),
		key: BagPath.nullable(),
		probe: BagFile.nullable(),
		packets: BagFile.nullable(),
		/** Milliseconds from the beginning that the recording states; what is before it is negative. */
		keyframes: z.array(BagFile.extend({ ptsMs: z.number() })),
	}),
});
export type ReportItem = z.infer<typeof ReportItem>;

/** An item that was expunged: its number, since when, and of how many events leaf and skeleton are left. Nothing else. */
export const Expunged = z.strictObject({
	id: Id,
	/** As an exhibit of the case, if it had one that was not withdrawn. */
	number: Count.nullable(),
	label: z.string().max(60).nullable(),
	/** The entry that expunged it, and its RFC 6962 leaf hash. */
	index: Count,
	leaf: Hex32,
	attested: Time,
	events: Count,
});
export type Expunged = z.infer<typeof Expunged>;

export const Technical = z.strictObject({
	item: Id,
	summary: Fields.nullable(),
	packets: z.array(PacketStream),
	tools: Fields.nullable(),
	commands: z.array(ToolCommand),
	/** What the examination remarked besides its results. Left out where it remarked nothing. */
	warnings: z.array(z.string().max(500)).min(1).optional(),
	probeSha256: Hex32.nullable(),
	/** Where the file claims to have been recorded, by its raw media data in the bag (ISO 6709). */
	place: z.string().max(200).optional(),
});
export type Technical = z.infer<typeof Technical>;

const notKnown = z.array(z.string());
/** Places in the log. */
const Indices = z.array(Count);

/** Whose certificate report.pdf is signed with (PAdES). */
export const Seal = z.strictObject({
	/** `self-made`: derived from the issuer's own key, so that nobody vouches for the name in it. */
	kind: z.enum(['self-made', 'given']),
	subject: z.string().min(1).max(500),
	/** SHA-256 of the certificate in DER. */
	certificate: Hex32,
	/** Null: without end. */
	validUntil: Time.nullable(),
});
export type Seal = z.infer<typeof Seal>;

export const Derived = {
	origin: z.strictObject({
		intakes: z.array(z.strictObject({ intake: Id, index: Count, record: Fields.nullable() })),
	}),
	acquisition: z.array(
		z.strictObject({
			item: Id,
			index: Count,
			intake: Id,
			collector: Pseudonym,
			role: z.string().nullable(),
			claimed: Time,
			attested: Time,
			/** Notary's clock minus collector's, in milliseconds. */
			clockOffsetMs: z.number().int(),
			tool: Stated,
			method: Stated,
		}),
	),
	custody: z.array(CustodyRow),
	access: z.strictObject({
		granted: Indices,
		denied: Indices,
		people: z.array(
			z.strictObject({
				actor: Pseudonym,
				key: Hex32,
				roles: z.array(z.string()),
				events: Count,
				granted: Count,
				denied: Count,
			}),
		),
	}),
	deviations: z.array(z.strictObject({ index: Count, item: Id.nullable(), event: z.string(), reason: Stated })),
	derivatives: z.array(
		z.strictObject({
			item: Id,
			derivative: Id,
			index: Count,
			prefix: Hex32,
			body: Hex32,
			size: Count,
			from: Hex32.nullable(),
			record: Fields.nullable(),
		}),
	),
	integrity: z.strictObject({
		origin: z.string(),
		logKey: z.string(),
		checkpoint: z.strictObject({ size: Count, root: Hex32 }),
		cosignatures: z.array(z.string()),
		timestamps: z.array(z.string()),
		histories: z.array(
			z.strictObject({ kind: z.enum(['case', 'item']), id: Id, events: Count, first: Count, last: Count }),
		),
		enrolments: Indices,
	}),
};

/** An entry whose detail is sealed, or shown in part. `fields`: how many of its fields are hidden; null: all, and their number too. */
export const Withheld = z.strictObject({ index: Count, event: z.string(), fields: Count.nullable() });
export type Withheld = z.infer<typeof Withheld>;

/**
 * An item whose stored body was found to be another (`differs`) or not there (`missing`) and was not restored since, or was not found to be
 * what was received (`failed`), or was not looked at (`unread`). `index`: the entry that says so.
 */
export const Unkept = z.strictObject({
	item: Id,
	index: Count.nullable(),
	found: z.enum(['differs', 'missing', 'failed', 'unread']),
});
export type Unkept = z.infer<typeof Unkept>;

/** The thirteen sections, in their order, as `report.json` holds them (RFC 8785). Derived sections can be rebuilt from the entries. */
export const CustodyReport = z.strictObject({
	v: z.literal(1),
	language: z.enum(['en', 'ru']),
	report: z.strictObject({
		id: Id,
		issued: Time,
		issuer: z.strictObject({ actor: Pseudonym, key: Hex32, role: z.string() }),
		software: z.strictObject({ name: z.literal('Custos'), version: z.string(), commit: Stated }),
		purpose: Stated,
		authority: Stated,
		recipient: Stated,
		redactions: z.array(z.string()),
		supersedes: Id.nullable(),
		/** What was chosen to leave, and every detail that did not, or not wholly. Reports of earlier versions have none. */
		disclosure: z.strictObject({ choices: Choices, withheld: z.array(Withheld) }).optional(),
		notKnown,
	}),
	case: z.strictObject({
		id: Id,
		title: Stated,
		prefix: Stated,
		legalBasis: Stated,
		consent: Stated,
		restrictions: Stated,
		victimProtection: Stated,
		details: Fields,
		notKnown,
	}),
	items: z.array(ReportItem).max(100_000),
	/** Beside the items: those that were expunged. Left out where there is none. */
	expunged: z.array(Expunged).min(1).max(100_000).optional(),
	origin: Derived.origin.extend({ notKnown }),
	acquisition: Derived.acquisition,
	technical: z.strictObject({ items: z.array(Technical), notKnown }),
	custody: Derived.custody,
	access: Derived.access,
	deviations: z.strictObject({ events: Derived.deviations, notKnown }),
	derivatives: z.strictObject({ made: Derived.derivatives, notKnown }),
	integrity: Derived.integrity,
	certification: z.strictObject({
		person: Pseudonym,
		qualification: Stated,
		statement: z.string().max(20_000),
		/** Null: report.pdf is not signed in itself. */
		seal: Seal.nullable(),
	}),
	verification: z.strictObject({
		proven: z.array(z.string()),
		notProven: z.array(z.string()),
		/** Left out where there is none. Reports of earlier versions have none. */
		unkept: z.array(Unkept).min(1).max(100_000).optional(),
	}),
});
export type CustodyReport = z.infer<typeof CustodyReport>;
