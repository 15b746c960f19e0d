import { z } from 'zod';
import { platform } from '#platform';
import { type Bytes, concat, utf8 } from '../bytes.ts';
import { canonical, parseCanonical } from '../canonical.ts';
import { CustosError } from '../errors.ts';
import { Count, Time } from '../ids.ts';

/**
 * What the notary says of an entry: its type, when it was taken in, with what result, and as the `n`th event of which
 * subject (counted from 1, so that a missing one shows). `exhibit` is the number given to a new exhibit.
 */
export const Skeleton = z.strictObject({
	v: z.literal(1),
	type: z.string().max(40),
	time: Time,
	result: z.string().regex(/^(accepted|denied:[a-z-]+)$/),
	subject: z.strictObject({ kind: z.enum(['archive', 'person', 'case', 'item']), id: z.string().max(64), n: Count }),
	exhibit: Count.optional(),
});
export type Skeleton = z.infer<typeof Skeleton>;

/** Everything needed to open a leaf: the two salts, the skeleton's text, the statement and its signature. */
export interface LeafParts {
	skeleton: string;
	skeletonSalt: Uint8Array;
	statement: Uint8Array;
	signature: Uint8Array;
	statementSalt: Uint8Array;
}

/** 65 bytes: version 1 ‖ SHA-256(salt₁ ‖ skeleton) ‖ SHA-256(salt₂ ‖ statement ‖ signature). Discloses nothing by itself. */
export function buildLeaf(parts: LeafParts): Bytes {
	if (parts.skeletonSalt.length !== 32 || parts.statementSalt.length !== 32 || parts.signature.length !== 64) {
		throw new CustosError('bad-proof', 'salts have 32 bytes and signatures 64');
	}
	return joinLeaf(
		platform.sha256(parts.skeletonSalt, utf8(parts.skeleton)),
		platform.sha256(parts.statementSalt, parts.statement, parts.signature),
	);
}

/** A leaf from its two commitments; lets one half stay closed. */
export function joinLeaf(skeletonHash: Uint8Array, statementHash: Uint8Array): Bytes {
	return concat(new Uint8Array([1]), skeletonHash, statementHash);
}

/** The canonical text (RFC 8785). */
export function formatSkeleton({ exhibit, result, subject: { id, kind, n }, time, type, v }: Skeleton): string {
	// Named in canonical order, the platform's own writer writes the same, several times as fast; but for lone surrogates.
	const ordered = { exhibit, result, subject: { id, kind, n }, time, type, v } satisfies Record<
		keyof Skeleton,
		unknown
	>;
	const text = JSON.stringify(ordered);
	return text.includes('\\ud') ? canonical(ordered) : text;
}

/** Strict; throws `bad-proof`. */
export function parseSkeleton(source: string): Skeleton {
	const parsed = Skeleton.safeParse(parseCanonical(source));
	if (!parsed.success)
		throw new CustosError('bad-proof', 'this is not the skeleton of an entry', { cause: parsed.error });
	return parsed.data;
}
