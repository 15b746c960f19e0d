import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isCustosError } from '../../src/domain/errors.ts';
import { writeBag } from '../../src/report/bag.ts';
import { collectEntries, collectEvidence } from '../../src/report/collect-evidence.ts';
import { buildReport, CustodyReport, reportJson } from '../../src/report/model.ts';
import { reportAssets } from '../../src/report/node/assets.ts';
import { bagFolderSink, openBagFolder } from '../../src/report/node/bag-folder.ts';
import { visible } from '../../src/report/pdf/visible.ts';
import type { ItemInput, ReportInput } from '../../src/report/report-input.ts';
import { pseudonym } from '../../src/report/verify/roster.ts';
import { checkUnkept } from '../../src/report/verify/unkept.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import type { Person } from './report-archive.ts';
import { bagOf, people, type StoryOptions, tell } from './report-story.ts';

let home: string;
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-report-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const writeInto = async (dir: string, input: ReportInput) => writeBag(bagFolderSink(dir), input, await reportAssets());
const first = (input: ReportInput): ItemInput => input.items[0] as ItemInput;
function refused(change: (input: ReportInput) => void): string {
	try {
		buildReport(tell({ change }).input);
	} catch (error) {
		if (isCustosError(error)) return `${error.code}: ${error.message}`;
		throw error;
	}
	return 'built';
}

describe('the model', () => {
	test('has thirteen sections, in both languages, and says what it does not know', () => {
		for (const language of ['en', 'ru'] as const) {
			const report = buildReport(tell({ language }).input);
			expect(
				Object.keys(CustodyReport.shape).filter((name) => name !== 'expunged' && name !== 'v' && name !== 'language'),
			).toHaveLength(13);
			expect(CustodyReport.parse(JSON.parse(reportJson(report)))).toEqual(report);
			expect(report.report.notKnown).toHaveLength(1);
			expect(report.case.notKnown).toHaveLength(2);
			expect(report.access.denied).toEqual([16, 28]);
			expect(report.deviations.events.map(({ event, reason }) => [event, reason])).toEqual([
				['item.failed/examining', 'ffprobe met the limit on time'],
				['item.retried', null],
			]);
			expect(report.integrity.histories.map(({ events }) => events)).toEqual([4, 11, 11]);
			expect(report.items.map(({ name, folder }) => [name, folder])).toEqual([
				['night-corridor_02.mp4', 'data/items/EX-0012'],
				['камера 17 — двор.MP4', 'data/items/EX-0013'],
			]);
		}
	});

	test('is not built on a history with a gap, on values that contradict signed ones, or on a key alone', () => {
		expect(
			refused((input) => {
				first(input).entries = first(input).entries.filter((_, i) => i !== 4);
			}),
		).toContain('event 5 of item');
		expect(
			refused((input) => {
				first(input).sha256 = 'ab'.repeat(32);
			}),
		).toContain('is not what the signed detail says');
		expect(
			refused((input) => {
				first(input).original = undefined;
			}),
		).toContain('leaves only together with the original');
		expect(
			refused((input) => {
				input.issuer = input.case.id + input.case.id;
			}),
		).toContain('bad-proof');
		expect(
			refused((input) => {
				input.log.enrolments = [];
			}),
		).toContain('not who the entries say');
		expect(
			refused((input) => {
				input.log.enrolments = input.log.enrolments.slice(0, 2);
			}),
		).toContain('whom no entry in the bag enrols before it');
	});

	test('says who computed the hash of an item by its entries: the depositor, and the worker that kept it', () => {
		const said = (options: StoryOptions) => buildReport(tell(options).input).items.map((one) => one.hashedBy);
		const who = (one: Person) => pseudonym(one.sign);
		expect(said({})[0]).toBe(
			`${who(people.lead)}, who deposited it (entry 11); again ${who(people.worker)}, who opened the stored copy (entry 12)`,
		);
		expect(said({ fates: ['unread'], language: 'ru' })[0]).toBe(`${who(people.lead)}, передавший файл (запись 11)`);
		const hidden = tell({
			change: ({ items: [item] }) =>
				Object.assign(item ?? {}, { sha256: null, original: undefined, sealed: undefined, key: undefined }),
		});
		expect(buildReport(hidden.input).items.map((one) => one.hashedBy === null)).toEqual([true, false]);
	});

	test('holds the names of no members: that detail does not leave', () => {
		expect(
			refused((input) => {
				input.case.entries = input.case.entries.map((one, i) =>
					i === 1 ? { ...one, detail: { seed: 'ab'.repeat(32), fields: { name: 'x' } } } : one,
				);
			}),
		).toContain('names of members do not leave');
	});

	test('shows marks that hide in names', () => {
		expect(visible('a\u202egpj.exe\u0000\u200b')).toBe('a\\u202egpj.exe\\u0000\\u200b');
	});
});

// Four bags with their papers, while others work too.
describe('the bag', { timeout: 120_000 }, () => {
	test('refuses an original, a body or a prefix that is not the one in the ledger, and a place that is taken', async () => {
		const bad = async (change: (item: ItemInput) => void) => {
			const { input } = tell({ change: (all) => change(first(all)) });
			return writeInto(join(home, String(Math.random()).slice(2)), input).then(
				() => 'written',
				(error: Error & { code?: string }) => error.code,
			);
		};
		const other = async function* () {
			yield new Uint8Array(10);
		};
		expect(
			await bad((item) => {
				item.original = other;
			}),
		).toBe('hash-mismatch');
		expect(
			await bad((item) => {
				item.sealed = { ...(item.sealed as NonNullable<ItemInput['sealed']>), body: other };
			}),
		).toBe('hash-mismatch');
		expect(
			await bad((item) => {
				item.sealed = { ...(item.sealed as NonNullable<ItemInput['sealed']>), prefix: new Uint8Array(282) };
			}),
		).toBe('hash-mismatch');
		await bagOf(join(home, 'twice'));
		await expect(writeInto(join(home, 'twice'), tell().input)).rejects.toMatchObject({ code: 'exists' });
	});

	test('takes proofs under older checkpoints when their growth is proven, and only then', async () => {
		const growth = async (proofs: boolean): Promise<string> => {
			const told = tell();
			const { archive, input } = told;
			const proof = await archive.growth(25);
			const dir = join(home, String(proofs));
			input.log.founding = archive.entry(0, 25);
			input.log.growth = proofs ? [{ from: 25, proof }] : [];
			await writeInto(dir, input);
			const verdict = await verifyBag(openBagFolder(dir));
			return verdict.checks.find((check) => check.name === 'ledger: all entries are of one log')?.reason ?? '?';
		};
		expect(await growth(true)).toBe('');
		expect(await growth(false)).toContain('consistency.json');
	});

	test('about an item that was found altered is confirmed; a report that names another, or none, is refused', async () => {
		const { input } = await bagOf(join(home, 'altered'), { fates: ['damaged', 'kept'] });
		const verdict = await verifyBag(openBagFolder(join(home, 'altered')), { logKey: input.log.vkey });
		expect([verdict.result, verdict.checks.filter((one) => !one.ok)]).toEqual(['confirmed', []]);
		const evidence = collectEvidence(input, collectEntries(input));
		const { verification, ...rest } = buildReport(input);
		const { unkept = [], ...earlier } = verification;
		checkUnkept({ ...rest, verification }, evidence);
		const others = unkept.map((one) => ({ ...one, item: rest.items[1]?.id ?? '' }));
		for (const said of [earlier, { ...earlier, unkept: others }])
			expect(() => checkUnkept({ ...rest, verification: said }, evidence)).toThrow('other items');
	});

	test('keeps names out of its paths and carries no detail that was not disclosed', async () => {
		const { input } = await bagOf(join(home, 'bag'), {
			change: (all) => {
				all.case.entries = all.case.entries.map(({ entry }) => ({ entry }));
				for (const item of all.items) item.exhibits = item.exhibits.map((one) => one);
			},
		});
		const reader = openBagFolder(join(home, 'bag'));
		expect((await reader.list()).every((path) => /^[A-Za-z0-9._/-]+$/.test(path))).toBe(true);
		const verdict = await verifyBag(reader, { logKey: input.log.vkey });
		expect(verdict.result).toBe('confirmed');
		expect(verdict.notProven).toContain('title of the case: on the word of the issuer alone');
		const json = await readFile(join(home, 'bag/data/report.json'), 'utf8');
		expect(json).not.toContain('former employee');
	});
});
