import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { shell } from '../attack/forged-bag.ts';
import { bagOf, tell } from '../unit/report-story.ts';
import { needs } from './needs.ts';
import { opensslThere } from './time-authority.ts';

let home: string;

beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-keys-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));
beforeEach(({ skip }) => needs(opensslThere, 'openssl', skip));

/** A log key is name+id+base64, and half of all keys have a plus sign or a slash in their base64. */
test.each(['+', '/'])('verify.sh reads a log key with %s in it', async (sign) => {
	const words = Array.from({ length: 200 }, (_, i) => `word ${i}`);
	const keyOf = (word: string): string => tell({ word }).archive.vkey.split('+').slice(2).join('+');
	const word = words.find((one) => keyOf(one).includes(sign)) as string;
	expect(keyOf(word)).toContain(sign);
	const bag = join(home, sign === '+' ? 'plus' : 'slash');
	const { archive } = await bagOf(bag, { word });
	const verdict = await shell(bag, archive.vkey);
	expect(verdict.out).toContain('from the log whose key you gave');
	expect(verdict.code).toBe(0);
});

test('verify.sh without a key ends as custos verify does, with 3, and says how it ends', async () => {
	const bag = join(home, 'no-key');
	await bagOf(bag);
	const [without, help] = [await shell(bag), await shell(bag, '--help')];
	expect([without.code, help.code]).toEqual([3, 0]);
	expect(without.out).toContain('origin NOT confirmed. Compare this fingerprint');
	expect(help.out).toMatch(/With 3: it holds, but whose log it is was not confirmed: no LOG_KEY was given/);
});

/** The policy of an archive that has witnesses is its notary's, comments and all. */
test('verify.sh finds the log key in a policy that says more', async () => {
	const witness = formatWitnessKey('w1.example', platform.ed25519Public(new Uint8Array(32).fill(1)));
	const bag = join(home, 'witnessed');
	const { archive } = await bagOf(bag, {
		change({ log }) {
			const policy = `# whom we ask\nlog ${log.vkey} https://log.example/\nwitness w1.example ${witness}\nquorum w1.example\n`;
			log.witnesses = { policy, cosigned: null };
		},
	});
	expect((await shell(bag, archive.vkey)).out).toContain('from the log whose key you gave');
	expect((await shell(bag, tell({ word: 'another' }).archive.vkey)).out).toContain('from another log');
});
