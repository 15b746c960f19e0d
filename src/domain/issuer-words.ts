import { z } from 'zod';
import type { Json } from './canonical.ts';
import { Id } from './ids.ts';
import { hashOf } from './leaves.ts';

const Said = z.string().min(1).max(20_000).optional();

/** What the issuer says in their own words, which no entry holds: whoever verifies the report is told so. */
export const IssuerWords = z.strictObject({
	authority: Said,
	legalBasis: Said,
	consent: Said,
	victimProtection: Said,
	/** Name, office, qualification of whoever certifies the report. */
	qualification: Said,
	/** An earlier report of the case, which this one replaces. */
	supersedes: Id.optional(),
});
export type IssuerWords = z.infer<typeof IssuerWords>;

/** All of them, in the order of the report. */
export const issuerFields = [
	'authority',
	'legalBasis',
	'consent',
	'victimProtection',
	'qualification',
	'supersedes',
] as const satisfies readonly (keyof IssuerWords)[];

/** Only what is said of these: nothing that is null, undefined or empty. */
export function saidOf(words: { readonly [name: string]: Json | undefined }): { [name: string]: Json } {
	return Object.fromEntries(
		Object.entries(words).flatMap(([name, one]) =>
			one === undefined || one === null || one === '' ? [] : [[name, one]],
		),
	);
}

/**
 * `words` of `leaves`: SHA-256 of the canonical words that are said, with the salt of the same `leaves` among them, so that nobody
 * can guess them; undefined where nothing is said.
 */
export function hashOfWords(words: { readonly [name: string]: Json | undefined }, salt: string): string | undefined {
	const said = saidOf(words);
	return Object.keys(said).length === 0 ? undefined : hashOf({ ...said, salt });
}
