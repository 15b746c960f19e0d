import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { custos as command } from '../../src/cli/program.ts';
import { formatAddCheckpoint } from '../../src/domain/ledger/witness.ts';
import { bagFolderSink } from '../../src/report/node/bag-folder.ts';
import { createWitness, watchLog } from '../../workers/witness/folder.ts';
import { type Archive, hash, Person } from '../unit/report-archive.ts';
import { bagInto, tell } from '../unit/report-story.ts';
import { type Program, startProgram } from './program.ts';

// 21: a log that shows two histories. Whoever holds a paper of each proves it, by the log's own signatures.

let folder: string;
let here: ReturnType<typeof tell>;
let there: ReturnType<typeof tell>;
const at = (name: string): string => join(folder, name);

/** What `custos verify` says, and how it ends. */
async function verify(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
	let [out, err] = ['', ''];
	const exit = await command(['verify', ...args], {
		out: (text) => {
			out += text;
		},
		err: (text) => {
			err += text;
		},
		env: { CUSTOS_PROFILE: '/nonexistent' },
		terminal: false,
		width: () => 100,
		read: async () => '',
		signal: new AbortController().signal,
	});
	return { exit, out, err };
}
const receiptOf = (archive: Archive, index: number): string => `${JSON.stringify(archive.entry(index))}\n`;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-two-'));
	// The same log key, the same story told twice: whatever is random in it differs from the first sealed entry on.
	[here, there] = [tell(), tell()];
	await bagInto(bagFolderSink(at('here')), {}, here);
	await bagInto(bagFolderSink(at('there')), {}, there);
	const { archive } = here;
	await writeFile(at('checkpoint'), archive.checkpoint());
	await writeFile(at('earlier'), archive.checkpoint(archive.tree.size - 4));
	await writeFile(at('other-checkpoint'), there.archive.checkpoint());
	await writeFile(at('receipts.jsonl'), receiptOf(archive, archive.tree.size - 1) + receiptOf(archive, 5));
	await writeFile(at('other-receipts.jsonl'), receiptOf(there.archive, there.archive.tree.size - 1));
});
afterAll(() => rm(folder, { recursive: true }));

describe('two papers of one log', () => {
	test.each([
		['two bags', 'here', 'there', []],
		['two checkpoints of one size', 'checkpoint', 'other-checkpoint', ['--log-key']],
		['a bag and a receipt', 'here', 'other-receipts.jsonl', []],
		['receipts in two hands', 'receipts.jsonl', 'other-receipts.jsonl', ['--log-key']],
	])('%s prove that it signed two histories', async (_, one, other, options) => {
		const key = options.length === 0 ? [] : [...options, here.archive.vkey];
		const found = await verify(at(one), '--against', at(other), ...key);
		expect(found).toMatchObject({ exit: 0, out: expect.stringContaining('PROOF OF MISBEHAVIOUR') });
		const russian = await verify(at(one), '--against', at(other), ...key, '--lang', 'ru');
		expect(russian.out).toContain('ДОКАЗАНО НАРУШЕНИЕ');
	});

	test.each([
		['a bag and itself', 'here', 'here'],
		['a bag and an earlier checkpoint of the same history', 'here', 'earlier'],
		['a bag and a receipt of the same history', 'here', 'receipts.jsonl'],
	])('%s prove nothing', async (_, one, other) => {
		expect(await verify(at(one), '--against', at(other))).toMatchObject({
			exit: 3,
			out: expect.stringContaining('Nothing here shows'),
		});
	});

	test('papers that somebody else signed prove nothing against this log', async () => {
		const stranger = tell({ word: 'two' });
		await writeFile(at('forged'), stranger.archive.checkpoint());
		expect(await verify(at('here'), '--against', at('forged'))).toMatchObject({
			exit: 1,
			err: expect.stringContaining('the log key'),
		});
		await bagInto(bagFolderSink(at('stranger')), {}, stranger);
		expect(await verify(at('here'), '--against', at('stranger'))).toMatchObject({ exit: 1 });
	});

	test('what is missing is said', async () => {
		expect(await verify(at('checkpoint'), '--against', at('other-checkpoint'))).toMatchObject({
			exit: 2,
			err: expect.stringContaining('--log-key'),
		});
		expect(await verify(at('here'), '--against', at('nothing'))).toMatchObject({ exit: 2 });
	});
});

describe('what a witness keeps', () => {
	let witness: Program;
	let home: string;
	afterAll(() => witness.stop());

	test('is that proof', async () => {
		home = at('witness');
		await createWitness(home, 'witness.example/w1');
		await watchLog(home, here.archive.vkey);
		witness = startProgram('workers/witness/main.ts', { WITNESS_HOME: home, PORT: '0' });
		const address = `http://127.0.0.1:${(await witness.ready)['port']}/add-checkpoint`;
		const add = async (old: number, note: string): Promise<number> => {
			const body = formatAddCheckpoint({ old, proof: [], note });
			return (await fetch(address, { method: 'POST', body })).status;
		};
		expect(await add(0, here.archive.checkpoint())).toBe(200);
		expect(await add(here.archive.tree.size, there.archive.checkpoint())).toBe(409);
		const [kept] = await readdir(join(home, 'signed-otherwise'));
		const file = join(home, 'signed-otherwise', kept ?? '');
		expect(await verify(file, '--log-key', here.archive.vkey)).toMatchObject({
			exit: 0,
			out: expect.stringMatching(/PROOF OF MISBEHAVIOUR[\s\S]*Both checkpoints say \d+ entries/),
		});
		expect(await verify(file)).toMatchObject({ exit: 2, err: expect.stringContaining('--log-key') });
	});

	test('is none where the log only grew without a proof that it did', async () => {
		const { archive } = here;
		const steward = new Person('another');
		const size = archive.tree.size;
		const seen = archive.checkpoint();
		archive.append('person.suspended', steward, { person: hash('x') }, { subject: { kind: 'archive', id: 'archive' } });
		const note = archive.checkpoint();
		await writeFile(at('grown.json'), JSON.stringify({ seen, note }));
		const said = await verify(at('grown.json'), '--log-key', archive.vkey);
		expect(said).toMatchObject({ exit: 3, out: expect.stringContaining(`${size} and ${size + 1} entries`) });
	});
});
