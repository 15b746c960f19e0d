import { useSyncExternalStore } from 'react';
import { CustosError, type ErrorCode } from '../../../domain/errors.ts';
import type { KeySpans } from '../../../domain/ledger/log-keys.ts';
import type { Compared } from '../../../report/verify/two-histories.ts';
import type { Verdict } from '../../../report/verify/verify-bag.ts';
import { keepShell } from '../../shell/keep-shell.ts';
import type { Brought } from './brought.ts';
import type { Picked } from './picked.ts';
import type { Told, Wish } from './protocol.ts';

/** Where the key came from that a bag is checked with. */
export type KeySource = 'pinned' | 'given' | 'policy' | 'none';

/** What a bag is checked for. */
export interface Asked {
	readonly picked: Picked;
	readonly logKey: string | undefined;
	/** The log's keys as this browser knows them, where its own are the ones to check with. */
	readonly keys?: KeySpans | undefined;
	readonly keySource: KeySource;
	readonly brought: Brought;
	/** Who asked, as only they see the answer: the key of somebody who is in; undefined: anybody at this page. */
	readonly by: string | undefined;
}

/** The bag at hand, held against something else. */
export interface Comparison {
	/** What the other is called. */
	readonly name: string;
	/** Undefined while it is under way. */
	readonly compared?: Compared;
	/** Why the two cannot be held against each other. */
	readonly incomparable?: { readonly reason: string; readonly code: ErrorCode };
}

/** The last bag of this page. */
export interface Checking extends Asked {
	readonly at: 'running' | 'done' | 'failed';
	readonly began: number;
	readonly done: number;
	readonly total: number;
	readonly checks: number;
	readonly verdict?: Verdict;
	/** When the verdict was there. */
	readonly ended?: Date;
	readonly error?: CustosError;
	readonly comparison?: Comparison;
}

/** How the page stands: whether it has all it needs, and the bag at hand. */
interface Bench {
	readonly ready: boolean;
	/** It also opens without a network. */
	readonly kept: boolean;
	readonly checking: Checking | undefined;
}

let bench: Bench = { ready: false, kept: false, checking: undefined };
let worker: Worker | undefined;
let run = 0;
const listeners = new Set<() => void>();

function set(next: Partial<Bench>): void {
	bench = { ...bench, ...next };
	for (const listener of listeners) listener();
}

function update(change: Partial<Checking>): void {
	if (bench.checking !== undefined) set({ checking: { ...bench.checking, ...change } });
}

/** Loads the worker, once; it is kept, so that bags can be checked when the network is gone. */
export function readyBench(): Worker {
	if (worker !== undefined) return worker;
	keepShell()
		.then((kept) => set({ kept }))
		.catch(reportError);
	worker = new Worker(new URL('./verify.worker.ts', import.meta.url), { type: 'module' });
	worker.onmessage = ({ data }: MessageEvent<Told>) => {
		if ('ready' in data) return set({ ready: true });
		if (data.run !== run) return;
		if ('verdict' in data) update({ at: 'done', verdict: data.verdict, ended: new Date() });
		else if ('compared' in data || 'incomparable' in data) {
			const name = bench.checking?.comparison?.name ?? '';
			const { run: _, ...answer } = data;
			update({ comparison: { name, ...answer } });
		} else if ('failed' in data) update({ at: 'failed', error: new CustosError('internal', data.failed) });
		else update(data);
	};
	worker.onerror = (event) => {
		event.preventDefault();
		worker?.terminate();
		worker = undefined;
		const why = 'the part of this page that checks could not be loaded: reload the page';
		update({ at: 'failed', error: new CustosError('unavailable', why) });
	};
	return worker;
}

/** Checks a bag; one at a time, whatever was under way is stopped. */
export function checkBag(asked: Asked): void {
	stopChecking();
	run += 1;
	set({ checking: { ...asked, at: 'running', began: performance.now(), done: 0, total: 0, checks: 0 } });
	say({ run, source: asked.picked.source, logKey: asked.logKey, keys: asked.keys, brought: asked.brought });
}

/** Holds the bag at hand against another bag, a checkpoint, receipts, or what a witness kept; one at a time. */
export function compareWith(other: Picked): void {
	if (bench.checking === undefined) return;
	update({ comparison: { name: other.name } });
	say({ run, bag: bench.checking.picked.source, other: other.source });
}

/** Ends what is under way and forgets what came of it. */
export function stopChecking(): void {
	if (bench.checking?.at === 'running') say({ run, stop: true });
	set({ checking: undefined });
}

function say(wish: Wish): void {
	readyBench().postMessage(wish);
}

/** The bench, as it changes. */
export function useBench(): Bench {
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => bench,
	);
}
