import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { goPackages, goProgram, goThere } from '../system/go-program.ts';
import { needs, onPath } from '../system/needs.ts';
import { padesPackages, padesThere } from '../system/pades-tools.ts';
import { type Alteration, alterations, isManifest } from './alterations.ts';
import { type Held, heldBag, LaidBag } from './held-bag.ts';

const ageThere = onPath('age');

let home: string;
let bagFolder: string;
let honest: Held;
let laid: LaidBag;
let all: Alteration[];
let fitted: Alteration[];

beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-49-tools-'));
	bagFolder = join(home, 'bag');
	await mkdir(bagFolder);
	honest = (await heldBag()).bag;
	laid = new LaidBag(bagFolder, honest);
	await laid.lay();
	all = [...alterations(honest, (await heldBag({ word: 'forger' })).bag)];
	fitted = all.filter((one) => one.fitted);
});
afterAll(async () => {
	await rm(home, { recursive: true, force: true });
});

/** What a program says about the folder. */
function told(program: string, ...args: string[]): Promise<{ code: number; out: string }> {
	return new Promise((resolve) => {
		execFile(program, args, { cwd: bagFolder }, (error, stdout, stderr) =>
			resolve({ code: error === null ? 0 : Number(error.code), out: stdout + stderr }),
		);
	});
}
const sums = () => told('sha256sum', '-c', '--strict', '--quiet', 'manifest-sha256.txt', 'tagmanifest-sha256.txt');

/** Those that change one of these files. */
const about = (paths: readonly string[]): Alteration[] =>
	fitted.filter(({ bag }) => laid.changes(bag).some((path) => paths.includes(path)));

describe('49: at least five hundred alterations of one bag, in the hands of programs that know nothing of us', () => {
	test('sha256sum -c fails each whose manifests were left as they are, and names a file', async () => {
		expect(await sums()).toEqual({ code: 0, out: '' });
		const unseen: string[] = [];
		const concerned = all.filter(({ fitted, listed }) => !fitted && listed);
		expect(concerned.length).toBeGreaterThan(300);
		for (const { name, bag } of concerned) {
			const changed = laid.changes(bag);
			const { code, out } = await laid.as(bag, sums);
			if (code === 0 || !(changed.some((path) => out.includes(path)) || changed.some(isManifest))) unseen.push(name);
		}
		expect(unseen).toEqual([]);
	}, 600_000);

	test('Go’s sumdb and ed25519 fail each whose manifests were put right, and name a file', async ({ skip }) => {
		needs(goThere, goPackages, skip);
		const program = await goProgram('check_bag', home);
		expect(await told(program, '.')).toMatchObject({ code: 0 });
		const unseen: string[] = [];
		expect(fitted.length).toBeGreaterThan(400);
		for (const { name, bag } of fitted) {
			const { code, out } = await laid.as(bag, () => told(program, '.'));
			const named = laid.changes(bag).some((path) => out.includes(path.replace(/(?<=\d{6}|signed)\..*$/, '.')));
			if (code !== 1 || !(named || out.includes('policy'))) unseen.push(`${name}: ${code} ${out}`);
		}
		expect(unseen).toEqual([]);
	}, 600_000);

	test('pdfsig fails each paper that was changed, though the manifests were put right', async ({ skip }) => {
		needs(padesThere, padesPackages, skip);
		const signed = async () => {
			const { code, out } = await told('pdfsig', '-nocert', 'data/report.pdf');
			return code === 0 && out.includes('Total document signed') && out.includes('Signature is Valid.');
		};
		expect(await signed()).toBe(true);
		const concerned = about(['data/report.pdf']);
		expect(concerned.length).toBeGreaterThan(2);
		for (const { name, bag } of concerned) expect([name, await laid.as(bag, signed)]).toEqual([name, false]);
	}, 600_000);

	test('age opens no sealed item that was changed to the original beside it, though the manifests were put right', async ({
		skip,
	}) => {
		needs(ageThere, 'age', skip);
		const report = JSON.parse(await readFile(join(bagFolder, 'data/report.json'), 'utf8')) as CustodyReport;
		const keyed = report.items.flatMap(({ size, files: { key, age, original } }) =>
			key && age && original ? [{ size, key, age, original }] : [],
		);
		const opens = async (): Promise<boolean> => {
			for (const { size, key, age, original } of keyed) {
				const opened = await told('age', '-d', '-i', key, '-o', join(home, 'opened'), age);
				if (opened.code !== 0) return false;
				const bytes = (await readFile(join(home, 'opened'))).subarray(0, size ?? 0);
				if (!bytes.equals(await readFile(join(bagFolder, original)))) return false;
			}
			return true;
		};
		expect(await opens()).toBe(true);
		const concerned = about(keyed.flatMap(({ key, age, original }) => [key, age, original]));
		expect(concerned.length).toBeGreaterThan(5);
		for (const { name, bag } of concerned) expect([name, await laid.as(bag, opens)]).toEqual([name, false]);
	}, 600_000);
});
