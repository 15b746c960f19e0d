import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, utf8 } from '../../src/domain/bytes.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { contradiction, Testimony } from '../../src/domain/ledger/contradiction.ts';
import { addCosignatures, cosignedAt, parseWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { leafHash, rootOf, verifyConsistency } from '../../src/domain/ledger/merkle.ts';
import { formatKey, parseKey } from '../../src/domain/ledger/note.ts';
import { consistencyProof, inclusionProof } from '../../src/domain/ledger/tiles.ts';
import { formatAddCheckpoint } from '../../src/domain/ledger/witness.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { createWitness, type WitnessKeys, watchedLogs, watchLog } from '../../workers/witness/folder.ts';
import { type Program, startProgram } from './program.ts';

const ORIGIN = 'custos/22f1b29c1d231a00';
/** The log's secret key: whoever stole it signs as well as the notary. */
const stolen = platform.randomBytes(32);

const hashes = (text: string, size: number): Bytes[] =>
	Array.from({ length: size }, (_, i) => leafHash(utf8(`${text} ${i}`)));
/** `text` makes another history; the first `same` entries are as in the true one. */
const history = (size: number, text = 'true', same = 0): Bytes[] => [
	...hashes('true', Math.min(same, size)),
	...hashes(text, size).slice(same),
];
const signed = (entries: Bytes[]): string =>
	signCheckpoint({ origin: ORIGIN, size: entries.length, root: rootOf(entries) }, stolen);
const request = async (old: number, entries: Bytes[]): Promise<string> => {
	const proof = await consistencyProof(old, entries.length, async (_, from, to) => entries.slice(from, to));
	return formatAddCheckpoint({ old, proof, note: signed(entries) });
};

describe('a witness, as a process', () => {
	let folder: string;
	let keys: WitnessKeys;
	let witness: Program;
	let address: string;

	const start = async (): Promise<void> => {
		witness = startProgram('workers/witness/main.ts', { WITNESS_HOME: folder, PORT: '0' });
		address = `http://127.0.0.1:${(await witness.ready)['port']}/add-checkpoint`;
	};
	const ask = async (old: number, entries: Bytes[]): Promise<{ status: number; type: string | null; text: string }> => {
		const answer = await fetch(address, { method: 'POST', body: await request(old, entries) });
		return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
	};
	/** Whether the answer is a cosignature of these entries by this witness. */
	const cosigned = (answer: { status: number; text: string }, entries: Bytes[]): boolean => {
		if (answer.status !== 200) return false;
		const key = parseWitnessKey(keys.vkey);
		return cosignedAt(addCosignatures(signed(entries), answer.text, [key]), key) !== undefined;
	};

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'custos-witness-'));
		keys = await createWitness(folder, 'witness.example/w1');
		await watchLog(folder, formatKey(ORIGIN, platform.ed25519Public(stolen)));
		await start();
	});
	afterEach(async () => {
		await witness.stop();
		await start();
	});
	afterAll(async () => {
		await witness.stop();
		await rm(folder, { recursive: true, force: true });
	});

	test('cosigns a log as it grows, also after it was killed', async () => {
		expect(cosigned(await ask(0, history(3)), history(3))).toBe(true);
		expect(cosigned(await ask(3, history(8)), history(8))).toBe(true);
		await witness.stop();
		await start();
		expect(await ask(3, history(11))).toEqual({ status: 409, type: 'text/x.tlog.size', text: '8\n' });
		expect(cosigned(await ask(8, history(11)), history(11))).toBe(true);
	});

	test('20 history rewritten with the stolen log key gets 422, and is kept as a contradiction', async () => {
		for (const rewritten of [history(14, 'other'), history(14, 'other', 10)]) {
			const answer = await ask(11, rewritten);
			expect([answer.status, answer.text.startsWith('—')]).toEqual([422, false]);
		}
		expect((await ask(11, history(11, 'other'))).status).toBe(409);
		expect(await readdir(join(folder, 'signed-otherwise'))).toHaveLength(3);
		expect(cosigned(await ask(11, history(12)), history(12))).toBe(true);
	});

	test('20 a receipt from before holds in no rewritten history, and proves against it', async () => {
		const [before, rewritten] = [history(11), history(14, 'other', 5)];
		const read = (entries: Bytes[]) => async (_level: number, from: number, to: number) => entries.slice(from, to);
		const hash = before[7] as Bytes;
		const path = await inclusionProof(7, 11, read(before));
		const key = parseKey(formatKey(ORIGIN, platform.ed25519Public(stolen)));
		const [mine, theirs] = [new Testimony(key), new Testimony(key)];
		mine.inclusion({ index: 7, path, checkpoint: signed(before) }, hash);
		// Whatever the new proof of its place: there stands something else.
		const again = await inclusionProof(7, 14, read(rewritten));
		expect(() => theirs.inclusion({ index: 7, path: again, checkpoint: signed(rewritten) }, hash)).toThrow(
			'is not under',
		);
		theirs.inclusion({ index: 7, path: again, checkpoint: signed(rewritten) }, rewritten[7] as Bytes);
		const proof = await consistencyProof(11, 14, read(rewritten));
		const claim = { from: 11, fromRoot: rootOf(before), to: 14, toRoot: rootOf(rewritten), proof };
		expect(() => verifyConsistency(claim)).toThrow('does not continue');
		expect(contradiction(mine, theirs, () => 0)?.range).toEqual([7, 8]);
	});

	test('27 of many at once that follow the same checkpoint one is cosigned, and no other leads back', async () => {
		const sizes = Array.from({ length: 24 }, (_, i) => 13 + i);
		const answers = await Promise.all(sizes.map((size) => ask(12, history(size))));
		const winners = sizes.filter((size, i) => cosigned(answers[i] as { status: number; text: string }, history(size)));
		expect(winners).toHaveLength(1);
		const [now] = winners as [number];
		for (const [i, answer] of answers.entries())
			if (sizes[i] !== now) expect([answer.status, answer.text]).toEqual([409, `${now}\n`]);
		await witness.stop();
		await start();
		expect(await ask(12, history(40))).toMatchObject({ status: 409, text: `${now}\n` });
		expect(cosigned(await ask(now, history(40)), history(40))).toBe(true);
	});

	test('27 killed at the moment it signs one of two histories, it remembers which, and never signs the other', async () => {
		const forks = [history(41, 'a', 40), history(41, 'b', 40)] as const;
		const answers = forks.map((fork) => ask(40, fork).catch(() => ({ status: 0, type: null, text: '' })));
		const first = await Promise.race(
			answers.map((one, i) => one.then(({ status }) => (status === 200 ? i : new Promise<number>(() => {})))),
		);
		await witness.stop();
		const statuses = (await Promise.all(answers)).map(({ status }) => status);
		expect(statuses.filter((status) => status === 200)).toHaveLength(1);
		await start();
		expect(await ask(40, forks[0])).toMatchObject({ status: 409, text: '41\n' });
		const [mine, other] = first === 0 ? ['a', 'b'] : ['b', 'a'];
		expect((await ask(41, history(42, other, 40))).status).toBe(422);
		expect(cosigned(await ask(41, history(42, mine, 40)), history(42, mine, 40))).toBe(true);
	});

	test('another log is watched beside the first; a list that cannot be read is not begun anew', async () => {
		const other = formatKey('custos/another', platform.ed25519Public(platform.randomBytes(32)));
		await watchLog(folder, other);
		expect((await watchedLogs(folder)).map((one) => one.name)).toEqual([ORIGIN, 'custos/another']);
		const forged = formatKey(ORIGIN, platform.ed25519Public(platform.randomBytes(32)));
		await expect(watchLog(folder, forged)).rejects.toMatchObject({ code: 'conflict' });
		const [list, aside] = [join(folder, 'logs'), join(folder, 'aside')];
		await rename(list, aside);
		await mkdir(list);
		await expect(watchLog(folder, other)).rejects.toMatchObject({ code: 'EISDIR' });
		await rm(list, { recursive: true });
		await rename(aside, list);
		expect(await watchedLogs(folder)).toHaveLength(2);
	});

	test('a second process is refused the folder', async () => {
		const second = startProgram('workers/witness/main.ts', { WITNESS_HOME: folder, PORT: '0' });
		await expect(second.ready).rejects.toThrow('conflict');
	});

	test('too much at once, and what is no request, are refused', async () => {
		const post = (body: string): Promise<Response> => fetch(address, { method: 'POST', body });
		expect((await post('old 0\n'.repeat(20_000))).status).toBe(413);
		expect((await post('{}')).status).toBe(400);
		expect((await fetch(address)).status).toBe(404);
	});
});
