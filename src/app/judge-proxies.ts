import type { Key } from '../db/projection.ts';
import type { Statement } from '../domain/ledger/statement.ts';
import type { State } from './state.ts';

/** The proxy's row, of statements that are judged, or act, by the state of their item's proxy. */
export function proxyKeys(s: Statement): Key[] {
	switch (s.type) {
		case 'proxy.requested':
		case 'item.examining':
		case 'derivative.made':
		case 'item.failed':
			return [{ table: 'proxies', key: s.item }];
		default:
			return [];
	}
}

export function isProxyWanted(state: State, s: { item: string }): boolean {
	return state.get('proxies', s.item)?.state === 'wanted';
}
