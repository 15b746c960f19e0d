import type { Id } from '../domain/ids.ts';

/** Addresses of pages. Ids only: what they lead to is sealed, and nothing secret may stand in an address. */
export const links = {
	cases: () => '/cases',
	case: (id: Id) => `/cases/${id}`,
	intake: (id: Id) => `/intake/${id}`,
	/** An item to look at, from `atMs` milliseconds on. */
	review: (id: Id, item: Id, atMs?: number) => `/review/${id}/${item}${atMs === undefined ? '' : `?t=${atMs}`}`,
	exhibits: (id: Id) => `/exhibits/${id}`,
	custody: (id: Id, item?: Id) => `/custody/${id}${item === undefined ? '' : `/${item}`}`,
	report: (id: Id) => `/report/${id}`,
	verify: () => '/verify',
	people: (id?: Id) => `/people${id === undefined ? '' : `/${id}`}`,
};
