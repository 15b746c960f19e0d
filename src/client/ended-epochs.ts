import type { Connection } from './connection.ts';
import { archiveEvents } from './people.ts';

/** Worker epochs whose key a worker stated to have destroyed, by proven entries. */
export async function endedEpochs(connection: Connection): Promise<ReadonlySet<number>> {
	const ended = new Set<number>();
	for (const { statement: s, skeleton } of (await archiveEvents(connection)).entries)
		if (s.type === 'epoch.closed' && skeleton.result === 'accepted') ended.add(s.epoch);
	return ended;
}
