/** One thing that is not as it must be, named so that a person can look at it. Ids are pseudonyms; nothing sealed is shown. */
export interface Difference {
	/** The entry it is about, or the first entry it can be about. */
	index?: number;
	/** The table it was found in. */
	table?: string;
	what: string;
}

/** The one that comes first in the ledger; those without an index come last. */
export function earlier(a: Difference | undefined, b: Difference | undefined): Difference | undefined {
	if (a === undefined || b === undefined) return a ?? b;
	return (b.index ?? Number.POSITIVE_INFINITY) < (a.index ?? Number.POSITIVE_INFINITY) ? b : a;
}
