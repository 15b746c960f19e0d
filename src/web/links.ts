import type { Id } from '../domain/ids.ts';

/** Addresses of pages. Ids only: what they lead to is sealed, and nothing secret may stand in an address. */
export const links = {
	cases: () => '/cases',
	case: (id: Id) => `/cases/${id}`,
	intake: (id: Id) => `/intake/${id}`,
	/** An item to look at, from `atMs` milliseconds on; without one, the items to choose from. */
	review: (id: Id, item?: Id, atMs?: number) =>
		`/review/${id}${item === undefined ? '' : `/${item}`}${atMs === undefined ? '' : `?t=${Math.round(atMs)}`}`,
	exhibits: (id: Id, part?: 'clips' | 'notes' | 'tags') => `/exhibits/${id}${part === undefined ? '' : `/${part}`}`,
	/** The case's own events, those of an item, or those of an item as one of its exhibits. */
	custody: (id: Id, item?: Id, exhibit?: Id) => ['/custody', id, item, exhibit].filter(Boolean).join('/'),
	report: (id: Id) => `/report/${id}`,
	verify: () => '/verify',
	people: (id?: Id) => `/people${id === undefined ? '' : `/${id}`}`,
};
