import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../client/connection.ts';
import type { Id } from '../../domain/ids.ts';
import { answers } from '../../domain/wire.ts';

/** Items asked about in one request. */
const PAGE = 2000;

/**
 * Waits until workers have re-read each item from the store and found the deposit's hashes. Returns those that failed
 * the comparison. `progress` hears how many are kept so far.
 */
export async function waitUntilKept(connection: Connection, caseId: Id, items: readonly Id[], progress: (kept: number) => void): Promise<Id[]> {
	const open = new Set(items);
	const failed: Id[] = [];
	while (open.size > 0) {
		const waiting = [...open];
		for (let at = 0; at < waiting.length; at += PAGE) {
			const { states } = await connection.ask(answers.states, `/v1/cases/${caseId}/states`, { body: { items: waiting.slice(at, at + PAGE) } });
			for (const one of states) {
				if (one.kept) open.delete(one.item);
				else if (one.state === 'failed') {
					open.delete(one.item);
					failed.push(one.item);
				}
			}
		}
		progress(items.length - open.size);
		if (open.size > 0) await pause(open.size > 100 ? 500 : 150);
	}
	return failed;
}
