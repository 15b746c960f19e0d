import type { Hex32, Id } from '../../domain/ids.ts';
import type { CatalogueItem, KnownItem } from './catalogue.ts';

/**
 * For each item whose content an earlier one of the case has too, in whichever delivery: that earlier one. The items are
 * in the order of reception, as `cataloguePages` gives them; what cannot be read is like nothing.
 */
export function alikeBefore(items: readonly CatalogueItem[]): Map<Id, KnownItem> {
	const first = new Map<Hex32, KnownItem>();
	const alike = new Map<Id, KnownItem>();
	for (const item of items) {
		if (item.unreadable) continue;
		const before = first.get(item.sha256);
		if (before === undefined) first.set(item.sha256, item);
		else alike.set(item.id, before);
	}
	return alike;
}
