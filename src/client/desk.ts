import { CustosError, type ErrorCode } from '../domain/errors.ts';
import type { Connection } from './connection.ts';
import { type Draft, type Submitted, submitEach } from './submit.ts';

/** Statements in one request, at the most. */
const BATCH = 250;

/** Submits statements one by one for many callers; those that wait at the same moment share a request. */
export interface Desk {
	/** Resolves with the receipt; rejects with the code of a denial, or why there is no entry: of this statement alone. */
	submit(draft: Draft): Promise<Submitted>;
}

export function createDesk(connection: Connection): Desk {
	let waiting: { draft: Draft; resolve: (submitted: Submitted) => void; reject: (error: unknown) => void }[] = [];
	let running = false;

	const run = async (): Promise<void> => {
		running = true;
		while (waiting.length > 0) {
			await new Promise((resolve) => setTimeout(resolve, 0));
			const turn = waiting.slice(0, BATCH);
			waiting = waiting.slice(BATCH);
			try {
				const results = await submitEach(
					connection,
					turn.map((one) => one.draft),
				);
				for (const [i, one] of turn.entries()) settle(one, results[i] as Submitted | CustosError);
			} catch (error) {
				for (const one of turn) one.reject(error);
			}
		}
		running = false;
	};

	return {
		submit: (draft) =>
			new Promise((resolve, reject) => {
				waiting.push({ draft, resolve, reject });
				if (!running) run().catch(reject);
			}),
	};
}

function settle(
	one: { resolve: (submitted: Submitted) => void; reject: (error: unknown) => void },
	result: Submitted | CustosError,
): void {
	if (result instanceof CustosError) return one.reject(result);
	const denied = /^denied:(.*)$/.exec(result.skeleton.result)?.[1];
	if (denied === undefined) return one.resolve(result);
	one.reject(
		new CustosError(
			denied as ErrorCode,
			`the archive refused ${result.skeleton.type}; the attempt is entry ${result.index}`,
		),
	);
}
