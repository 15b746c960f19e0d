import { setTimeout as sleep } from 'node:timers/promises';
import { isOutage } from '../../src/app/outage.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { copyNew } from './copying.ts';
import { destroyExpunged } from './expunge.ts';
import { createPace } from './pace.ts';
import type { Parts } from './parts.ts';
import { beat, clearTrouble, forgetTask, saveTrouble } from './progress.ts';
import { Rehash } from './rehash.ts';

/** Between two looks at whether there is something new, in milliseconds. */
const EVERY_MS = 2000;
/** Nobody rests longer: something may have come in. */
const LONGEST_MS = 60_000;
/** After a failure. */
const AGAIN_MS = 10_000;
const BEAT_MS = 30_000;
const AWAY = 'the database is away: this goes on when it is back';

/** Looks after objects until the signal: copies what is new, re-reads what there is. Rejects for defects alone. */
export async function lookAfter(parts: Parts, options: { days: number; share: number }): Promise<void> {
	const { second, signal, db, clock } = parts;
	const rehash = new Rehash(parts, { days: options.days, pace: createPace(options.share, signal) });
	const tasks = [
		repeat(parts, 'rehash', () => rehash.turn()),
		// Beside it: a round may be in the middle of a large body for hours.
		repeat(parts, undefined, async () => {
			await rehash.urgent();
			return EVERY_MS;
		}),
		repeat(parts, undefined, async () => {
			await beat(db, clock());
			return BEAT_MS;
		}),
	];
	const told = new Set<string>();
	tasks.push(
		repeat(parts, undefined, async () => {
			await destroyExpunged(parts, told);
			return EVERY_MS;
		}),
	);
	if (second === undefined) await forgetTask(db, 'copy');
	else
		tasks.push(
			repeat(parts, 'copy', async () => {
				await copyNew(parts, second);
				return EVERY_MS;
			}),
		);
	await Promise.all(tasks);
}

/** One turn after another; a failure that has a code is told once for as long as it lasts. */
async function repeat(parts: Parts, task: 'copy' | 'rehash' | undefined, turn: () => Promise<number>): Promise<void> {
	const { db, log, clock, signal } = parts;
	let told: string | undefined;
	while (!signal.aborted) {
		let waitMs = AGAIN_MS;
		try {
			waitMs = Math.min(await turn(), LONGEST_MS);
			if (task !== undefined) await clearTrouble(db, task);
			told = undefined;
		} catch (error) {
			if (signal.aborted) return;
			if (!isCustosError(error)) {
				if (!isOutage(error)) throw error;
				// The same for every task, so that it is told once; and where trouble is written down is away itself.
				if (told !== AWAY) log(AWAY);
				told = AWAY;
				await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
				continue;
			}
			if (told !== error.code) log(`${task ?? 'damage'}: ${error.code}: ${error.message}`);
			told = error.code;
			if (task !== undefined) await saveTrouble(db, task, error.code, clock());
		}
		await sleep(Math.max(waitMs, 100), undefined, { signal }).catch(() => undefined);
	}
}
