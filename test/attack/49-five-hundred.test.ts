import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { type Alteration, alterations } from './alterations.ts';
import { type Held, heldBag, readHeld } from './held-bag.ts';

/** A reason is worth something if it says where to look: in which file, entry or item. */
const NAMES_IT =
	/\b(entry|entries|event|item|row|exhibit) |\.(json|pdf|note|signed|consistency)\b|manifest|policy|checkpoint|log key/;

let home: string;
let honest: Held;
let vkey: string;
let all: Alteration[];

beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-49-500-'));
	({ bag: honest, vkey } = await heldBag());
	all = [...alterations(honest, (await heldBag({ word: 'forger' })).bag)];
});
afterAll(async () => {
	await rm(home, { recursive: true, force: true });
});

async function put(path: string, bytes: Uint8Array): Promise<void> {
	await mkdir(dirname(join(home, path)), { recursive: true });
	await writeFile(join(home, path), bytes);
}

/** Files of the bag that are others now, or gone, or came. */
function changes(bag: Held): string[] {
	return [...new Set([...honest.keys(), ...bag.keys()])].filter((path) => bag.get(path) !== honest.get(path));
}

const isManifest = (path: string): boolean => /^(tag)?manifest-sha256\.txt$/.test(path);

/** What `sha256sum -c` says about the folder. */
function sums(): Promise<{ code: number; out: string }> {
	const args = ['-c', '--strict', '--quiet', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'];
	return new Promise((resolve) => {
		execFile('sha256sum', args, { cwd: home }, (error, stdout, stderr) =>
			resolve({ code: error === null ? 0 : Number(error.code), out: stdout + stderr }),
		);
	});
}

describe('49: at least five hundred alterations of one bag', () => {
	test('are many, and all different', () => {
		expect(all.length).toBeGreaterThanOrEqual(500);
		expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	});

	test('the bag itself is confirmed', async () => {
		expect((await verifyBag(readHeld(honest), { logKey: vkey })).result).toBe('confirmed');
	});

	test('custos verify fails each of them and says why', async () => {
		const passed: string[] = [];
		const vague: string[] = [];
		for (const { name, bag, fitted } of all) {
			const { result, checks } = await verifyBag(readHeld(bag));
			const failed = checks.filter((check) => check.state === 'fail');
			const changed = changes(bag);
			const named = fitted
				? failed.some((check) => NAMES_IT.test(`${check.name}: ${check.reason}`))
				: failed.some(({ reason }) => changed.some((path) => reason.includes(path))) || changed.some(isManifest);
			if (result !== 'failed') passed.push(name);
			else if (!named) vague.push(`${name}: ${failed.map((check) => check.reason).join(' | ')}`);
		}
		expect(passed).toEqual([]);
		expect(vague).toEqual([]);
	}, 600_000);

	test('sha256sum -c fails each whose manifests were left as they are, and names a file', async () => {
		for (const [path, bytes] of honest) await put(path, bytes);
		expect(await sums()).toEqual({ code: 0, out: '' });
		const unseen: string[] = [];
		const concerned = all.filter(({ fitted, listed }) => !fitted && listed);
		expect(concerned.length).toBeGreaterThan(300);
		for (const { name, bag } of concerned) {
			const changed = changes(bag);
			for (const path of changed) {
				const bytes = bag.get(path);
				await (bytes === undefined ? rm(join(home, path)) : put(path, bytes));
			}
			const { code, out } = await sums();
			if (code === 0 || !(changed.some((path) => out.includes(path)) || changed.some(isManifest))) unseen.push(name);
			for (const path of changed) await put(path, honest.get(path) as Uint8Array);
		}
		expect(unseen).toEqual([]);
	}, 600_000);
});
