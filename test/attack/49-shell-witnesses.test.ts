import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { fromBase64, toBase64 } from '../../src/domain/bytes.ts';
import { cosign, formatWitnessKey, parseWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { parseNote } from '../../src/domain/ledger/note.ts';
import { parsePolicy } from '../../src/domain/ledger/policy.ts';
import { needs, onPath } from '../system/needs.ts';
import { opensslThere } from '../system/time-authority.ts';
import { Exporter, type Forgery, shell, shellBy } from './forged-bag.ts';
import { vouchedStory } from './vouched-bag.ts';

// 49: what coreutils and openssl alone can tell of witnesses.

const COSIGNED = 'data/ledger/cosigned';
const STRANGER = new Uint8Array(32).fill(77);

let exporter: Exporter;
let honest: string;
let log: string;
let witnesses: string[];

beforeAll(async () => {
	if (!opensslThere) return;
	const { told, policyText } = await vouchedStory();
	log = told.archive.vkey;
	witnesses = parsePolicy(policyText).witnesses.map(({ key }) => formatWitnessKey(key.name, key.publicKey));
	exporter = await Exporter.begin({}, told);
	honest = await exporter.lie('honest bag', () => {});
});
afterAll(() => exporter?.end());
beforeEach(({ skip }) => needs(opensslThere, 'openssl', skip));

const asked = (keys = witnesses): string[] => [...keys.flatMap((key) => ['--witness', key]), log];
const text = async (bag: Forgery): Promise<string> => (await bag.read(COSIGNED)).toString('utf8');
/** The signature line of the first witness otherwise. */
async function otherwise(bag: Forgery, change: (line: Buffer) => void): Promise<void> {
	const { name } = parseWitnessKey(witnesses[0] as string);
	const note = await text(bag);
	const line = note.split('\n').find((one) => one.startsWith(`— ${name} `)) as string;
	const bytes = Buffer.from(fromBase64(line.split(' ').at(-1) as string));
	change(bytes);
	await bag.write(COSIGNED, note.replace(line, `— ${name} ${toBase64(bytes)}`));
}

describe('49: witnesses, by the shell', () => {
	test.for(['dash', 'bash'])('that cosigned are told with their time, in %s', async (program, { skip }) => {
		needs(onPath(program), program, skip);
		expect(witnesses.length).toBeGreaterThan(1);
		const { code, out } = await shellBy(program, honest, ...asked());
		const told = out.match(/^ok: the witness \S+ cosigned the log's first 34 entries, at 2026-03-02 00:00:00 UTC/gm);
		expect([code, told?.length]).toEqual([0, witnesses.length]);
		expect(out).not.toContain('who cosigned the log: give');
	});

	test('without a key it is told that they were not checked', async () => {
		const { code, out } = await shell(honest, log);
		expect(out).toContain('NOT CHECKED: who cosigned the log: give the key of a witness by --witness KEY.');
		expect(code).toBe(0);
	});

	test('one that did not cosign is missed, and one of the same name with another key', async () => {
		const { name } = parseWitnessKey(witnesses[0] as string);
		for (const who of ['stranger.example', name]) {
			const key = formatWitnessKey(who, platform.ed25519Public(STRANGER));
			const { code, out } = await shell(honest, ...asked([witnesses[1] as string, key]));
			expect([code, out]).toEqual([1, expect.stringContaining(`not cosigned by the witness ${who}`)]);
		}
	});

	test.each([
		['another time', (line: Buffer) => line.writeUInt8((line[11] as number) ^ 1, 11)],
		['a time of no clock', (line: Buffer) => line.writeUInt8(1, 4)],
		['another signature', (line: Buffer) => line.writeUInt8((line[40] as number) ^ 1, 40)],
	])('%s in a line is noticed', async (what, change) => {
		const dir = await exporter.lie(what, (bag) => otherwise(bag, change));
		const { code, out } = await shell(dir, ...asked());
		expect([code, out]).toEqual([1, expect.stringContaining('not cosigned by the witness')]);
	});

	test('a second line by the same witness that does not verify is noticed, a good one with an earlier time believed', async () => {
		const { name } = parseWitnessKey(witnesses[0] as string);
		const ours = formatWitnessKey(name, platform.ed25519Public(STRANGER));
		const two = async (bag: Forgery, second: (body: string) => string): Promise<void> => {
			const note = await text(bag);
			await bag.write(COSIGNED, note + second(parseNote(note).text));
		};
		const line = (body: string, time: number): string => cosign(body, name, STRANGER, time);
		const early = await exporter.lie('two lines', (bag) =>
			two(bag, (body) => line(body, 1_772_409_660) + line(body, 1_772_409_600 - 60)),
		);
		const { code, out } = await shell(early, ...asked([ours]));
		expect([code, out]).toEqual([0, expect.stringContaining('at 2026-03-01 23:59:00 UTC')]);
		const bent = await exporter.lie('a bent second line', (bag) =>
			two(bag, (body) => line(body, 1_772_409_660) + line(body.replace('\n34\n', '\n33\n'), 1_772_409_661)),
		);
		expect(await shell(bent, ...asked([ours]))).toMatchObject({
			code: 1,
			out: expect.stringContaining('not cosigned by the witness'),
		});
	});

	test('a log that they knew before the last entry, and none at all', async () => {
		const before = await exporter.lie('an earlier log', async (bag) => {
			const note = (await bag.read('data/ledger/times/000017.checkpoint')).toString('utf8');
			const { name } = parseWitnessKey(witnesses[0] as string);
			await bag.write(COSIGNED, note + cosign(parseNote(note).text, name, STRANGER, 1_772_409_600));
		});
		const { name } = parseWitnessKey(witnesses[0] as string);
		const ours = formatWitnessKey(name, platform.ed25519Public(STRANGER));
		expect(await shell(before, ...asked([ours]))).toMatchObject({
			code: 1,
			out: expect.stringContaining('witnesses cosigned the first 17 entries, and this bag has later ones'),
		});
		const none = await exporter.lie('none', (bag) => bag.drop(COSIGNED));
		expect(await shell(none, ...asked())).toMatchObject({
			code: 1,
			out: expect.stringContaining('no witness has cosigned'),
		});
	});

	test.each([[['--witness']], [['--witness', '']], [['--witness', 'a b+00+AA']], [['--witness', 'plain']]])(
		'called with %j ends with 2',
		async (args) => {
			expect((await shell(honest, ...args)).code).toBe(2);
		},
	);

	test('a key that is none of a witness is refused', async () => {
		expect(await shell(honest, '--witness', log, log)).toMatchObject({
			code: 1,
			out: expect.stringContaining('is no key of a witness'),
		});
	});
});
