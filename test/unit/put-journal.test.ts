import { expect, test } from 'vitest';
import { Journal, journalName, journalSecret } from '../../src/client/put/journal.ts';
import type { JournalRecord } from '../../src/client/put/journal-records.ts';
import { memoryJournal } from '../system/live/put-in-hand.ts';

const secret = journalSecret(new Uint8Array(32).fill(7));

const failed = (path: string): JournalRecord => ({ t: 'failed', path, at: '00', reason: 'unreadable' });
const paths = (records: readonly JournalRecord[]): unknown[] =>
	records.map((one) => (one.t === 'failed' ? one.path : one.t));

async function written(store: ReturnType<typeof memoryJournal>, ...names: string[]): Promise<unknown[]> {
	const { journal, records } = await Journal.open(store, secret);
	for (const name of names) await journal.append(failed(name));
	return paths(records);
}

test('what several runs wrote is read back in order, and only by its owner', async () => {
	const store = memoryJournal();
	expect(await written(store, 'a', 'b')).toEqual([]);
	expect(await written(store)).toEqual(['a', 'b']);
	expect(await written(store, 'c')).toEqual(['a', 'b']);
	expect(await written(store)).toEqual(['a', 'b', 'c']);
	const copy = memoryJournal();
	copy.bytes = store.bytes.slice();
	expect((await Journal.open(copy, journalSecret(new Uint8Array(32)))).records).toEqual([]);
});

test('wherever a crash tears the end off, what stood before it is read and the next run goes on', async () => {
	const store = memoryJournal();
	await written(store, 'a', 'b');
	const first = store.bytes.length;
	await written(store, 'c', 'd');
	const whole = store.bytes.slice();
	for (let size = 0; size <= whole.length; size++) {
		store.bytes = whole.slice(0, size);
		const left = await written(store, 'next');
		if (size >= first) expect(left.slice(0, 2)).toEqual(['a', 'b']);
		expect(['a', 'b', 'c', 'd'].slice(0, left.length)).toEqual(left);
		expect(await written(store)).toEqual([...left, 'next']);
	}
});

test('a changed byte is never read as a record', async () => {
	const store = memoryJournal();
	await written(store, 'a');
	await written(store, 'b');
	const whole = store.bytes.slice();
	for (let at = 0; at < whole.length; at++) {
		store.bytes = whole.slice();
		store.bytes[at] = (store.bytes[at] as number) ^ 1;
		const read = await written(store);
		expect(['a', 'b'].slice(0, read.length)).toEqual(read);
		expect(read.length).toBeLessThan(2);
	}
});

test('no two texts are sealed under one key and nonce, though a crash or a restored copy brings the same bytes back', async () => {
	const store = memoryJournal();
	await written(store, 'before');
	const before = store.bytes.slice();
	const ends: Uint8Array[] = [];
	for (const name of ['first', 'other']) {
		store.bytes = before.slice();
		await written(store, name);
		ends.push(store.bytes.slice(before.length));
	}
	const [one, two] = ends as [Uint8Array, Uint8Array];
	expect(one.length).toBe(two.length);
	// Under one keystream the sealed texts would differ exactly where the texts do, in five letters.
	const salt = 4 + 32 + 4;
	const different = one.subarray(salt).filter((byte, i) => byte !== two[salt + i]).length;
	expect(different).toBeGreaterThan(40);
	expect(one.subarray(4, 36)).not.toEqual(two.subarray(4, 36));
});

test('after a failed write nothing more is taken: no record stands behind a torn one', async () => {
	const store = memoryJournal();
	const { journal } = await Journal.open(store, secret);
	await journal.append(failed('a'));
	store.failing = true;
	const waiting = [journal.append(failed('b')), journal.append(failed('c'))];
	for (const one of await Promise.allSettled(waiting)) expect(one.status).toBe('rejected');
	store.failing = false;
	await expect(journal.append(failed('d'))).rejects.toThrow('the disk is gone');
	expect(await written(store)).toEqual(['a']);
});

test('the name of a journal says nothing and depends on person, case and folders', () => {
	const name = journalName('00', ['/media/disk'], secret);
	expect(name).toMatch(/^[0-9a-f]{32}\.journal$/);
	const others = [
		journalName('01', ['/media/disk'], secret),
		journalName('00', ['/media/disk', '/other'], secret),
		journalName('00', ['/media/disk'], journalSecret(new Uint8Array(32))),
	];
	expect(new Set([name, ...others]).size).toBe(4);
});
