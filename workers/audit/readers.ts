import { Worker } from 'node:worker_threads';
import type { Expungement } from '../../src/app/gone.ts';
import { CustosError, type ErrorCode } from '../../src/domain/errors.ts';
import type { KeySpans } from '../../src/domain/ledger/log-keys.ts';
import type { CheckedRange } from './read-range.ts';

/** Entries in one range: enough to spread costs over, little enough to hold a few of. */
const RANGE = 1024;
/** A reader holds a few ranges and no more: bounded, so that its garbage is collected in time. */
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };
/** Ranges asked of each reader ahead of need, so that it never waits. */
const AHEAD = 2;

export interface ReaderData {
	databaseUrl: string;
	/** As `pg_export_snapshot` named it: all readers see one moment. */
	snapshot: string;
	keys: KeySpans;
	signatures: boolean;
	/** What was expunged, as the skeletons say; whoever takes the ranges in sees that the entries are there. */
	expunged: readonly Expungement[];
}
export type Question = readonly [from: number, to: number] | 'end';
export type Answer =
	| { from: number; range: CheckedRange }
	| { from: number; error: { code: ErrorCode; message: string } };

interface Waiting {
	resolve: (range: CheckedRange) => void;
	reject: (error: unknown) => void;
}

/**
 * Entries [0, size) in order, read and checked by readers side by side, `atMost` of them. Memory holds a few ranges, however
 * long the ledger is.
 */
export async function* checkedRanges(size: number, atMost: number, data: ReaderData): AsyncGenerator<CheckedRange> {
	const threads = Math.min(atMost, Math.ceil(size / RANGE));
	const waiting = new Map<number, Waiting>();
	const readers = Array.from({ length: threads }, () => startReader(data, waiting));
	const asked: Promise<CheckedRange>[] = [];
	let next = 0;
	let turn = 0;
	const ask = (): void => {
		if (next >= size) return;
		const [from, to] = [next, Math.min(size, next + RANGE)];
		const answer = new Promise<CheckedRange>((resolve, reject) => waiting.set(from, { resolve, reject }));
		answer.catch(() => undefined); // it is awaited in its turn, or not at all once another failed
		asked.push(answer);
		readers[turn++ % threads]?.worker.postMessage([from, to] satisfies Question);
		next = to;
	};
	try {
		for (let i = 0; i < threads * AHEAD; i++) ask();
		for (let range = await asked.shift(); range !== undefined; range = await asked.shift()) {
			ask();
			yield range;
		}
	} finally {
		await Promise.all(readers.map(stop));
	}
}

interface Reader {
	worker: Worker;
	ended: Promise<void>;
}

function startReader(data: ReaderData, waiting: Map<number, Waiting>): Reader {
	const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), {
		workerData: data,
		resourceLimits: MEMORY,
	});
	let cause: unknown;
	worker.on('message', (answer: Answer) => {
		const one = waiting.get(answer.from);
		waiting.delete(answer.from);
		if ('range' in answer) one?.resolve(answer.range);
		else one?.reject(new CustosError(answer.error.code, answer.error.message));
	});
	worker.on('error', (error) => {
		cause = error;
	});
	const ended = new Promise<void>((resolve) => {
		worker.on('exit', () => {
			for (const one of waiting.values())
				one.reject(new CustosError('unavailable', 'a reader of the audit ended early', { cause }));
			resolve();
		});
	});
	return { worker, ended };
}

function stop({ worker, ended }: Reader): Promise<void> {
	worker.postMessage('end' satisfies Question);
	return ended;
}
