import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CustosError } from '../../src/domain/errors.ts';
import { lockHome } from './home-lock.ts';
import { ensureCluster, superuser } from './postgres/cluster.ts';
import { wrongSettings } from './postgres/connection.ts';
import type { Place } from './postgres/place.ts';
import { placeCluster } from './postgres/place.ts';
import type { Postmaster } from './postgres/postmaster.ts';
import { adoptPostmaster, launchPostmaster, stopPostmaster } from './postgres/postmaster.ts';
import { port } from './postgres/settings.ts';
import { backoff } from './wait.ts';

export { connectionOptions } from './postgres/connection.ts';

/** A PostgreSQL that is kept running until `stop`. */
export interface RunningPostgres {
	/** The folder of its unix socket, its only way in; the host to give to `pg`. */
	readonly socketDir: string;
	readonly port: number;
	/** The role with all rights. */
	readonly superuser: string;
	/** The main process; another one after a restart. */
	readonly pid: number;
	/** Shuts the server down and gives the home free. Repeating it is fine. */
	stop(): Promise<void>;
}

/**
 * Runs the PostgreSQL of a home: makes the cluster at the first start, adopts a server that an earlier supervisor left
 * behind, and restarts one that dies, until `stop`. If this process is killed the server goes on, for the next start to
 * adopt. Rejects `conflict` (another supervisor has this home), `config`, `disk-full`, `unavailable`.
 */
export async function startPostgres(options: { home: string; log: (line: string) => void }): Promise<RunningPostgres> {
	const { home, log } = options;
	mkdirSync(home, { recursive: true, mode: 0o700 });
	const place = placeCluster(home, log);
	const lock = await lockHome(place.folder, 'PostgreSQL');
	try {
		await ensureCluster(place);
		const kept = keepRunning(place, log, await firstPostmaster(place, log));
		let stopped: Promise<void> | undefined;
		return {
			get socketDir() {
				return kept.current().socketDir;
			},
			get pid() {
				return kept.current().mark.pid;
			},
			port,
			superuser,
			stop() {
				stopped ??= kept.stop().finally(() => lock.release());
				return stopped;
			},
		};
	} catch (error) {
		await lock.release();
		throw error;
	}
}

async function firstPostmaster(place: Place, log: (line: string) => void): Promise<Postmaster> {
	const adopted = await adoptPostmaster(place, log);
	if (adopted) {
		// One whose socket was cleaned away cannot be reached: it too is restarted.
		const wrong = await wrongSettings(adopted).catch((error: unknown) => [
			error instanceof Error ? error.message : String(error),
		]);
		if (wrong.length === 0) return adopted;
		log(`the PostgreSQL that was still running is not as it should be (${wrong.join(', ')}); restarting it`);
		await stopPostmaster(adopted.mark, place);
	}
	const launched = await launchPostmaster(place, log);
	const wrong = await wrongSettings(launched);
	if (wrong.length === 0) return launched;
	await stopPostmaster(launched.mark, place);
	throw new CustosError('config', `PostgreSQL does not accept these settings: ${wrong.join(', ')}`);
}

/** Restarts the server whenever it dies, after 0.2 s at first, up to 5 s when it keeps dying. */
function keepRunning(
	place: Place,
	log: (line: string) => void,
	first: Postmaster,
): { current(): Postmaster; stop(): Promise<void> } {
	let current = first;
	const stopping = new AbortController();
	const pause = backoff();

	async function watch(): Promise<void> {
		const asked = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
		while (!stopping.signal.aborted) {
			await Promise.race([current.gone, asked]);
			if (stopping.signal.aborted) return;
			log(`PostgreSQL (process ${current.mark.pid}) died; restarting it`);
			await restart();
		}
	}

	async function restart(): Promise<void> {
		while (!stopping.signal.aborted) {
			await delay(pause.nextMs(), undefined, { signal: stopping.signal }).catch(() => undefined);
			if (stopping.signal.aborted) return;
			try {
				current = await launchPostmaster(place, log);
				log(`PostgreSQL runs again (process ${current.mark.pid})`);
				return;
			} catch (error) {
				log(
					`PostgreSQL could not be restarted and will be tried again: ${error instanceof Error ? error.message : String(error)}`,
				);
			}
		}
	}

	const watching = watch();
	return {
		current: () => current,
		async stop() {
			stopping.abort();
			await watching;
			await stopPostmaster(current.mark, place);
		},
	};
}
