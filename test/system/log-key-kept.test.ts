import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { rotateLogKey } from '../../src/client/log-key.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { newestText } from '../../src/domain/ledger/log-keys.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { audit } from '../../workers/audit/audit.ts';
import { backup } from '../../workers/backup/backup.ts';
import { readNotaryState } from '../../workers/backup/notary-state.ts';
import { restore } from '../../workers/backup/restore.ts';
import { parseKeys, prepareKey } from '../../workers/notary/keys.ts';
import { emptyDatabase } from './copied-database.ts';
import { type Live, openCase, startLive } from './live.ts';
import type { FreshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// A loaded machine takes its time, and nothing here depends on it.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

// What is kept of an archive whose log's key was rotated, twice: the audit follows, and a backup restores all of it.

let live: Live;
let other: FreshDatabase;
let folder: string;
let keys: string[];
beforeAll(async () => {
	live = await startLive();
	other = await emptyDatabase(live.database.connection);
	folder = await mkdtemp(join(tmpdir(), 'custos-log-key-'));
	keys = [newestText(live.steward.archive.key)];
	await openCase(live.steward);
	for (let i = 0; i < 2; i++) {
		const { vkey } = await prepareKey(home(), live.steward.archive.origin);
		await live.notary.sayTime();
		await rotateLogKey(live.steward, vkey);
		await openCase(live.steward, [], `K${i}`);
		keys.push(vkey);
	}
	// The next one lies ready.
	await prepareKey(home(), live.steward.archive.origin);
});
afterAll(async () => {
	await live.close();
	await other.drop();
	await rm(folder, { recursive: true });
});

const home = (): string => join(live.folder, 'notary');
const url = (): string => databaseUrl(live.database.connection);

test('the audit follows from each of the keys, and names a rotation that is not proven', async () => {
	const { head } = await readNotaryState(home());
	for (const logKey of keys)
		expect(await audit({ databaseUrl: url(), logKey, head, signatures: true, objects: true })).toMatchObject({
			ok: true,
		});
	const [first] = keys as [string];
	const found = await live.sql('select ended from log_keys where ended is not null order by ended limit 1');
	const index = Number(found[0]?.['ended']);
	// Whoever has the database puts another final checkpoint in its place.
	await live.sql('alter table ledger.checkpoints disable trigger all');
	const note = await live.sql(
		'update ledger.checkpoints set note = replace(note, $1, $2) where size = $3 returning note',
		['— ', '— x', index + 1],
	);
	expect(note).toHaveLength(1);
	const spoilt = await audit({ databaseUrl: url(), logKey: first, head, signatures: true, objects: true });
	expect(spoilt).toMatchObject({ ok: false });
	expect(spoilt.firstDifference?.index).toBeLessThanOrEqual(index);
	await live.sql('update ledger.checkpoints set note = replace(note, $1, $2) where size = $3', [
		'— x',
		'— ',
		index + 1,
	]);
	await live.sql('alter table ledger.checkpoints enable always trigger refuse_change');
});

test('a backup restores the log with all its keys and the one that lies ready', async () => {
	const recovery = toHex(platform.x25519Public(live.recovery));
	const target = await createFilesStore({ root: join(folder, 'backup') });
	await backup({ databaseUrl: url(), store: live.store, notaryHome: home(), recovery, target });
	const into = join(folder, 'notary');
	const empty = databaseUrl(other.connection);
	const options = {
		from: target,
		databaseUrl: empty,
		store: await createFilesStore({ root: join(folder, 'objects') }),
		notaryHome: into,
		recoveryIdentity: encodeSecretKey(live.recovery),
	};
	await expect(restore({ ...options, logKey: `${keys[0]}x` })).rejects.toMatchObject({ code: 'bad-key' });
	const restored = await restore({ ...options, logKey: keys[0] as string });
	expect(restored.audit.ok).toBe(true);
	expect((await readdir(into)).sort()).toEqual((await readdir(home())).filter((name) => name !== 'prints').sort());
	const state = parseKeys(await readFile(join(into, 'keys.json'), 'utf8'));
	expect(state.vkey).toBe(keys.at(-1));
});
