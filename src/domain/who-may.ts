import type { Statement } from './ledger/statement.ts';
import type { ArchiveRole, CaseRole } from './roles.ts';

/** What a statement is judged as: its type, and for an opening also the class. */
export type Verb =
	| Exclude<Statement['type'], 'item.opened' | 'archive.founded' | 'denials.folded'>
	| 'person.suspended/by-card'
	| 'item.opened/original'
	| 'item.opened/working';

/** Who may: people with an archive role, or members of the case with a case role. */
export type Rule = { readonly archive: readonly ArchiveRole[] } | { readonly inCase: readonly CaseRole[] };

const everyone: readonly CaseRole[] = ['reader', 'editor', 'lead'];
const editors: readonly CaseRole[] = ['editor', 'lead'];
const leads: readonly CaseRole[] = ['lead'];

/** The one policy table. Founding is open until there is an entry 0, folding is the notary's own. */
export const policy: { readonly [V in Verb]: Rule } = {
	'person.invited': { archive: ['steward'] },
	'invite.withdrawn': { archive: ['steward'] },
	/** How many stewards it takes: `judge-stewards.ts`. */
	'person.enrolled': { archive: ['steward'] },
	'person.suspended': { archive: ['steward'] },
	/** No person's: the card's own, `judge-cards.ts`. */
	'person.suspended/by-card': { archive: [] },
	'person.reinstated': { archive: ['steward'] },
	'loss.stated': { archive: ['steward'] },
	'log.rotated': { archive: ['steward'] },
	'threshold.changed': { archive: ['steward'] },
	/** Two of them at least: `judge-expunged.ts`. */
	'item.expunged': { archive: ['steward'] },
	'act.proposed': { archive: ['steward'] },
	'act.approved': { archive: ['steward'] },
	'act.withdrawn': { archive: ['steward'] },
	'suspension-card.made': { archive: ['member', 'steward', 'auditor'] },
	'suspension-card.revoked': { archive: ['member', 'steward', 'auditor'] },
	'epoch.opened': { archive: ['worker'] },
	'epoch.shared': { archive: ['worker'] },
	'epoch.closed': { archive: ['worker'] },
	'case.created': { archive: ['member', 'steward'] },
	'case.member-added': { inCase: leads },
	'case.member-removed': { inCase: leads },
	'case.rekeyed': { inCase: leads },
	'case.key-granted': { inCase: leads },
	'intake.opened': { inCase: editors },
	'intake.closed': { inCase: editors },
	'item.received': { inCase: editors },
	'item.opened/original': { inCase: editors },
	'item.opened/working': { inCase: everyone },
	'item.examining': { archive: ['worker'] },
	'item.kept': { archive: ['worker'] },
	'item.failed': { archive: ['worker'] },
	'item.damaged': { archive: ['worker'] },
	'item.restored': { archive: ['worker'] },
	'item.retried': { inCase: editors },
	'item.rewrapped': { inCase: editors },
	/** And `editor` or `lead` of the other case: `judge-shared.ts`. */
	'item.shared': { inCase: leads },
	'proxy.requested': { inCase: everyone },
	'derivative.made': { archive: ['worker'] },
	'item.examined': { archive: ['worker'] },
	'clip.added': { inCase: editors },
	'clip.revised': { inCase: editors },
	'exhibit.added': { inCase: editors },
	'exhibit.renamed': { inCase: editors },
	'exhibit.withdrawn': { inCase: editors },
	'item.noted': { inCase: editors },
	'item.watched': { inCase: everyone },
	'case.vocabulary': { inCase: leads },
	'case.policy': { inCase: leads },
	'export.requested': { inCase: leads },
	/** Of somebody else's asking: `judge-exports.ts`. */
	'export.approved': { inCase: leads },
	'export.refused': { inCase: leads },
	'report.begun': { inCase: leads },
	'report.signed': { inCase: leads },
	'report.handed-over': { inCase: leads },
	'report.acknowledged': { inCase: leads },
};

/** The verb of a statement; undefined for the two the table does not rule. */
export function verbOf(statement: Statement): Verb | undefined {
	if (statement.type === 'archive.founded' || statement.type === 'denials.folded') return undefined;
	if (statement.type === 'person.suspended')
		return statement.by === 'card' ? 'person.suspended/by-card' : statement.type;
	return statement.type === 'item.opened' ? `item.opened/${statement.class}` : statement.type;
}

/** True if someone with this archive role, and this role in the case (if any), may do it. */
export function allows(verb: Verb, archiveRole: ArchiveRole, caseRole: CaseRole | undefined): boolean {
	const rule = policy[verb];
	if ('archive' in rule) return rule.archive.includes(archiveRole);
	return caseRole !== undefined && rule.inCase.includes(caseRole);
}
