import { constants } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
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
import { trySubmit } from '../../src/client/submit.ts';
import { type Bytes, fromHex, toHex, utf8 } from '../../src/domain/bytes.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { Hex32 } from '../../src/domain/ids.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import type { MediaConfig } from './config.ts';

const NotaryKeyFile = z.object({ origin: z.string(), log: Hex32, founding: Hex32 });
const EpochFile = z.strictObject({ epoch: z.number().int().min(1), secret: Hex32, announced: z.boolean() });

/** Epoch numbers tried in turn when others have taken them. */
const NUMBERS = 50;

/** A worker that is a person of the archive, with the secret of the epoch that intakes are sealed to. */
export interface Enrolled {
	connection: Connection;
	/** Secret keys by epoch number. */
	epochs: ReadonlyMap<number, Bytes>;
}

/**
 * Makes or finds the worker's identity, asks to be enrolled, and waits until a steward has done it; then opens an epoch
 * if this worker has none. `say` hears once what is being waited for.
 */
export async function enrol(config: MediaConfig, say: (line: string) => void, signal: AbortSignal): Promise<Enrolled> {
	await mkdir(config.WORKER_HOME, { recursive: true, mode: 0o700 });
	const identity = await ownIdentity(config.WORKER_HOME);
	const pin = await ownPin(config, identity, say, signal);
	say('waits until a steward approves it');
	// A request is only taken while its invite is known and open: founding may still be on its way when the worker asks.
	const ask = async (): Promise<void> => {
		await join(await ownInvite(config, () => undefined, signal), identity, 'media worker');
	};
	const connection = await untilEnrolled(pin, identity, ask, signal);
	return { connection, epochs: await ownEpochs(config.WORKER_HOME, connection) };
}

async function ownIdentity(home: string): Promise<Identity> {
	const stored = await readJson(joinPath(home, 'identity.json'), StoredIdentity);
	if (stored !== undefined) return openIdentity(stored);
	const identity = createIdentity();
	await writeJson(joinPath(home, 'identity.json'), storeIdentity(identity));
	return identity;
}

async function ownPin(
	config: MediaConfig,
	identity: Identity,
	say: (line: string) => void,
	signal: AbortSignal,
): Promise<Pin> {
	const path = joinPath(config.WORKER_HOME, 'pin.json');
	const stored = await readJson(path, Pin);
	if (stored !== undefined) return { ...stored, server: config.SERVER };
	const invite = await ownInvite(config, say, signal);
	await join(invite, identity, 'media worker');
	await writeJson(path, invite.pin);
	return invite.pin;
}

async function ownInvite(config: MediaConfig, say: (line: string) => void, signal: AbortSignal): Promise<Invite> {
	return config.INVITE === undefined ? localInvite(config, say, signal) : parseInvite(config.INVITE);
}

/** The invite that follows from the notary's founding secret, once the archive has been founded. */
async function localInvite(config: MediaConfig, say: (line: string) => void, signal: AbortSignal): Promise<Invite> {
	const keys = NotaryKeyFile.parse(
		JSON.parse(await readFile(joinPath(config.NOTARY_HOME as string, 'keys.json'), 'utf8')),
	);
	const http = createHttp(config.SERVER, signal);
	say('waits until the archive is founded');
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
		await pause(500, undefined, { signal });
	}
}

async function untilEnrolled(
	pin: Pin,
	identity: Identity,
	ask: () => Promise<void>,
	signal: AbortSignal,
): Promise<Connection> {
	for (;;) {
		const connection = await connect(pin, identity, forgetful(), { signal });
		try {
			await connection.bearer();
			return connection;
		} catch (error) {
			if (!isCustosError(error, 'unauthenticated')) throw error;
			await ask();
			await pause(1000, undefined, { signal });
		}
	}
}

/** The secrets of this worker's epochs by number; opens one if it has none. */
export async function ownEpochs(home: string, connection: Connection): Promise<ReadonlyMap<number, Bytes>> {
	const path = joinPath(home, 'epoch.json');
	let stored = await readJson(path, EpochFile);
	if (stored === undefined) {
		const latest = await connection.ask(answers.epoch, '/v1/epoch').catch((error: unknown) => {
			if (isCustosError(error, 'not-found')) return undefined;
			throw error;
		});
		const number = latest === undefined ? 1 : 1 + epochNumber(latest.opened.statement);
		stored = { epoch: number, secret: toHex(platform.randomBytes(32)), announced: false };
		await writeJson(path, stored);
	}
	const secret = fromHex(stored.secret);
	const key = toHex(platform.x25519Public(secret));
	// Written down before it is announced; what the ledger holds decides, as an answer may be lost and a number be taken.
	for (let epoch = stored.epoch; epoch < stored.epoch + NUMBERS; epoch++) {
		const ours = await announced(connection, key);
		if (ours.length > 0) {
			await writeJson(path, { ...stored, epoch: ours[0], announced: true });
			return new Map(ours.map((one) => [one, secret]));
		}
		const [said] = await trySubmit(connection, [{ type: 'epoch.opened', fields: { epoch, key } }]);
		const result = said?.skeleton.result;
		if (result === 'accepted') epoch -= 1;
		else if (result !== 'denied:conflict')
			throw new CustosError('denied', `the archive lets this worker open no epoch (${result})`);
	}
	throw new CustosError('config', `${NUMBERS} numbers of worker epochs in turn are taken: look who opens them`);
}

/** The epochs of this worker that have this key. */
async function announced(connection: Connection, key: Hex32): Promise<number[]> {
	const { entries } = await connection.ask(answers.entries, '/v1/work/epochs');
	return (await connection.open(entries)).flatMap(({ statement, skeleton }) =>
		statement.type === 'epoch.opened' && skeleton.result === 'accepted' && statement.key === key
			? [statement.epoch]
			: [],
	);
}

function epochNumber(statement: string): number {
	return z.object({ epoch: z.number() }).parse(JSON.parse(statement)).epoch;
}

async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S> | undefined> {
	const source = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	return source === undefined ? undefined : schema.parse(JSON.parse(source));
}

async function writeJson(path: string, value: unknown): Promise<void> {
	const file = await open(`${path}.new`, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
	await file.writeFile(JSON.stringify(value));
	await file.sync();
	await file.close();
	await rename(`${path}.new`, path);
}
