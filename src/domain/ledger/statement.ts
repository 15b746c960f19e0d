import { z } from 'zod';
import { platform } from '#platform';
import { type Bytes, concat, fromHex, text, toHex, utf8 } from '../bytes.ts';
import { canonical, type Json, parseCanonical } from '../canonical.ts';
import { CustosError } from '../errors.ts';
import { Base64, Count, Hex32, Id, Time } from '../ids.ts';
import { ArchiveRole, CaseRole, ItemClass } from '../roles.ts';
import { requireStrictKeys } from '../strict-keys.ts';
import { Act, actShapes, PersonKeys, SealedReasons, Threshold } from './act.ts';
import { parseKey } from './note.ts';

export { PersonKeys };

/**
 * A statement is what a person or a process signs when it does something: the only way anything happens. Its bytes are
 * canonical JSON (RFC 8785); the signature is Ed25519 over `custos/statement/v1\n` ‖ bytes.
 */

const PREFIX = utf8('custos/statement/v1\n');

/** No statement is larger than this many bytes. */
export const MAX_STATEMENT = 16_384;

/** Grants of a case's new key in one statement: so many fit in it. */
export const MAX_GRANTS = 24;

/** Cases that an item may be in to be expunged: so many fit in one statement. */
export const MAX_LEFT = 120;

/** What is left of an expunged item in a case. */
export const Left = z.strictObject({ case: Id, exhibits: Count, exhibit: Count.optional() });
export type Left = z.infer<typeof Left>;

const Sealed = Base64(4096);
const Generation = z.number().int().min(1).max(1_000_000);

/** A sealed body: where it lies and what it must hash to. A small item shares its object with others. */
export const Body = z.strictObject({ object: Id, offset: Count, size: Count, sha256: Hex32 });
export type Body = z.infer<typeof Body>;

const common = {
	v: z.literal(1),
	/** 128 random bits, never used again by this actor. */
	id: Id,
	/** The log this statement is meant for. */
	origin: z.string().min(1).max(200),
	/** The actor's Ed25519 public key. */
	actor: Hex32,
	/** The actor's clock. Claimed, not attested. */
	time: Time,
	/** The last checkpoint the actor verified; it must be a beginning of this log. */
	seen: z.strictObject({ size: Count, root: Hex32 }),
	/** The root of the sealed detail's fields, and the SHA-256 of the sealed bytes. */
	detail: z.strictObject({ root: Hex32, sealed: Hex32 }).optional(),
};

/** `approval`: the proposal by which enough stewards agreed to exactly this. `rules`: from here on people are counted, not keys; of a case's policy: in this case. */
const [approval, rules] = [Id.optional(), z.literal(2).optional()];

const inCase = { ...common, case: Id, generation: Generation };
const onItem = { ...inCase, item: Id };

function type<const T extends string, S extends z.ZodRawShape>(name: T, shape: S) {
	return z.strictObject({ type: z.literal(name), ...shape });
}

export const Statement = z.discriminatedUnion('type', [
	// the archive and its people
	type('archive.founded', {
		...common,
		log: z.string().max(400),
		notary: Hex32,
		recovery: Hex32,
		stewards: z.array(PersonKeys).min(1).max(20),
		/** So many of the stewards must agree; `judge-stewards.ts` says on what. */
		threshold: Threshold,
		rules,
	}),
	type('person.invited', { ...common, invite: Id, role: ArchiveRole }),
	/** Nobody comes in by this invite any more. */
	type('invite.withdrawn', { ...common, invite: Id }),
	type('person.enrolled', { ...common, ...actShapes['person.enrolled'], approval }),
	/** `by`: the actor is the key of the card that this person gave to somebody they trust. */
	type('person.suspended', {
		...common,
		...actShapes['person.suspended'],
		by: z.literal('card').optional(),
		approval,
	}),
	type('person.reinstated', { ...common, ...actShapes['person.reinstated'], approval }),
	type('threshold.changed', { ...common, ...actShapes['threshold.changed'], approval }),
	/** What a steward wants done, in the clear but for a reason; whoever proposes it approves it. */
	type('act.proposed', { ...common, proposal: Id, act: Act, reasons: SealedReasons.optional(), rules }),
	/** `what`: the hash of the act that was shown to the approver. */
	type('act.approved', { ...common, proposal: Id, what: Hex32, rules }),
	type('act.withdrawn', { ...common, proposal: Id }),
	/** The actor's own: whoever holds the secret key of `card` may suspend them, once, and nothing else. It ends the one before. */
	type('suspension-card.made', { ...common, card: Hex32 }),
	type('suspension-card.revoked', { ...common, card: Hex32 }),
	type('epoch.opened', { ...common, epoch: Generation, key: Hex32 }),
	/** The actor has destroyed its copy of the epoch's secret key. It is stated, and cannot be proven. Nothing is sealed to it any more. */
	type('epoch.closed', { ...common, epoch: Generation }),
	/** The epoch's secret key, sealed to another worker. */
	type('epoch.shared', { ...common, epoch: Generation, person: Hex32, grant: Sealed }),
	type('loss.stated', { ...common, ...actShapes['loss.stated'], approval }),
	/** The last entry under the key it closes (`log-keys.ts`). */
	type('log.rotated', { ...common, ...actShapes['log.rotated'], approval }),
	type('denials.folded', { ...common, person: Hex32, count: Count, root: Hex32 }),
	// a case and its members
	type('case.created', { ...inCase, key: Hex32, grant: Sealed }),
	type('case.member-added', { ...inCase, person: Hex32, role: CaseRole, grant: Sealed }),
	type('case.member-removed', { ...inCase, person: Hex32 }),
	/**
	 * The case's next key: `generation` is its own. `previous` is the secret of the key before it, sealed to this one; `grants`
	 * are this one's secret, sealed to members. Those there is no room for get theirs by `case.key-granted`.
	 */
	type('case.rekeyed', {
		...inCase,
		key: Hex32,
		previous: Sealed,
		grants: z
			.array(z.strictObject({ person: Hex32, grant: Sealed }))
			.min(1)
			.max(MAX_GRANTS),
	}),
	/** The secret of the case's key today, sealed to a member who has not got it. */
	type('case.key-granted', { ...inCase, person: Hex32, grant: Sealed }),
	// footage
	type('intake.opened', {
		...inCase,
		intake: Id,
		epoch: Generation,
		forCase: Sealed,
		forEpoch: Sealed,
		forNotary: Sealed,
	}),
	/** The completeness statement of an intake: every file kept, or listed with the reason. */
	type('intake.closed', { ...inCase, intake: Id }),
	/** `forEpoch`: what a worker must know to check the deposit, sealed to the intake's worker epoch. */
	type('item.received', { ...onItem, intake: Id, prefix: Hex32, body: Body, forEpoch: Sealed }),
	type('item.opened', { ...onItem, class: ItemClass }),
	type('item.examining', { ...onItem, epoch: Generation }),
	type('item.kept', { ...onItem, prefix: Hex32, sha256: Hex32 }),
	type('item.failed', { ...onItem, phase: z.enum(['keeping', 'examining', 'proxy']) }),
	type('item.retried', { ...onItem }),
	/** The sealed body of the item, or of its `derivative`, is not in the store, or is not what its entry commits to. */
	type('item.damaged', { ...onItem, derivative: Id.optional(), found: z.enum(['missing', 'differs']) }),
	/** It is there again and was hashed: put back from the second copy, or found well. */
	type('item.restored', { ...onItem, derivative: Id.optional(), sha256: Hex32, by: z.enum(['second', 'others']) }),
	/**
	 * The item is destroyed: its prefixes, its bodies, the statements about it. `left`: what must be known of it afterwards,
	 * as the notary's books have it: the cases it was in, by id, how many exhibits each had numbered, and under which
	 * number the item was one.
	 */
	type('item.expunged', {
		...common,
		...actShapes['item.expunged'],
		left: z.array(Left).min(1).max(MAX_LEFT).optional(),
		approval,
	}),
	/** Both member shares of an item, and what a worker must know of it, sealed anew to the open worker epoch. */
	type('item.rewrapped', { ...onItem, epoch: Generation, shares: Sealed, facts: Sealed }),
	/**
	 * An item in another case too. `grant`: its member shares of both classes, sealed to that case, as the detail is.
	 * `version` is one more than that of its last sharing into this case; the first is 1.
	 */
	type('item.shared', {
		...onItem,
		to: Id,
		toGeneration: Generation,
		grant: Sealed,
		version: z.number().int().min(1).max(1_000_000),
	}),
	/** Somebody wants a copy that browsers play; a worker makes one, once. */
	type('proxy.requested', { ...onItem }),
	/** Without `kind`: what the examination made. `forItem`: what whoever opens it must know, sealed to the item's class. */
	type('derivative.made', {
		...onItem,
		derivative: Id,
		prefix: Hex32,
		body: Body,
		kind: z.literal('proxy').optional(),
		forItem: Sealed.optional(),
	}),
	type('item.examined', { ...onItem, derivative: Id.optional() }),
	// the legal work
	type('clip.added', { ...onItem, clip: Id, sha256: Hex32 }),
	/** The whole clip anew. `version` is one more than that of the wording it was made from; the first is 1. */
	type('clip.revised', { ...onItem, clip: Id, version: z.number().int().min(2).max(1_000_000) }),
	/** A clip is numbered `under` the exhibit of its item. */
	type('exhibit.added', { ...onItem, exhibit: Id, clip: Id.optional(), under: Id.optional() }),
	type('exhibit.renamed', { ...onItem, exhibit: Id }),
	type('exhibit.withdrawn', { ...onItem, exhibit: Id }),
	/** A mark on an item; a later one may replace it. */
	type('item.noted', { ...onItem, note: Id, replaces: Id.optional() }),
	/** What a player reports as really shown. */
	type('item.watched', { ...onItem, class: ItemClass }),
	/** The tags a case uses, all of them; the newest list holds. */
	type('case.vocabulary', { ...inCase }),
	/** What it takes for reports to leave the case, from here on: so many others who agree, and the days that gives. */
	type('case.policy', {
		...inCase,
		rules,
		exports: z.strictObject({ approvals: z.literal([0, 1]), days: z.number().int().min(1).max(90) }),
	}),
	/** `what`: SHA-256 of the choices in the sealed detail, a salt among them. */
	type('export.requested', { ...inCase, report: Id, what: Hex32 }),
	type('export.approved', { ...inCase, report: Id, what: Hex32 }),
	/** By another lead, or by whoever asked. */
	type('export.refused', { ...inCase, report: Id }),
	type('report.begun', { ...inCase, report: Id, item: Id.optional(), what: Hex32.optional() }),
	type('report.signed', { ...inCase, report: Id, json: Hex32, pdf: Hex32, manifest: Hex32 }),
	type('report.handed-over', { ...inCase, report: Id }),
	type('report.acknowledged', { ...inCase, report: Id }),
]);
export type Statement = z.infer<typeof Statement>;
export type StatementType = Statement['type'];
export type StatementOf<T extends StatementType> = Extract<Statement, { type: T }>;

/** Every type of statement there is. */
export const statementTypes: readonly StatementType[] = Statement.options.map((option) => option.shape.type.value);

/** A statement's exact bytes with its signature: what travels, what the leaf commits to. */
export interface SignedStatement {
	bytes: Bytes;
	signature: Bytes;
}

/** What the signature is over. */
export function signedBytes(bytes: Uint8Array): Bytes {
	return concat(PREFIX, bytes);
}

/** Signs a statement with the actor's Ed25519 seed. The actor named in it must be the seed's public key. */
export function signStatement(statement: Statement, seed: Uint8Array): SignedStatement {
	if (toHex(platform.ed25519Public(seed)) !== statement.actor) {
		throw new CustosError('internal', 'a statement is signed by the actor it names');
	}
	const bytes = utf8(canonical(statement as unknown as Json));
	return { bytes, signature: platform.ed25519Sign(seed, signedBytes(bytes)) };
}

/**
 * The statement in these bytes. Throws `bad-request` unless it is canonical JSON of a known type without unknown fields,
 * and `bad-key` when it brings in a key that nobody may seal to or verify with.
 */
export function parseStatement(bytes: Uint8Array): Statement {
	return parseStatementText(text(bytes), bytes.length);
}

/** The same of a text whose UTF-8 has `size` bytes: canonical JSON has no lone surrogates, so text and bytes say the same. */
export function parseStatementText(source: string, size: number): Statement {
	if (size > MAX_STATEMENT) throw new CustosError('too-large', `a statement has at most ${MAX_STATEMENT} bytes`);
	const parsed = Statement.safeParse(parseCanonical(source));
	if (!parsed.success) {
		const where = parsed.error.issues
			.map((issue) => `${issue.path.join('.') || 'statement'}: ${issue.message}`)
			.join('; ');
		throw new CustosError('bad-request', `this statement has the wrong shape: ${where.slice(0, 300)}`);
	}
	requireStrictKeys(keysIn(parsed.data));
	return parsed.data;
}

/** The public keys that others will use once this statement is in the ledger. */
function keysIn(statement: Statement | Act): { sign?: Hex32[]; box?: Hex32[] } {
	switch (statement.type) {
		case 'archive.founded': {
			const { stewards, notary, recovery } = statement;
			return { sign: stewards.map((one) => one.sign), box: [notary, recovery, ...stewards.map((one) => one.box)] };
		}
		case 'person.enrolled':
			return { sign: [statement.person.sign], box: [statement.person.box] };
		case 'act.proposed':
			return keysIn(statement.act);
		case 'suspension-card.made':
			return { sign: [statement.card] };
		case 'log.rotated':
			return { sign: [toHex(parseKey(statement.next).publicKey) as Hex32] };
		case 'epoch.opened':
		case 'case.created':
		case 'case.rekeyed':
			return { box: [statement.key] };
		default:
			return {};
	}
}

/** True if the signature is by the actor the statement names. */
export function verifyStatement(signed: SignedStatement, actor: Hex32): boolean {
	return platform.ed25519Verify(fromHex(actor), signedBytes(signed.bytes), signed.signature);
}

/** The same off the calling thread where the platform can. */
export function verifyStatementAsync(signed: SignedStatement, actor: Hex32): Promise<boolean> {
	return platform.ed25519VerifyAsync(fromHex(actor), signedBytes(signed.bytes), signed.signature);
}
