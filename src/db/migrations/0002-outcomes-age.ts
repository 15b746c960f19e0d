/** Outcomes are a way of answering, not evidence: with their age known, the notary drops those that nobody waits for. */
export const outcomesAge = /* sql */ `
alter table outcomes add column at timestamptz not null default now();
`;
