import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../client/connection.ts';
import type { Id } from '../../domain/ids.ts';
import { answers } from '../../domain/wire.ts';

/** Items asked about in one request. */
const PAGE = 2000;

export interface KeptWatch {
	/** Once for each item. */
	kept?(item: Id): void;
	/** How long nothing has been kept. */
	waiting?(ms: number): void;
	signal?: AbortSignal;
}

/**
 * Waits until workers have re-read each item from the store and found the deposit's hashes. Returns those that failed
 * the comparison.
 */
export async function waitUntilKept(
	connection: Connection,
	caseId: Id,
	items: readonly Id[],
	watch: KeptWatch = {},
): Promise<Id[]> {
	const open = new Set(items);
	const failed: Id[] = [];
	let last = performance.now();
	while (open.size > 0) {
		const waiting = [...open];
		for (let at = 0; at < waiting.length; at += PAGE) {
			const body = { items: waiting.slice(at, at + PAGE) };
			const { states } = await connection.ask(answers.states, `/v1/cases/${caseId}/states`, { body });
			for (const one of states) {
				if (!one.kept && one.state !== 'failed') continue;
				if (!open.delete(one.item)) continue;
				last = performance.now();
				if (one.kept) watch.kept?.(one.item);
				else failed.push(one.item);
			}
		}
		watch.waiting?.(performance.now() - last);
		if (open.size > 0)
			await pause(open.size > 100 ? 500 : 150, undefined, watch.signal === undefined ? {} : { signal: watch.signal });
	}
	return failed;
}
