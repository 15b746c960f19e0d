import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBagFolder } from '../../src/report/node/bag-folder.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { needs } from '../system/needs.ts';
import { opensslThere } from '../system/time-authority.ts';
import { bagOf } from '../unit/report-story.ts';
import { failures as failuresAgainst, remanifest, shell } from './forged-bag.ts';

let home: string;
let honest: string;
let vkey: string;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-49-'));
	honest = join(home, 'honest');
	vkey = (await bagOf(honest)).archive.vkey;
});
afterAll(async () => {
	await rm(home, { recursive: true, force: true });
});

const failures = (dir: string) => failuresAgainst(dir, vkey);

/** Every file of the bag with its one byte flipped, without writing it. */
function flipped(reader: BagReader, at: string): BagReader {
	const read = async (path: string): Promise<Uint8Array> => {
		const bytes = await reader.read(path);
		if (path === at) bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
		return bytes;
	};
	return {
		...reader,
		read,
		async *stream(path) {
			yield await read(path);
		},
	};
}

describe('49: altered by anyone on the way', () => {
	test('one byte flipped in each kind of file', async () => {
		const reader = openBagFolder(honest);
		const kinds = new Map((await reader.list()).map((path) => [path.replace(/\d{6}|\d{4}/g, '#'), path]));
		expect(kinds.size).toBeGreaterThan(25);
		for (const path of kinds.values()) {
			if ((await reader.size(path)) === 0) continue;
			const verdict = await verifyBag(flipped(reader, path));
			expect([path, verdict.result]).toEqual([path, 'failed']);
			expect(verdict.checks.find((check) => !check.ok)?.reason).not.toBe('');
		}
	});

	test.each(['NOTES.txt', 'verify.sh'])('%s put beside the data, and into the manifest', async (path) => {
		const dir = join(home, 'beside');
		await cp(honest, dir, { recursive: true });
		await writeFile(join(dir, path), 'call this number instead');
		await remanifest(dir);
		expect((await failures(dir)).join('\n')).toMatch(/which no custody report has beside its data/);
		await rm(dir, { recursive: true });
	});

	test('the same with both manifests made to fit: the signed hashes still show it, to the tool and to the shell script', async ({
		skip,
	}) => {
		needs(opensslThere, 'openssl', skip);
		const reader = openBagFolder(honest);
		const kinds = new Map(
			(await reader.list())
				.filter((path) => path.startsWith('data/'))
				.map((path) => [path.replace(/\d{6}|\d{4}/g, '#'), path]),
		);
		for (const path of kinds.values()) {
			const dir = join(home, 'altered');
			await cp(honest, dir, { recursive: true });
			await writeFile(join(dir, path), await flipped(reader, path).read(path));
			await remanifest(dir);
			expect((await failures(dir)).join('\n')).toMatch(/not the one that was signed|cannot run|not |wrong|malformed/);
			if (path !== 'data/verify.sh') expect([path, (await shell(dir)).code]).toEqual([path, 1]);
			await rm(dir, { recursive: true });
		}
	}, 180_000);

	test('a file added, removed, renamed or turned into a link', async ({ skip }) => {
		needs(opensslThere, 'openssl', skip);
		const change = async (alter: (dir: string) => Promise<unknown>): Promise<string[]> => {
			const dir = join(home, 'changed');
			await cp(honest, dir, { recursive: true });
			await alter(dir);
			const reasons = await failures(dir);
			expect((await shell(dir)).code).toBe(1);
			await rm(dir, { recursive: true });
			return reasons;
		};
		expect(await change((dir) => writeFile(join(dir, 'data/items/EX-0012/extra.jpg'), 'x'))).toContainEqual(
			expect.stringContaining('no manifest lists'),
		);
		expect(await change((dir) => writeFile(join(dir, 'extra.txt'), 'x'))).toContainEqual(
			expect.stringContaining('no manifest lists'),
		);
		expect(await change((dir) => rm(join(dir, 'report.note')))).toContainEqual(
			expect.stringContaining('report.note is in a manifest but not in the bag'),
		);
		expect(
			await change(async (dir) => {
				await rm(join(dir, 'data/ledger/policy'));
				await symlink(join(honest, 'data/ledger/policy'), join(dir, 'data/ledger/policy'));
			}),
		).toContainEqual(expect.stringContaining('not a plain file'));
	});

	test('a signature stripped, or the whole ledger: named, never thrown', async ({ skip }) => {
		needs(opensslThere, 'openssl', skip);
		for (const gone of ['000012.signature', '000012.tlog-proof', '000000.statement.json', 'checkpoint', 'policy']) {
			const dir = join(home, 'stripped');
			await cp(honest, dir, { recursive: true });
			await rm(join(dir, 'data/ledger', gone));
			await remanifest(dir);
			expect(await failures(dir)).not.toEqual([]);
			expect((await shell(dir)).code).toBe(1);
			await rm(dir, { recursive: true });
		}
		const empty = join(home, 'nothing');
		await cp(join(honest, 'data/items'), join(empty, 'data/items'), { recursive: true });
		expect(await failures(empty)).not.toEqual([]);
	});

	test('garbage in place of each text file', async () => {
		const reader = openBagFolder(honest);
		const kinds = new Map(
			(await reader.list())
				.filter((path) => !/original|jpg|pdf$/.test(path))
				.map((path) => [path.replace(/\d{6}|\d{4}/g, '#'), path]),
		);
		for (const path of kinds.values()) {
			for (const garbage of ['', '{"v":1}', '\u0000\uffff', '9'.repeat(400)]) {
				const bytes = new TextEncoder().encode(garbage);
				const broken: BagReader = {
					...reader,
					read: async (one) => (one === path ? bytes : reader.read(one)),
					size: async (one) => (one === path ? bytes.length : reader.size(one)),
					stream: (one) =>
						one === path
							? (async function* () {
									yield bytes;
								})()
							: reader.stream(one),
				};
				expect([path, garbage.slice(0, 9), (await verifyBag(broken)).result]).toEqual([
					path,
					garbage.slice(0, 9),
					'failed',
				]);
			}
		}
	}, 180_000);
});

describe('49: a wholly forged archive', () => {
	test('is consistent in itself, never confirmed, and failed against the true key', async ({ skip }) => {
		needs(opensslThere, 'openssl', skip);
		const dir = join(home, 'forged');
		const forged = await bagOf(dir, { word: 'forger' });
		const alone = await verifyBag(openBagFolder(dir));
		const real = await verifyBag(openBagFolder(honest));
		expect(alone.result).toBe('consistent');
		expect(alone.fingerprint).not.toBe(real.fingerprint);
		expect(await failures(dir)).toEqual([expect.stringContaining('another log than the key you gave')]);
		const [open, pinned, right] = [await shell(dir), await shell(dir, vkey), await shell(honest, vkey)];
		expect(open.out).toContain(
			`origin NOT confirmed. Compare this fingerprint with the one the archive gave you:\n${alone.fingerprint}\n`,
		);
		expect([open.code, pinned.code, right.code]).toEqual([3, 1, 0]);
		expect(right.out).toContain('from the log whose key you gave');
		expect(forged.archive.vkey).not.toBe(vkey);
	});
});
