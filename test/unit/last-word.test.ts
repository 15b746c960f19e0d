import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { causeOf } from '../../infra/embedded/postgres/cluster.ts';
import { lastWord } from '../../src/app/last-word.ts';
import { connect } from '../../src/db/connect.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { fileTrouble } from '../../src/entry/file-trouble.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { openNotaryState, sealNotaryState } from '../../workers/backup/notary-state.ts';
import { lookAfter } from '../../workers/copies/run.ts';

// What an operator reads on the terminal: a line that names the cause, and a stack only for a defect.

const withCode = (message: string, more: object): Error => Object.assign(new Error(message), more);

test('a process ends with one line, but for a defect', () => {
	expect(lastWord(new CustosError('config', 'PORT is wrong'))).toBe('config: PORT is wrong');
	expect(lastWord(withCode('the database system is starting up', { code: '57P03' }))).toBe(
		'unavailable: the database is away (the database system is starting up)',
	);
	expect(lastWord(new Error('Connection terminated unexpectedly'))).not.toContain('\n');
	expect(lastWord(new TypeError('x is not a function'))).toMatch(/^TypeError: x is not a function\n +at /);
});

test('a data folder that cannot be written is named, with what to do', () => {
	const readOnly = withCode('EROFS', { code: 'EROFS', syscall: 'chmod', path: '/srv/custos/postgres/data.new' });
	expect(fileTrouble(readOnly)).toMatchObject({
		code: 'config',
		message:
			'/srv/custos/postgres/data.new cannot be written: its file system is read-only; make it writable, or set CUSTOS_HOME to another folder',
	});
	expect(fileTrouble(withCode('ENOSPC', { code: 'ENOSPC', path: '/srv/custos' }))).toMatchObject({ code: 'disk-full' });
	expect(fileTrouble(withCode('ENOENT', { code: 'ENOENT', syscall: 'mkdir', path: '/srv' }))).toMatchObject({
		message: expect.stringContaining('/srv cannot be written: the folder cannot be made there'),
	});
	const defect = withCode('ENOENT', { code: 'ENOENT', path: '/srv/custos' });
	expect(fileTrouble(defect)).toBe(defect);
});

test('why initdb failed is told, not what it did afterwards', () => {
	const cleared = 'initdb: removing contents of data directory "/a/data.new"';
	const full = 'initdb: error: could not write to file "/a/data.new/pg_wal/x": No space left on device';
	expect(causeOf(`${full}\n${cleared}\n`)).toBe(full);
	const failed = 'child process exited with exit code 1';
	expect(causeOf(`FATAL:  could not map memory\n${failed}\n${cleared}\n`)).toBe('FATAL:  could not map memory');
	expect(causeOf(`${failed}\n${cleared}\n`)).toBe(failed);
});

test('another recovery key is said to be one', async () => {
	const [ours, other] = [platform.randomBytes(32), platform.randomBytes(32)];
	const head = { seq: 1, size: 0, root: '00'.repeat(32), note: '' };
	const sealed = sealNotaryState({ v: 1, keys: '', head }, toHex(platform.x25519Public(ours)));
	await expect(openNotaryState(sealed, encodeSecretKey(other))).rejects.toMatchObject({
		code: 'wrong-key',
		message: 'this is not the recovery key of this backup',
	});
});

test('what looks after objects waits for a database that is away, and says so', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'custos-away-'));
	const { db } = connect(`postgresql://nobody@/custos?host=${encodeURIComponent(folder)}`, { max: 1 });
	const [store, stop, said] = [await createFilesStore({ root: folder }), new AbortController(), [] as string[]];
	const parts = {
		db,
		first: store,
		second: store,
		testimony: { damaged: async () => {}, restored: async () => {} },
		pin: async () => undefined,
		log: (line: string) => said.push(line),
		clock: () => new Date(),
		signal: stop.signal,
	};
	const ended = lookAfter(parts, { days: 30, share: 0.1 });
	await expect
		.poll(() => new Set(said), { timeout: 15_000 })
		.toEqual(new Set(['the database is away: this goes on when it is back']));
	stop.abort();
	await ended;
	await db.destroy();
	await rm(folder, { recursive: true });
});
