import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CustosError } from '../../src/domain/errors.ts';
import type { Child, ProcessSpec } from './child.ts';
import { startChild } from './child.ts';
import { lockHome } from './home-lock.ts';
import { endLeftovers, noteProcesses } from './leftovers.ts';
import { stopSignal } from './stop-signal.ts';
import { backoff } from './wait.ts';

export type { ProcessSpec } from './child.ts';
export { stopSignal } from './stop-signal.ts';

/** Processes that are kept running until they are stopped. */
export interface Supervised {
	/** The current pids by name; a process that is just being restarted has none. */
	pids(): ReadonlyMap<string, number>;
	/** Stops all, last started first. Repeating it is fine. */
	stop(): Promise<void>;
	/** Resolves when all have stopped, by `stop` or by a signal. Rejects `config` when a process ends with exit code 78 (EX_CONFIG). */
	done: Promise<void>;
}

export interface SuperviseOptions {
	home: string;
	/** Gets `name: line`. */
	log: (line: string) => void;
	/** Stops everything when aborted. By default SIGINT, SIGTERM and SIGHUP do. */
	signal?: AbortSignal;
	/** Between SIGTERM and SIGKILL. */
	graceMs?: number;
}

/** A process that ends with this (sysexits' EX_CONFIG) would only end so again. */
const badConfiguration = 78;
const attemptsBeforeReady = 5;

/**
 * Starts processes one after another, each once the one before is ready, and restarts any that ends (after 0.2 s, up to
 * 5 s when it keeps ending; from 0.2 s again after 30 good seconds). One home has one: rejects `conflict` for a second.
 * What a killed predecessor left running is ended first. Rejects `unavailable` when a process does not become ready in
 * five attempts, `config` when one says its configuration is wrong; the others are then stopped.
 */
export async function supervise(specs: readonly ProcessSpec[], options: SuperviseOptions): Promise<Supervised> {
	const { home, log, signal = stopSignal(), graceMs = 10_000 } = options;
	const folder = join(home, 'run');
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const note = join(folder, 'processes.json');
	const lock = await lockHome(home, 'Custos');
	const running = new Map<string, Child>();
	const stopping = new AbortController();
	const keepers: { name: string; kept: Promise<void> }[] = [];
	let stopped: Promise<void> | undefined;

	const stop = (): Promise<void> => {
		stopped ??= stopAll().finally(() => lock.release());
		return stopped;
	};

	async function stopAll(): Promise<void> {
		stopping.abort();
		for (const { name, kept } of keepers.toReversed()) {
			const child = running.get(name);
			if (child) await end(child, graceMs, () => log(`${name}: did not end within ${graceMs / 1000} s and was killed`));
			await kept.catch(() => undefined); // its failure is told by `done` or by the start
		}
	}

	const run = (spec: ProcessSpec): Child => {
		const child = startChild(spec, (line) => log(`${spec.name}: ${line}`));
		running.set(spec.name, child);
		noteProcesses(
			note,
			[...running.values()].flatMap(({ mark }) => mark ?? []),
		);
		return child;
	};

	/** One process from its first start to the end; `started` is called when it is ready for the first time. */
	async function keep(spec: ProcessSpec, started: () => void): Promise<void> {
		const pause = backoff();
		let attempts = 0;
		while (!stopping.signal.aborted) {
			const child = run(spec);
			const slow = setInterval(() => log(`${spec.name}: is not ready yet`), 15_000);
			const ready = await child.ready.finally(() => clearInterval(slow));
			if (ready) {
				started();
				attempts = Number.NEGATIVE_INFINITY;
			}
			const { code, signal: killedBy } = await child.ended;
			running.delete(spec.name);
			if (stopping.signal.aborted) return;
			const how = killedBy ? `was ended by ${killedBy}` : `ended with exit code ${code}`;
			if (code === badConfiguration) throw new CustosError('config', `${spec.name} ${how}: a setting is wrong`);
			if (++attempts >= attemptsBeforeReady)
				throw new CustosError('unavailable', `${spec.name} ${how}, ${attempts} times`);
			log(`${spec.name}: ${how}; restarting it`);
			await delay(pause.nextMs(), undefined, { signal: stopping.signal }).catch(() => undefined);
		}
	}

	const onAbort = (): void => {
		stop().catch(() => undefined); // told by `done`, which waits for the same stop
	};
	signal.addEventListener('abort', onAbort);
	try {
		const left = await endLeftovers(note, graceMs);
		if (left > 0) log(`ended ${left} processes that an earlier run left behind`);
		for (const spec of specs) {
			if (signal.aborted || stopping.signal.aborted) break;
			await new Promise<void>((resolve, reject) => {
				const kept = keep(spec, resolve);
				keepers.push({ name: spec.name, kept });
				kept.then(resolve, reject);
			});
		}
	} catch (error) {
		await stop();
		throw error;
	}
	if (signal.aborted) await stop();
	const done = Promise.all(keepers.map(({ kept }) => kept)).then(
		() => stop(),
		async (error: unknown) => {
			await stop();
			throw error;
		},
	);
	done.catch(() => undefined).finally(() => signal.removeEventListener('abort', onAbort));
	return {
		pids: () => new Map([...running].flatMap(([name, { mark }]) => (mark ? [[name, mark.pid] as const] : []))),
		stop,
		done,
	};
}

async function end(child: Child, graceMs: number, onKill: () => void): Promise<void> {
	child.process.kill('SIGTERM');
	const tooLate = new AbortController();
	const late = delay(graceMs, 'late' as const, { signal: tooLate.signal }).catch(() => 'ended' as const);
	if ((await Promise.race([child.ended, late])) === 'late') {
		onKill();
		child.process.kill('SIGKILL');
	}
	tooLate.abort();
	await child.ended;
}
