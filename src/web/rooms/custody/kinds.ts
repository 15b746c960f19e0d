import type { StatementType } from '../../../domain/ledger/statement.ts';

/** What events are about, to choose among them. */
export const kinds = ['access', 'delivery', 'examination', 'marks', 'people', 'reports'] as const;
export type Kind = (typeof kinds)[number];

export const kindOf: { readonly [T in StatementType]: Kind } = {
	'archive.founded': 'people',
	'person.invited': 'people',
	'person.enrolled': 'people',
	'person.suspended': 'people',
	'person.reinstated': 'people',
	'suspension-card.made': 'people',
	'suspension-card.revoked': 'people',
	'epoch.opened': 'examination',
	'epoch.shared': 'examination',
	'denials.folded': 'access',
	'case.created': 'people',
	'case.member-added': 'people',
	'case.member-removed': 'people',
	'intake.opened': 'delivery',
	'intake.closed': 'delivery',
	'item.received': 'delivery',
	'item.opened': 'access',
	'item.examining': 'access',
	'item.kept': 'delivery',
	'item.failed': 'examination',
	'item.retried': 'examination',
	'item.rewrapped': 'examination',
	'item.shared': 'access',
	'proxy.requested': 'examination',
	'derivative.made': 'examination',
	'item.examined': 'examination',
	'clip.added': 'marks',
	'clip.revised': 'marks',
	'exhibit.added': 'marks',
	'exhibit.renamed': 'marks',
	'exhibit.withdrawn': 'marks',
	'item.noted': 'marks',
	'item.watched': 'access',
	'case.vocabulary': 'marks',
	'report.begun': 'reports',
	'report.signed': 'reports',
};
