import type { Id } from '../../../domain/ids.ts';

/** Whose history is shown: the case's own, that of the case and of all its items, or that of one item. */
export type Scope =
	| { readonly of: 'case' }
	| { readonly of: 'all' }
	| { readonly of: 'item'; readonly item: Id; readonly exhibit: Id | undefined };

/** The scope that an address names, as `links.custody` writes it. */
export function scopeIn(item: string | undefined, exhibit: string | undefined): Scope {
	if (item === undefined) return { of: 'case' };
	return item === 'all' ? { of: 'all' } : { of: 'item', item, exhibit };
}

/** The same as the end of an address, below the case. */
export function pathOf(scope: Scope): string {
	if (scope.of !== 'item') return scope.of === 'all' ? '/all' : '';
	return `/${scope.item}${scope.exhibit === undefined ? '' : `/${scope.exhibit}`}`;
}
