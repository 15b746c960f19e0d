import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Connection } from '../../src/client/connection.ts';
import { invite, people } from '../../src/client/people.ts';
import { fromBase64, toBase64, toHex } from '../../src/domain/bytes.ts';
import { openCheckpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { formatProof, parseProof, type TlogProof } from '../../src/domain/ledger/proof.ts';
import type { EntryText, Receipt } from '../../src/domain/ledger/receipt.ts';
import { type Live, startLive } from '../system/live.ts';
import { type LyingApi, startLyingApi } from './lying-api.ts';

// 26: a proof that is right for another leaf, another log or another size is no proof.

let live: Live;
let foreign: Live;
let lies: LyingApi;
let through: Connection;

beforeAll(async () => {
	[live, foreign] = [await startLive(), await startLive()];
	lies = await startLyingApi(live);
	await live.enrol();
	await live.enrol();
	through = await live.connect(live.steward.identity, lies.server);
});
beforeEach(() => {
	lies.lie = undefined;
});
afterAll(async () => {
	await lies.close();
	await Promise.all([live.close(), foreign.close()]);
});

/** Shows each receipt after `bend` has been at it. */
function bendReceipts(bend: (receipt: Receipt) => Receipt): void {
	lies.lie = (path, body: { outcomes: { receipt: Receipt }[] }) =>
		path === '/v1/statements' ? { outcomes: body.outcomes.map(({ receipt }) => ({ receipt: bend(receipt) })) } : body;
}

function bendProofs(bend: (proof: TlogProof) => TlogProof): void {
	bendReceipts((receipt) => ({ ...receipt, proof: formatProof(bend(parseProof(receipt.proof))) }));
}

const asked = () => invite(through, 'member');
const flip = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte));

async function someoneElses(): Promise<Receipt> {
	const { entries } = (await (await live.steward.send('/v1/people', {})).json()) as { entries: EntryText[] };
	return (entries.at(-1) as EntryText).receipt;
}

test('the truth passes', async () => expect(await asked()).toMatchObject({ role: 'member' }));

test('the receipt of another leaf', async () => {
	const other = await someoneElses();
	bendReceipts(() => other);
	await expect(asked()).rejects.toMatchObject({ code: 'bad-proof' });
	bendReceipts((receipt) => ({ ...receipt, proof: other.proof, index: other.index }));
	await expect(asked()).rejects.toMatchObject({ code: 'bad-proof' });
});

test.each<[string, (receipt: Receipt) => Receipt]>([
	['skeleton', (receipt) => ({ ...receipt, skeleton: receipt.skeleton.replace('person.invited', 'person.enrolled') })],
	['result', (receipt) => ({ ...receipt, skeleton: receipt.skeleton.replace('accepted', 'denied:denied') })],
	['skeleton’s salt', (receipt) => ({ ...receipt, salts: ['00'.repeat(32), receipt.salts[1]] })],
	['statement’s salt', (receipt) => ({ ...receipt, salts: [receipt.salts[0], '00'.repeat(32)] })],
	['index', (receipt) => ({ ...receipt, index: receipt.index - 1 })],
])('another %s', async (_, bend) => {
	bendReceipts(bend);
	await expect(asked()).rejects.toMatchObject({ code: 'bad-proof' });
});

test.each<[string, (proof: TlogProof) => TlogProof]>([
	['an altered path', (proof) => ({ ...proof, path: proof.path.map((hash, i) => (i === 0 ? flip(hash) : hash)) })],
	['a path cut short', (proof) => ({ ...proof, path: proof.path.slice(1) })],
	['a longer path', (proof) => ({ ...proof, path: [...proof.path, ...proof.path.slice(-1)] })],
	['another index in the proof', (proof) => ({ ...proof, index: proof.index - 1 })],
	['an index beyond the log', (proof) => ({ ...proof, index: 2 ** 40 })],
])('%s', async (_, bend) => {
	bendProofs(bend);
	await expect(asked()).rejects.toMatchObject({ code: 'bad-proof' });
});

test('a checkpoint of another log: signed by it, or in this log’s name with its key', async () => {
	const { logSeed } = foreign.notary.started.keys;
	const of = (proof: TlogProof) => openCheckpoint(proof.checkpoint, live.steward.archive.key);
	bendProofs((proof) => ({
		...proof,
		checkpoint: signCheckpoint({ ...of(proof), origin: foreign.steward.archive.origin }, logSeed),
	}));
	await expect(asked()).rejects.toMatchObject({ code: 'bad-proof' });
	bendProofs((proof) => ({ ...proof, checkpoint: signCheckpoint(of(proof), logSeed) }));
	await expect(asked()).rejects.toMatchObject({ code: 'bad-proof' });
});

test('an older, truly signed checkpoint of another size', async () => {
	const [older] = await live.sql('select note from ledger.checkpoints order by size desc offset 1 limit 1');
	bendProofs((proof) => ({ ...proof, checkpoint: older?.['note'] as string }));
	await expect(asked()).rejects.toMatchObject({ code: 'bad-proof' });
});

test('a size altered in the checkpoint’s text', async () => {
	bendProofs((proof) => ({ ...proof, checkpoint: proof.checkpoint.replace(/\n\d+\n/, '\n3\n') }));
	await expect(asked()).rejects.toMatchObject({ code: 'bad-proof' });
});

test('a stolen log key that signs a smaller or another log: the client has seen more', async () => {
	const { logSeed } = live.notary.started.keys;
	const [seen, origin] = [await through.seen(), through.archive.origin];
	for (const size of [seen.size, seen.size + 1, seen.size - 1]) {
		const checkpoint = signCheckpoint({ origin, size, root: flip(seen.root) }, logSeed);
		await expect(through.follow([openCheckpoint(checkpoint, through.archive.key)])).rejects.toMatchObject({
			code: /forked|not-found/,
		});
	}
	expect(toHex((await through.seen()).root)).toBe(toHex(seen.root));
});

test('a consistency proof that is none', async () => {
	const late = await live.connect(live.steward.identity, lies.server);
	await late.seen();
	await live.enrol();
	lies.lie = (path, body: { proof: string[] }) =>
		path === '/v1/log/consistency'
			? { ...body, proof: body.proof.map((hash, i) => (i === 0 ? toBase64(flip(fromBase64(hash))) : hash)) }
			: body;
	await expect(people(late)).rejects.toMatchObject({ code: 'forked' });
	lies.lie = (path, body: { proof: string[] }) => (path === '/v1/log/consistency' ? { ...body, proof: [] } : body);
	await expect(people(late)).rejects.toMatchObject({ code: 'forked' });
});
