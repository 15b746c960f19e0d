import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificatesIn } from '../../src/domain/time/time-token.ts';
import { type VerifyOptions, verifyBag } from '../../src/report/verify/verify-bag.ts';
import { goPackages, goProgram, goThere } from '../system/go-program.ts';
import { needs } from '../system/needs.ts';
import { opensslThere } from '../system/time-authority.ts';
import { type Alteration, alterationsOf } from './alterations.ts';
import { LaidBag, readHeld } from './held-bag.ts';
import { type Vouched, vouchedBag } from './vouched-bag.ts';

// 49: what witnesses and time authorities signed of the log, and the proofs that lead there: each altered as the rest is.

let home: string;
let vouched: Vouched;
let laid: LaidBag;
let all: Alteration[];
let given: VerifyOptions;

beforeAll(async () => {
	if (!opensslThere) return;
	home = await mkdtemp(join(tmpdir(), 'custos-49-vouched-'));
	vouched = await vouchedBag();
	given = { logKey: vouched.vkey, policy: vouched.policy, timeRoots: certificatesIn(vouched.ca) };
	all = [...alterationsOf(vouched.bag, vouched.more)];
	laid = new LaidBag(join(home, 'bag'), vouched.bag);
	await mkdir(laid.folder);
	await laid.lay();
	await writeFile(join(home, 'ca.pem'), vouched.ca);
});
afterAll(async () => {
	if (home !== undefined) await rm(home, { recursive: true, force: true });
});

function runs(program: string, ...args: string[]): Promise<boolean> {
	return new Promise((resolve) => {
		execFile(program, args, { cwd: laid.folder }, (error) => resolve(error === null));
	});
}

describe('49: what others signed of the log, altered', () => {
	test('is of four kinds of files, and many', ({ skip }) => {
		needs(opensslThere, 'openssl', skip);
		const kinds = new Set(vouched.more.map((path) => path.replace(/^.*\//, '').replace(/\d+/g, '#')));
		expect([...kinds].sort()).toEqual(['#.#.tsr', '#.checkpoint', 'consistency.json', 'cosigned']);
		expect(all.length).toBeGreaterThan(100);
		expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	});

	test('custos verify confirms the bag by the key, the policy and the certificate, and fails each alteration', async ({
		skip,
	}) => {
		needs(opensslThere, 'openssl', skip);
		expect((await verifyBag(readHeld(vouched.bag), given)).result).toBe('confirmed');
		const passed: string[] = [];
		for (const { name, bag } of all) {
			const { result, checks } = await verifyBag(readHeld(bag), given);
			const reasons = checks.filter(({ state }) => state === 'fail').map(({ reason }) => reason);
			if (result !== 'failed' || reasons.some((reason) => reason.trim() === '')) passed.push(name);
		}
		expect(passed).toEqual([]);
	}, 600_000);

	test('openssl ts refuses each altered token, and each token over an altered checkpoint', async ({ skip }) => {
		needs(opensslThere, 'openssl', skip);
		const tokens = vouched.more.filter((path) => path.endsWith('.tsr'));
		const stamped = async (): Promise<boolean> => {
			for (const path of tokens) {
				const over = ['-data', path.replace(/\.\d+\.tsr$/, '.checkpoint'), '-in', path];
				if (!(await runs('openssl', 'ts', '-verify', ...over, '-CAfile', join(home, 'ca.pem')))) return false;
			}
			return true;
		};
		expect(await stamped()).toBe(true);
		const concerned = all.filter(
			({ fitted, bag }) => fitted && laid.changes(bag).some((path) => path.includes('/times/')),
		);
		expect(concerned.length).toBeGreaterThan(30);
		const passed: string[] = [];
		for (const { name, bag } of concerned) if (await laid.as(bag, stamped)) passed.push(name);
		// It does not look at bytes after the end, nor at the certificates that came along, in the second half: it was given its own.
		const unseen = ([path, bytes]: [string, Uint8Array]): string[] => [
			`${path} longer by a byte`,
			...[0.6, 0.8].map((part) => `one bit of ${path} at ${Math.floor(part * (bytes.length - 1))}`),
		];
		const allowed = [...vouched.bag].filter(([path]) => tokens.includes(path)).flatMap(unseen);
		expect(passed.filter((name) => !allowed.includes(name.replace(', manifests put right', '')))).toEqual([]);
	}, 600_000);

	test('Go’s sumdb and ed25519 refuse each of them, the manifests put right', async ({ skip }) => {
		needs(opensslThere, 'openssl', skip);
		needs(goThere, goPackages, skip);
		const program = await goProgram('check_bag', home);
		expect(await runs(program, '.')).toBe(true);
		const concerned = all.filter(({ fitted }) => fitted);
		for (const { name, bag } of concerned)
			expect([name, await laid.as(bag, () => runs(program, '.'))]).toEqual([name, false]);
	}, 600_000);
});
