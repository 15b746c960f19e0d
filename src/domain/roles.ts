import { z } from 'zod';

/** What a person is in the archive. A `member` may do nothing until a case takes them in. */
export const ArchiveRole = z.enum(['member', 'steward', 'auditor', 'worker']);
export type ArchiveRole = z.infer<typeof ArchiveRole>;

/** What a person is in one case. */
export const CaseRole = z.enum(['reader', 'editor', 'lead']);
export type CaseRole = z.infer<typeof CaseRole>;

/** `original`: the item as received. `working`: what workers made from it. One key each. */
export const ItemClass = z.enum(['original', 'working']);
export type ItemClass = z.infer<typeof ItemClass>;
