import { setTimeout as pause } from 'node:timers/promises';
import { isCustosError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

const FIRST_S = 5;
const LONGEST_S = 60;
/** An archive that has been away this long may be away for good. */
const GIVE_UP_MS = 3_600_000;

/** Repeats work that can be resumed while the archive does not answer: a line drops, a server restarts. */
export async function withPatience<T>(context: Context, work: () => Promise<T>): Promise<T> {
	let awayFor = 0;
	for (let seconds = FIRST_S; ; seconds = Math.min(LONGEST_S, seconds * 2)) {
		try {
			return await work();
		} catch (error) {
			if (!isCustosError(error, 'unavailable') || awayFor > GIVE_UP_MS) throw error;
			context.say(context.t.put.away(seconds));
			await pause(1000 * seconds, undefined, { signal: context.signal });
			awayFor += 1000 * seconds;
		}
	}
}
