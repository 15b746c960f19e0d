import { Worker } from 'node:worker_threads';
import { CustosError, type ErrorCode } from '../../src/domain/errors.ts';
import type { CheckedRange } from './read-range.ts';

/** Entries in one range: enough to spread costs over, little enough to hold a few of. */
const RANGE = 2048;
/** Ranges asked of each reader ahead of need, so that it never waits. */
const AHEAD = 2;

export interface ReaderData {
	databaseUrl: string;
	/** As `pg_export_snapshot` named it: all readers see one moment. */
	snapshot: string;
	logKey: string;
	signatures: boolean;
}
export type Question = readonly [from: number, to: number] | 'end';
export type Answer = { from: number; range: CheckedRange } | { from: number; error: { code: ErrorCode; message: string } };

interface Waiting {
	resolve: (range: CheckedRange) => void;
	reject: (error: unknown) => void;
}

/**
 * Entries [0, size) in order, read and checked by `threads` readers side by side. Memory holds a few ranges, however
 * long the ledger is.
 */
export async function* checkedRanges(size: number, threads: number, data: ReaderData): AsyncGenerator<CheckedRange> {
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
		readers[turn++ % threads]?.postMessage([from, to] satisfies Question);
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

function startReader(data: ReaderData, waiting: Map<number, Waiting>): Worker {
	const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), { workerData: data });
	worker.on('message', (answer: Answer) => {
		const one = waiting.get(answer.from);
		waiting.delete(answer.from);
		if ('range' in answer) one?.resolve(answer.range);
		else one?.reject(new CustosError(answer.error.code, answer.error.message));
	});
	worker.on('error', (error) => {
		for (const one of waiting.values()) one.reject(error);
	});
	return worker;
}

function stop(worker: Worker): Promise<void> {
	return new Promise((resolve) => {
		worker.on('exit', () => resolve());
		worker.postMessage('end' satisfies Question);
	});
}
