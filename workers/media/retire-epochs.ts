import type { Connection } from '../../src/client/connection.ts';
import { type Draft, trySubmit } from '../../src/client/submit.ts';
import { type Bytes, fromHex, toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';
import { type EpochFile, readEpochFile, writeEpochFile } from './epoch-file.ts';

/** How long nothing waits for an epoch until its key is destroyed, and how old one gets before the next is opened. */
export interface Retirement {
	idleMs: number;
	ageMs: number;
	now: () => number;
}

/** An epoch whose secret this worker has. */
export interface HeldEpoch {
	epoch: number;
	key: string;
	openedAt: number;
	secret: Bytes;
}

/**
 * Looks after the end of epochs, from the newest one down: once something was sealed to it and it is old, or nothing has waited
 * for it for long, `next` is wanted. One that is not the newest, and that nothing waits for, is destroyed: its secret goes from
 * this worker's folder, then the ledger is told. Resolves with the numbers of those that are gone.
 */
export async function retireEpochs(
	home: string,
	connection: Connection,
	held: readonly HeldEpoch[],
	{ idleMs, ageMs, now }: Retirement,
): Promise<{ next: boolean; gone: number[] }> {
	const { epochs } = await connection.ask(answers.epochs, '/v1/work/epochs');
	const file = await readEpochFile(home);
	const idle: NonNullable<EpochFile['idle']> = {};
	const newest = held.at(-1)?.epoch;
	const doomed: HeldEpoch[] = [];
	let next = false;
	for (const one of held) {
		const shown = epochs.find(({ epoch }) => epoch === one.epoch);
		// One that nothing was ever sealed to tells nobody anything.
		if (shown === undefined || shown.last === null) continue;
		const before = file.idle?.[one.epoch];
		const since = before?.last === shown.last ? before.since : now();
		if (shown.waiting === 0) idle[one.epoch] = { last: shown.last, since };
		const isIdle = shown.waiting === 0 && now() - since >= idleMs;
		if (one.epoch === newest) next = isIdle || now() - one.openedAt >= ageMs;
		else if (isIdle) doomed.push(one);
	}
	const publics = new Set(doomed.map((one) => one.key));
	const kept = file.secrets.filter((one) => !publics.has(toHex(platform.x25519Public(fromHex(one)))));
	const gone = doomed.map((one) => one.epoch);
	const destroyed = [...new Set([...(file.destroyed ?? []), ...gone])];
	const after: EpochFile = { secrets: kept, idle, ...(destroyed.length === 0 ? {} : { destroyed }) };
	if (JSON.stringify(after) !== JSON.stringify(file)) await writeEpochFile(home, after);
	for (const { secret } of doomed) secret.fill(0);
	return { next, gone };
}

/** Tells the ledger of epochs whose secret is gone from here; what it has in `told` already is only struck out. */
export async function stateDestroyed(home: string, connection: Connection, told: readonly number[]): Promise<void> {
	const { destroyed = [], ...file } = await readEpochFile(home);
	if (destroyed.length === 0) return;
	const untold = destroyed.filter((one) => !told.includes(one));
	const drafts = untold.map((epoch): Draft<'epoch.closed'> => ({ type: 'epoch.closed', fields: { epoch } }));
	const said = drafts.length === 0 ? [] : await trySubmit(connection, drafts);
	const refused = said.find((one) => one.skeleton.result !== 'accepted');
	if (refused !== undefined)
		throw new CustosError('denied', `the archive does not take in that an epoch ended (${refused.skeleton.result})`);
	await writeEpochFile(home, file);
}
