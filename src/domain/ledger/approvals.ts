import type { Act, ActType } from './act.ts';

/** A proposal that was not carried out within this time, by the notary's clock, is over. */
export const PROPOSAL_MS = 30 * 24 * 3_600_000;

/** Proposals of one person that are neither done nor withdrawn, at the most: everybody who reads the archive's events reads them all. */
export const MOST_OPEN = 100;

/** What no steward ever does alone, whatever the threshold. */
const neverAlone: ReadonlySet<ActType> = new Set<ActType>(['item.expunged']);

/**
 * How many stewards must agree to an act: as many as the threshold to all that gives somebody a right, takes a steward's, or
 * cannot be undone; the larger of both to another threshold; one to stop anybody who is no steward, because that must not wait.
 */
export function approvalsNeeded(act: Act, threshold: number, isSteward: (person: string) => boolean): number {
	if (act.type === 'person.suspended' && !isSteward(act.person)) return 1;
	if (act.type === 'threshold.changed') return Math.max(threshold, act.threshold);
	return neverAlone.has(act.type) ? Math.max(2, threshold) : threshold;
}
