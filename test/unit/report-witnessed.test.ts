import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bytes } from '../../src/domain/bytes.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { cosign, formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { leafHash, rootOf } from '../../src/domain/ledger/merkle.ts';
import { parseNote } from '../../src/domain/ledger/note.ts';
import { parsePolicy } from '../../src/domain/ledger/policy.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { bagFolderSink, openBagFolder } from '../../src/report/node/bag-folder.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { type Verdict, type VerifyOptions, verifyBag } from '../../src/report/verify/verify-bag.ts';
import { reasonIn } from '../../src/report/words/reason.ts';
import { Archive } from './report-archive.ts';
import { bagInto, bagOf, people, tell } from './report-story.ts';

const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const names = [1, 2, 3].map((n) => `w${n}.example`);
const keys = names.map((name, i) => formatWitnessKey(name, platform.ed25519Public(seed(i + 1))));
const policyOf = (log: string | undefined, of: readonly number[], k: number): string =>
	[
		...(log === undefined ? [] : [`log ${log}`]),
		...of.map((i) => `witness ${names[i]} ${keys[i]}`),
		`group some ${k} ${of.map((i) => names[i]).join(' ')}`,
		'quorum some',
		'',
	].join('\n');
/** 2026-03-02, an hour apart. */
const cosigned = (note: string, by: readonly number[]): string =>
	note +
	by.map((i) => cosign(parseNote(note).text, names[i] as string, seed(i + 1), 1_772_409_600 + 3600 * i)).join('');
const rest = parsePolicy;

let folder: string;
let vkey: string;
const bag = (name: string): string => join(folder, name);
const make = async (name: string, change: (log: ReportInput['log'], archive: Archive) => void): Promise<void> => {
	const { archive } = await bagOf(bag(name), { change: (input, archive) => change(input.log, archive) });
	vkey = archive.vkey;
};
const verify = (name: string, options: VerifyOptions = {}): Promise<Verdict> =>
	verifyBag(openBagFolder(bag(name)), options);
const check = ({ checks }: Verdict, key: string) => checks.find((one) => one.key === key);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-witnessed-'));
	await make('newest', (log, archive) => {
		log.witnesses = { policy: policyOf(archive.vkey, [0, 1, 2], 2), cosigned: cosigned(log.checkpoint, [0, 1]) };
	});
});
afterAll(() => rm(folder, { recursive: true }));

describe('a bag whose log two of three witnesses cosigned', () => {
	test('by itself proves nothing of them, and says so', async () => {
		const verdict = await verify('newest');
		expect(verdict).toMatchObject({ result: 'consistent', witnesses: { by: names.slice(0, 2), of: 3, own: true } });
		expect(check(verdict, 'cosigned')?.state).toBe('pass');
		const { state, about, reason } = check(verdict, 'witnesses') ?? {};
		expect([state, about]).toEqual(['unconfirmed', '2/3']);
		expect(reasonIn('ru', { reason: reason ?? '', code: null })).toContain('назвал сам пакет');
		expect((await verify('newest', { logKey: vkey })).result).toBe('confirmed');
	});

	test('is witnessed by a policy from elsewhere; a log that it names is a log key that was given', async () => {
		const verdict = await verify('newest', { policy: rest(policyOf(undefined, [0, 1], 2)) });
		expect(check(verdict, 'witnesses')).toMatchObject({ state: 'pass', about: '2/2' });
		expect(verdict).toMatchObject({ result: 'consistent', witnesses: { by: names.slice(0, 2), of: 2, own: false } });
		const named = await verify('newest', { policy: rest(policyOf(vkey, [0, 1, 2], 2)) });
		expect([named.result, check(named, 'witnesses')?.about]).toEqual(['confirmed', '2/3']);
		const other = await verify('newest', { policy: rest(policyOf(new Archive('two').vkey, [0, 1, 2], 2)) });
		expect([other.result, check(other, 'log-key')?.state]).toEqual(['failed', 'fail']);
	});

	test('fails by a policy that asks for more, with the reason', async () => {
		const verdict = await verify('newest', { policy: rest(policyOf(vkey, [0, 2], 2)) });
		const failed = check(verdict, 'witnesses');
		expect([verdict.result, failed?.about]).toEqual(['failed', '1/2']);
		expect(failed?.reason).toBe('1 of the 2 witnesses of your policy cosigned, which is fewer than it asks for');
		expect(reasonIn('ru', failed as { reason: string; code: null })).toContain('1 из 2');
	});

	test('tells who and when in its report, and holds no address', async () => {
		const report = JSON.parse(await readFile(join(bag('newest'), 'data/report.json'), 'utf8'));
		expect(report.integrity.cosignatures).toEqual([
			expect.stringMatching(/^w1\.example, 2026-03-02T00:00:00\.000Z, \d+$/),
			expect.stringMatching(/^w2\.example, 2026-03-02T01:00:00\.000Z, \d+$/),
		]);
	});

	test('fails when a cosignature was altered', async () => {
		await make('altered', (log, archive) => {
			log.witnesses = { policy: policyOf(archive.vkey, [0, 1, 2], 2), cosigned: cosigned(log.checkpoint, [0, 1]) };
		});
		const path = join(bag('altered'), 'data/ledger/cosigned');
		const lines = (await readFile(path, 'utf8')).split('\n');
		const [dash, name, signature = ''] = (lines.at(-2) ?? '').split(' ');
		const bytes = Buffer.from(signature, 'base64');
		bytes[40] = (bytes[40] ?? 0) ^ 1;
		lines[lines.length - 2] = [dash, name, bytes.toString('base64')].join(' ');
		await writeFile(path, lines.join('\n'));
		expect(check(await verify('altered'), 'cosigned')).toMatchObject({
			state: 'fail',
			reason: 'the cosignature of w2.example does not verify',
		});
	});
});

test('an older cosigned checkpoint is shown to be of this log, and does not cover what came after', async () => {
	const told = tell();
	const { archive, input } = told;
	const size = archive.tree.size - 2;
	Object.assign(input.log, {
		growth: [{ from: size, proof: await archive.growth(size) }],
		witnesses: { policy: policyOf(archive.vkey, [0], 1), cosigned: cosigned(archive.checkpoint(size), [0]) },
	});
	await bagInto(bagFolderSink(bag('older')), {}, told);
	const alone = await verify('older');
	expect(alone.checks.filter((one) => !one.ok)).toEqual([]);
	expect(alone).toMatchObject({ result: 'consistent', witnesses: { size } });
	const verdict = await verify('older', { policy: rest(policyOf(undefined, [0], 1)) });
	expect(check(verdict, 'witnesses')?.reason).toBe(
		`witnesses cosigned the first ${size} entries, and this bag has later ones, up to ${size + 1}`,
	);
});

test('a loss that a steward stated stands among the deviations of every report', async () => {
	const told = tell();
	const { archive, input } = told;
	const size = archive.tree.size;
	const lost = signCheckpoint({ origin: archive.origin, size: size + 9, root: seed(7) as Bytes }, archive.seed);
	const stated = { from: size, checkpoint: lost };
	const about = { subject: { kind: 'archive' as const, id: 'archive' } };
	const index = archive.append('loss.stated', people.steward, stated, about);
	Object.assign(input.log, {
		checkpoint: archive.checkpoint(),
		growth: [{ from: size, proof: await archive.growth(size) }],
		enrolments: [...input.log.enrolments, archive.entry(index)],
	});
	await bagInto(bagFolderSink(bag('lost')), {}, told);
	expect((await verify('lost')).checks.filter((one) => !one.ok)).toEqual([]);
	const report = JSON.parse(await readFile(join(bag('lost'), 'data/report.json'), 'utf8'));
	expect(report.deviations.events).toContainEqual({ index, item: null, event: 'loss.stated', reason: null });
});

test('21 a cosigned checkpoint of another history, signed by the same log key, fails', async () => {
	await make('forked', (log, archive) => {
		const size = archive.tree.size;
		const root = rootOf(Array.from({ length: size }, (_, i) => leafHash(new Uint8Array([i]))));
		const other = signCheckpoint({ origin: archive.origin, size, root }, archive.seed);
		log.witnesses = { policy: policyOf(archive.vkey, [0], 1), cosigned: cosigned(other, [0]) };
		Object.assign(log, { growth: [{ from: size, proof: [] }] });
	});
	const verdict = await verify('forked', { policy: rest(policyOf(vkey, [0], 1)) });
	expect([verdict.result, check(verdict, 'one-log')?.state]).toEqual(['failed', 'fail']);
});

test('a bag that no witness saw fails a policy that asks for one, and only then', async () => {
	await bagOf(bag('plain'));
	const verdict = await verify('plain', { policy: rest(policyOf(undefined, [0], 1)) });
	expect(check(verdict, 'witnesses')).toMatchObject({
		state: 'fail',
		about: null,
		reason: 'no witness has cosigned the log of this bag',
	});
	expect(check(await verify('plain'), 'witnesses')).toBeUndefined();
	expect((await verify('plain', { policy: rest('quorum none\n') })).result).toBe('consistent');
});
