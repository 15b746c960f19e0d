/** A proposal that was not carried out within this time, by the notary's clock, is over. */
export const PROPOSAL_MS = 30 * 24 * 3_600_000;
