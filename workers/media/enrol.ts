import { mkdir, readFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Connection, connect } from '../../src/client/connection.ts';
import { createHttp } from '../../src/client/http.ts';
import {
	createIdentity,
	type Identity,
	openIdentity,
	StoredIdentity,
	storeIdentity,
} from '../../src/client/identity.ts';
import { type Invite, parseInvite } from '../../src/client/invite.ts';
import { localWorkerInvite } from '../../src/client/local-worker.ts';
import { forgetful } from '../../src/client/memory.ts';
import { join } from '../../src/client/people.ts';
import { Pin } from '../../src/client/pin.ts';
import { type Bytes, fromHex, toHex, utf8 } from '../../src/domain/bytes.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { Hex32 } from '../../src/domain/ids.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import type { MediaConfig } from './config.ts';
import { epochKeeper } from './epochs.ts';
import { readJson, writeJson } from './own-files.ts';

const NotaryKeyFile = z.object({ origin: z.string(), log: Hex32, founding: Hex32 });
/** Where the archive is, and who the worker is there. */
type Place = Omit<MediaConfig, 'EPOCH_IDLE_HOURS' | 'EPOCH_AGE_HOURS'>;

const waits = 'waits until a steward approves it';
/** For a worker that lost its keys, as after every restore: they are in no backup. */
const howToComeIn =
	'A steward runs `custos invite --role worker`; stop Custos here and start it with that line, `INVITE=LINE npm start`; then ' +
	'the steward runs `custos approve`, and an editor of each case `custos retry --waiting`.';

/** A worker that is a person of the archive, with the secret of the epoch that intakes are sealed to. */
export interface Enrolled {
	connection: Connection;
	/** Secret keys by epoch number. */
	epochs: ReadonlyMap<number, Bytes>;
	/** Looks after the open epoch, as `epochKeeper`. Returns the secret keys as `epochs`. */
	renew?: () => Promise<ReadonlyMap<number, Bytes>>;
}

/**
 * Makes or finds the worker's identity, asks to be enrolled, and waits until a steward has done it; then gets hold of the
 * open epoch. `say` hears what is being waited for, if there is anything.
 */
export async function enrol(config: MediaConfig, say: (line: string) => void, signal: AbortSignal): Promise<Enrolled> {
	const connection = await comeIn(config, say, signal);
	const hour = 3_600_000;
	const retirement = {
		idleMs: config.EPOCH_IDLE_HOURS * hour,
		ageMs: config.EPOCH_AGE_HOURS * hour,
		now: () => connection.now().getTime(),
	};
	const renew = epochKeeper(config.WORKER_HOME, connection, { signal, retirement });
	return { connection, epochs: await renew(), renew };
}

/** The same without an epoch: a worker that opens nothing. */
export async function comeIn(config: Place, say: (line: string) => void, signal: AbortSignal): Promise<Connection> {
	await mkdir(config.WORKER_HOME, { recursive: true, mode: 0o700 });
	const identity = await ownIdentity(config.WORKER_HOME);
	const pin = await ownPin(config, identity, say, signal);
	// A request is only taken while its invite is known and open: founding may still be on its way when the worker asks.
	const ask = async (): Promise<void> => {
		// Beside another worker whose identity this one shares: that one asks.
		if (config.INVITE === undefined && config.NOTARY_HOME === undefined) return;
		await join(await ownInvite(config, () => undefined, signal), identity, 'media worker');
	};
	return untilEnrolled(pin, identity, { ask, say, signal });
}

async function ownIdentity(home: string): Promise<Identity> {
	const stored = await readJson(joinPath(home, 'identity.json'), StoredIdentity);
	if (stored !== undefined) return openIdentity(stored);
	const identity = createIdentity();
	await writeJson(joinPath(home, 'identity.json'), storeIdentity(identity));
	return identity;
}

async function ownPin(
	config: Place,
	identity: Identity,
	say: (line: string) => void,
	signal: AbortSignal,
): Promise<Pin> {
	const path = joinPath(config.WORKER_HOME, 'pin.json');
	const stored = await readJson(path, Pin);
	if (stored !== undefined) return { ...stored, server: config.SERVER };
	const invite = await ownInvite(config, say, signal);
	try {
		await join(invite, identity, 'media worker');
	} catch (error) {
		if (!isCustosError(error, 'conflict')) throw error;
		// No invite lets two in, and another one comes with another start: until then there is nothing to try.
		say(`waits to be invited anew: another key came in by the invite at hand. ${howToComeIn}`);
		for (;;) await pause(3_600_000, undefined, { signal });
	}
	await writeJson(path, invite.pin);
	return invite.pin;
}

async function ownInvite(config: Place, say: (line: string) => void, signal: AbortSignal): Promise<Invite> {
	return config.INVITE === undefined ? localInvite(config, say, signal) : parseInvite(config.INVITE);
}

/** The invite that follows from the notary's founding secret, once the archive has been founded. */
async function localInvite(config: Place, say: (line: string) => void, signal: AbortSignal): Promise<Invite> {
	const keys = NotaryKeyFile.parse(
		JSON.parse(await readFile(joinPath(config.NOTARY_HOME as string, 'keys.json'), 'utf8')),
	);
	const http = createHttp(config.SERVER, signal);
	let said = false;
	for (;;) {
		const shown = await http.json(answers.archive, '/v1/archive');
		if (shown.founding !== null) {
			const ours = toHex(parseKey(shown.log).publicKey) === toHex(platform.ed25519Public(fromHex(keys.log)));
			if (!ours) throw new CustosError('forked', 'the server shows another log than the notary on this machine');
			const founding = toHex(platform.sha256(utf8(shown.founding.statement)));
			// Whoever founds derives the same invite, so the name in the request needs no reader but is sealed all the same.
			const inviter = toHex(platform.x25519Public(platform.randomBytes(32)));
			return {
				...localWorkerInvite(fromHex(keys.founding)),
				pin: { server: config.SERVER, log: shown.log, founding },
				role: 'worker',
				inviter,
			};
		}
		if (!said) say('waits until the archive is founded');
		said = true;
		await pause(500, undefined, { signal });
	}
}

async function untilEnrolled(
	pin: Pin,
	identity: Identity,
	{ ask, say, signal }: { ask: () => Promise<void>; say: (line: string) => void; signal: AbortSignal },
): Promise<Connection> {
	let said: string | undefined;
	const sayOnce = (line: string): void => {
		if (line !== said) say(line);
		said = line;
	};
	for (;;) {
		const connection = await connect(pin, identity, forgetful(), { signal });
		try {
			await connection.bearer();
			return connection;
		} catch (error) {
			if (!isCustosError(error, 'unauthenticated')) throw error;
		}
		try {
			await ask();
			sayOnce(waits);
		} catch (error) {
			if (!isCustosError(error, 'conflict')) throw error;
			// It may have asked by another invite at an earlier start.
			sayOnce(`${waits}. If \`custos approve\` shows no request of it: ${howToComeIn}`);
		}
		await pause(1000, undefined, { signal });
	}
}
