import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followKeys, type ServedLog } from '../../src/cli/monitor/follow.ts';
import { openMirror } from '../../src/cli/monitor/mirror.ts';
import { formatBundle } from '../../src/domain/ledger/bundle.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import type { KeyLink } from '../../src/domain/ledger/key-links.ts';
import { type KeySpans, keyOfSpans } from '../../src/domain/ledger/log-keys.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { ANNA, id, K1, K2, K3, Log, ORIGIN, seed, THIEF, vkeyOf } from './rotated-log.ts';

// Who holds every leaf believes a rotation only where these leaves make the log in which it was proven.

let home: string;
let folders = 0;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-monitored-'));
});
afterAll(() => rm(home, { recursive: true }));

const fresh = () => openMirror(join(home, String(folders++)));
const served = (log: Log, note: string, links: readonly KeyLink[]): ServedLog => ({
	checkpoint: async () => note,
	tile: async ({ index, width }) => formatBundle(log.leaves.slice(index * 256, index * 256 + width)),
	links: async () => [...links],
});
const invite = (log: Log, n: number): number =>
	log.add(ANNA, { type: 'person.invited', invite: id(500 + n), role: 'member' });

test('a rotation in the log that is served is followed, from its first entry or from where one stopped', async () => {
	for (const stopped of [0, 1, 3]) {
		const log = new Log();
		const mirror = await fresh();
		for (let n = 0; n < stopped; n += 1) invite(log, n);
		if (stopped > 0)
			expect(await followKeys(served(log, log.note(K1), []), parseKey(vkeyOf(K1)), mirror)).toMatchObject({
				state: 'followed',
			});
		const links = [log.rotate(ANNA, K1, K2)];
		invite(log, 10);
		const note = log.note(K2);
		const size = log.tree.size;
		// Rotated once more between the two questions: what is beyond the checkpoint does not count yet.
		links.push(log.rotate(ANNA, K2, K3));
		expect(await followKeys(served(log, note, links), parseKey(vkeyOf(K1)), mirror)).toMatchObject({
			state: 'followed',
			size,
		});
		const spans = await mirror.keys();
		expect(spans?.next).toEqual([{ after: size - 1, key: vkeyOf(K2) }]);
		// Later, when an earlier key's end lies within what is known.
		invite(log, 11);
		const again = await followKeys(served(log, log.note(K3), links), keyOfSpans(spans as KeySpans), mirror);
		expect(again).toMatchObject({ state: 'followed', size: size + 2 });
	}
});

test.each([0, 4])('a rotation in another log is two histories, to whoever knew %i entries', async (known) => {
	const log = new Log();
	for (let n = 1; n < 4; n += 1) invite(log, n);
	const mirror = await fresh();
	if (known > 0)
		expect(await followKeys(served(log, log.note(K1), []), parseKey(vkeyOf(K1)), mirror)).toMatchObject({
			state: 'followed',
			size: known,
		});
	// Beside it, with what is inconvenient left out of the log itself, and only the proof from there.
	const other = new Log();
	for (let n = 1; n < 4; n += 1) invite(other, 20 + n);
	const link = other.rotate(ANNA, K1, THIEF);
	for (let n = 4; n < 8; n += 1) invite(log, n);
	const note = signCheckpoint({ origin: ORIGIN, size: log.tree.size, root: log.tree.root() }, seed(THIEF));
	const round = await followKeys(served(log, note, [link]), parseKey(vkeyOf(K1)), mirror);
	expect(round).toMatchObject({ state: 'alarm', alarm: 'two-histories', size: known, note: other.note(K1) });
	expect(await mirror.keys()).toBeUndefined();
	expect((await mirror.known(parseKey(vkeyOf(K1)))).size).toBe(known);
	if (known > 0) expect(await readFile(join(home, String(folders - 1), 'checkpoint'), 'utf8')).not.toBe(note);
});
