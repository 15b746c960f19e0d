import type { Id } from '../domain/ids.ts';
import type { BatchEntry } from '../domain/ledger/batch.ts';
import type { Entry, EntryText } from '../domain/ledger/receipt.ts';
import { answers } from '../domain/wire.ts';
import { type CaseKeys, sealedAt, secretsOf } from './case-keys.ts';
import type { Connection } from './connection.ts';
import { noteKey } from './newest-keys.ts';
import type { OpenCase } from './open-case.ts';

/**
 * A case that is open may get a new key meanwhile. Where one of these entries is sealed to a key that one has not got, the
 * archive is asked for what one was given since, and the open case takes it in. True if that was something new.
 */
export async function keepUp(
	connection: Connection,
	open: OpenCase,
	entries: readonly Pick<BatchEntry, 'statement'>[],
): Promise<boolean> {
	const isNew = entries.some(({ statement }) => {
		const generation = sealedAt(open.id, statement);
		return generation !== undefined && !open.secrets.has(generation);
	});
	return isNew ? renew(connection, open) : false;
}

/** The same without looking for a reason. */
export async function renew(connection: Connection, open: OpenCase): Promise<boolean> {
	const { joined, ...answer } = await connection.ask(answers.case, `/v1/cases/${open.id}`);
	if (joined === undefined) return false;
	const { keys } = await openKeys(connection, open.id, { ...answer, joined });
	const before = open.secrets.size;
	if (keys.key.generation > open.key.generation) open.key = keys.key;
	for (const [generation, secret] of keys.secrets) open.secrets.set(generation, secret);
	return open.secrets.size > before;
}

/** The keys of a case by the entries the archive shows, each checked, and that which founded it. Throws as `secretsOf`. */
export async function openKeys(
	connection: Connection,
	id: Id,
	told: { created: EntryText; joined: EntryText; rekeyed: readonly EntryText[]; granted?: EntryText | undefined },
): Promise<{ created: Entry; keys: CaseKeys }> {
	const texts = [told.created, told.joined, ...told.rekeyed, ...(told.granted === undefined ? [] : [told.granted])];
	const [created, joined, ...later] = (await connection.open(texts)) as [Entry, Entry, ...Entry[]];
	const granted = told.granted && later.pop();
	const entries = { created, joined, rekeyed: later, ...(granted === undefined ? {} : { granted }) };
	const keys = secretsOf(id, connection.identity, entries);
	return { created, keys: { ...keys, key: noteKey(connection, keys.key) } };
}
