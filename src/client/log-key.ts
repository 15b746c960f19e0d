import { toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Act, RotationReason } from '../domain/ledger/act.ts';
import { type KeySpans, keysOfLog, keyText, newestKey, newestText, spansOf } from '../domain/ledger/log-keys.ts';
import { answers } from '../domain/wire.ts';
import type { Agreed } from './agreed-acts.ts';
import type { Connection } from './connection.ts';
import { bring } from './people.ts';

/** A key of the archive's log: it signs checkpoints of more than `after` entries, and of no more than `until`. */
export interface KeyOfLog {
	vkey: string;
	after: number;
	until: number | null;
}

/** The log's keys as they were proven here, oldest first, and what the notary says that it has prepared. */
export async function logKeys(connection: Connection): Promise<{ keys: KeyOfLog[]; prepared: string | null }> {
	const { prepared } = await connection.http.json(answers.archive, '/v1/archive');
	const keys = keysKnown(connection);
	// Right after a rotation it may still be told of as the next one.
	return { keys, prepared: keys.some(({ vkey }) => vkey === prepared) ? null : prepared };
}

/** Those that were proven here, oldest first. */
export function keysKnown({ archive }: Connection): KeyOfLog[] {
	const keys = keysOfLog(archive.key);
	return keys.map((key, i) => ({
		vkey: keyText(key),
		after: keys[i - 1]?.ends?.size ?? 0,
		until: key.ends?.size ?? null,
	}));
}

/** What a bag of this archive is held against: any of its log's keys, and how far each of them signs. */
export function knownKeys({ archive }: Connection): { logKey: string; keys: KeySpans } {
	return { logKey: newestText(archive.key), keys: spansOf(archive.key) };
}

/** The act by which `next`, which the notary must have prepared, becomes the log's key. */
export function rotation(connection: Connection, next: string, reason?: RotationReason): Act {
	const closes = toHex(newestKey(connection.archive.key).publicKey);
	return { type: 'log.rotated', closes, next, ...(reason === undefined ? {} : { reason }) };
}

/**
 * Rotates the log's key, or proposes it where one steward is not enough. Compare the fingerprint of `next` first. When it is done, this
 * connection follows. Throws `not-found` where the notary has prepared no key, `conflict` where it is another.
 */
export async function rotateLogKey(connection: Connection, next: string, reason?: RotationReason): Promise<Agreed> {
	const { prepared } = await logKeys(connection);
	if (prepared === null)
		throw new CustosError(
			'not-found',
			'no next key is prepared: run `custos notary prepare-key` on the machine of the archive',
		);
	if (prepared !== next) throw new CustosError('conflict', 'the notary has prepared another key than this one');
	return bring(connection, rotation(connection, next, reason));
}
