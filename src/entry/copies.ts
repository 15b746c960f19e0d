import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { goToBackground } from '../../infra/embedded/background.ts';
import { exitWithParent } from '../../infra/embedded/parent.ts';
import { lookAfter } from '../../workers/copies/run.ts';
import { byStatements } from '../../workers/copies/testimony.ts';
import { comeIn } from '../../workers/media/enrol.ts';
import { readJson } from '../../workers/media/own-files.ts';
import { lastWord } from '../app/last-word.ts';
import type { Connection } from '../client/connection.ts';
import { parseInvite } from '../client/invite.ts';
import { Pin } from '../client/pin.ts';
import { connect } from '../db/connect.ts';
import { isCustosError } from '../domain/errors.ts';
import { apiConfig } from './config.ts';
import { type CopiesConfig, copiesConfig } from './copies-config.ts';
import { openSecond, openStore, sweepStore } from './store.ts';

/** The process that looks after objects: keeps the second copy, reads everything again. It yields to everything else. */
async function main(): Promise<void> {
	exitWithParent();
	goToBackground();
	const [config, settings] = [copiesConfig(process.env), apiConfig(process.env)];
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
	let said: string | undefined;
	const log = (line: string): void => {
		// A second copy that is away is so for every object.
		if (line !== said) process.stderr.write(`${line.replaceAll(/[^\x20-\x7e]/g, '?')}\n`);
		said = line;
	};
	const { db } = connect(settings.DATABASE_URL, { max: 4, onLost: () => log('a database connection was lost') });
	const first = await openStore(settings);
	await sweepStore(first);
	process.stdout.write(`${JSON.stringify({ ready: 'copies' })}\n`);
	// Only when there is something to say: copying waits for no steward.
	let connection: Promise<Connection> | undefined;
	const enrolled = (): Promise<Connection> => {
		connection ??= comeInAs(config, stop.signal).catch((error: unknown) => {
			connection = undefined;
			throw error;
		});
		return connection;
	};
	await lookAfter(
		{
			db,
			first,
			second: openSecond(settings, 'write'),
			testimony: byStatements(enrolled),
			pin: () => pinOf(config),
			log,
			clock: () => new Date(),
			signal: stop.signal,
		},
		{ days: config.REHASH_DAYS, share: config.REHASH_SHARE / 100 },
	);
}

/** With an invite as a worker of its own; else as the media worker of this machine, once that has an identity. */
async function comeInAs(config: CopiesConfig, signal: AbortSignal): Promise<Connection> {
	if (config.INVITE === undefined) {
		for (const name of ['identity.json', 'pin.json']) {
			while (!(await there(join(config.WORKER_HOME, name)))) await sleep(500, undefined, { signal });
		}
	}
	const { SERVER, WORKER_HOME, INVITE } = config;
	return comeIn({ SERVER, WORKER_HOME, INVITE }, () => undefined, signal);
}

/** As it was written down when this worker came in; with an invite, as that has it. */
async function pinOf({ WORKER_HOME, INVITE }: CopiesConfig): Promise<Pin | undefined> {
	const stored = await readJson(join(WORKER_HOME, 'pin.json'), Pin);
	return stored ?? (INVITE === undefined ? undefined : parseInvite(INVITE).pin);
}

function there(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		if ((error as Error).name === 'AbortError') process.exit(0);
		process.stderr.write(`${lastWord(error)}\n`);
		process.exit(isCustosError(error, 'config') ? 78 : 1);
	},
);
