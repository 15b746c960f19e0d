import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode, Suspense, useState } from 'react';
import { Busy } from './busy.tsx';
import { FailureBoundary } from './failure-boundary.tsx';
import { fetchPart } from './fetch-part.ts';

/** A component that comes when it is first shown. What did not come is really asked for again with every new try. */
export function later<P extends object>(
	load: () => Promise<ComponentType<P>>,
	waiting: ReactNode = <Busy />,
): (props: P) => ReactNode {
	let held: LazyExoticComponent<ComponentType<P>> | undefined;
	let failed = false;
	const begin = (): LazyExoticComponent<ComponentType<P>> => {
		failed = false;
		return lazy(async () => {
			try {
				return { default: await fetchPart(load) };
			} catch (error) {
				failed = true;
				throw error;
			}
		});
	};
	const part = (): LazyExoticComponent<ComponentType<P>> => {
		if (held === undefined || failed) held = begin();
		return held;
	};
	return function Later(props: P) {
		// Held for as long as this is shown: one that failed stays what it is until somebody tries again.
		const [Part, setPart] = useState(part);
		return (
			<FailureBoundary onRetry={() => setPart(part())}>
				<Suspense fallback={waiting}>
					<Part {...props} />
				</Suspense>
			</FailureBoundary>
		);
	};
}
