import type { QueryClient } from '@tanstack/react-query';
import { isCustosError } from '../../domain/errors.ts';

/**
 * What failed because the archive did not answer is asked again by itself, if it is still on the page: when the network
 * returns, and when something else got its answer.
 */
export function askAgainWhenBack(queries: QueryClient, report: (error: unknown) => void): void {
	const again = (): void => {
		queries
			.refetchQueries(
				{ type: 'active', predicate: ({ state }) => isCustosError(state.error, 'unavailable') },
				{ cancelRefetch: false },
			)
			.catch(report);
	};
	queries.getQueryCache().subscribe((event) => {
		if (event.type === 'updated' && event.action.type === 'success') again();
	});
	addEventListener('online', again);
}
