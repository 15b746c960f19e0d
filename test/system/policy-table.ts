import type { Verb } from '../../src/app/policy.ts';

// Who may do what, written down a second time.

/** Everyone the question is asked of. */
export const roles = [
	'nobody',
	'member',
	'otherLead',
	'removedLead',
	'suspendedLead',
	'suspendedSteward',
	'steward',
	'auditor',
	'worker',
	'reader',
	'editor',
	'lead',
] as const;
export type Role = (typeof roles)[number];
const anyoneWithAccount: readonly Role[] = [
	'member',
	'otherLead',
	'removedLead',
	'reader',
	'editor',
	'lead',
	'steward',
];
/** Who may, by verb. */
export const allowed: Readonly<Record<Verb, readonly Role[]>> = {
	'person.invited': ['steward'],
	'invite.withdrawn': ['steward'],
	'person.enrolled': ['steward'],
	'person.suspended': ['steward'],
	'person.reinstated': ['steward'],
	'person.suspended/by-card': [],
	'loss.stated': ['steward'],
	'threshold.changed': ['steward'],
	'act.proposed': ['steward'],
	'act.approved': ['steward'],
	'act.withdrawn': ['steward'],
	'suspension-card.made': [...anyoneWithAccount, 'auditor'],
	'suspension-card.revoked': [...anyoneWithAccount, 'auditor'],
	'epoch.opened': ['worker'],
	'epoch.shared': ['worker'],
	'case.created': anyoneWithAccount,
	'case.member-added': ['lead'],
	'case.member-removed': ['lead'],
	'intake.opened': ['editor', 'lead'],
	'intake.closed': ['editor', 'lead'],
	'item.received': ['editor', 'lead'],
	'item.opened/original': ['editor', 'lead'],
	'item.opened/working': ['reader', 'editor', 'lead'],
	'item.examining': ['worker'],
	'item.kept': ['worker'],
	'item.failed': ['worker'],
	'item.damaged': ['worker'],
	'item.restored': ['worker'],
	'item.retried': ['editor', 'lead'],
	'item.rewrapped': ['editor', 'lead'],
	'item.shared': ['lead'],
	'proxy.requested': ['reader', 'editor', 'lead'],
	'derivative.made': ['worker'],
	'item.examined': ['worker'],
	'clip.added': ['editor', 'lead'],
	'clip.revised': ['editor', 'lead'],
	'exhibit.added': ['editor', 'lead'],
	'exhibit.renamed': ['editor', 'lead'],
	'exhibit.withdrawn': ['editor', 'lead'],
	'item.noted': ['editor', 'lead'],
	'item.watched': ['reader', 'editor', 'lead'],
	'case.vocabulary': ['lead'],
	'report.begun': ['lead'],
	'report.signed': ['lead'],
};
/** They know that the case is there, and are told that they may not; everyone else is told that there is nothing. */
export const insiders: readonly Role[] = ['worker', 'reader', 'editor', 'lead'];
