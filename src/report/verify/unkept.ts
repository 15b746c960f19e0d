import { canonical, type Json } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { type Evidence, historyOf, isAccepted } from './evidence.ts';
import type { CustodyReport, Unkept } from './report-model.ts';

/**
 * Of these items, in their order, those whose stored body nobody has found to be what was received, or somebody has found not to
 * be since: by the entries alone. Damage to a working copy is none to the item.
 */
export function unkeptIn(evidence: Evidence, items: readonly string[]): Unkept[] {
	return items.flatMap((item) => {
		let now: Omit<Unkept, 'item'> | undefined = { index: null, found: 'unread' };
		for (const entry of historyOf(evidence, 'item', item)) {
			const { index } = entry;
			const isDamaged = now?.found === 'differs' || now?.found === 'missing';
			if (isAccepted(entry, 'item.kept') && !isDamaged) now = undefined;
			else if (isAccepted(entry, 'item.failed') && entry.statement.phase === 'keeping' && now?.found === 'unread')
				now = { index, found: 'failed' };
			else if (isAccepted(entry, 'item.damaged') && entry.statement.derivative === undefined)
				now = { index, found: entry.statement.found };
			else if (isAccepted(entry, 'item.restored') && entry.statement.derivative === undefined) now = undefined;
		}
		return now === undefined ? [] : { item, ...now };
	});
}

/** The report says which they are. Throws `bad-proof` where it names others, or none though there are. */
export function checkUnkept({ items, verification: { unkept } }: CustodyReport, evidence: Evidence): void {
	const found = unkeptIn(
		evidence,
		items.map(({ id }) => id),
	);
	if (canonical((unkept ?? []) as Json) !== canonical(found as Json))
		throw new CustosError('bad-proof', 'the report names other items as not well kept than the entries do');
}
