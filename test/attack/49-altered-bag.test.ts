import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBagFolder } from '../../src/report/bag-folder.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { type About, Archive, id, Person } from '../unit/report-archive.ts';
import { bagOf, people } from '../unit/report-story.ts';
import { Exporter, type Forgery, remanifest } from './forged-bag.ts';

let home: string;
let honest: string;
let vkey: string;
let exporter: Exporter;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-49-'));
	honest = join(home, 'honest');
	vkey = (await bagOf(honest)).archive.vkey;
	exporter = await Exporter.begin();
});
afterAll(async () => {
	await exporter.end();
	await rm(home, { recursive: true, force: true });
});

const shell = (dir: string, ...args: string[]): Promise<{ code: number; out: string }> =>
	new Promise((resolve) => {
		execFile('sh', [join(dir, 'data/verify.sh'), ...args], (error, stdout) => resolve({ code: error === null ? 0 : Number(error.code), out: stdout }));
	});
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

async function failures(dir: string): Promise<string[]> {
	const verdict = await verifyBag(openBagFolder(dir), { logKey: vkey });
	expect(verdict.result).toBe('failed');
	return verdict.checks.filter((check) => !check.ok).map((check) => check.reason);
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

	test('the same with both manifests made to fit: the signed hashes still show it, to the tool and to the shell script', async () => {
		const reader = openBagFolder(honest);
		const kinds = new Map((await reader.list()).filter((path) => path.startsWith('data/')).map((path) => [path.replace(/\d{6}|\d{4}/g, '#'), path]));
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

	test('a file added, removed, renamed or turned into a link', async () => {
		const change = async (alter: (dir: string) => Promise<unknown>): Promise<string[]> => {
			const dir = join(home, 'changed');
			await cp(honest, dir, { recursive: true });
			await alter(dir);
			const reasons = await failures(dir);
			expect((await shell(dir)).code).toBe(1);
			await rm(dir, { recursive: true });
			return reasons;
		};
		expect(await change((dir) => writeFile(join(dir, 'data/items/EX-0012/extra.jpg'), 'x'))).toContainEqual(expect.stringContaining('no manifest lists'));
		expect(await change((dir) => writeFile(join(dir, 'extra.txt'), 'x'))).toContainEqual(expect.stringContaining('no manifest lists'));
		expect(await change((dir) => rm(join(dir, 'report.note')))).toContainEqual(expect.stringContaining('report.note is in a manifest but not in the bag'));
		expect(
			await change(async (dir) => {
				await rm(join(dir, 'data/ledger/policy'));
				await symlink(join(honest, 'data/ledger/policy'), join(dir, 'data/ledger/policy'));
			}),
		).toContainEqual(expect.stringContaining('not a plain file'));
	});

	test('a signature stripped, or the whole ledger: named, never thrown', async () => {
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
		const kinds = new Map((await reader.list()).filter((path) => !/original|jpg|pdf$/.test(path)).map((path) => [path.replace(/\d{6}|\d{4}/g, '#'), path]));
		for (const path of kinds.values()) {
			for (const garbage of ['', '{"v":1}', '\u0000\uffff', '9'.repeat(400)]) {
				const bytes = new TextEncoder().encode(garbage);
				const broken: BagReader = {
					...reader,
					read: async (one) => (one === path ? bytes : reader.read(one)),
					size: async (one) => (one === path ? bytes.length : reader.size(one)),
					stream: (one) => (one === path ? (async function* () { yield bytes; })() : reader.stream(one)),
				};
				expect([path, garbage.slice(0, 9), (await verifyBag(broken)).result]).toEqual([path, garbage.slice(0, 9), 'failed']);
			}
		}
	}, 180_000);
});

/** What the exporter changes before signing, and the reason that must be given. The indices are those of the story. */
const lies: readonly [name: string, change: (forgery: Forgery) => void | Promise<void>, reason: RegExp, shellSees?: boolean][] = [
	['a refused attempt left out', async (bag) => {
		await bag.dropEntry(16);
		await bag.report((report) => {
			report.custody = report.custody.filter((row) => row.index !== 16);
		});
	}, /event 6 of item .* is not in the bag/],
	['a row without its entry', (bag) => bag.dropEntry(16), /event 6 of item/],
	['a case event left out', (bag) => bag.dropEntry(9), /event 2 of the case is not in the bag/],
	['the tail left out', (bag) => bag.dropEntry(30), /does not end with the beginning of this report/],
	['entry 0 left out', (bag) => bag.dropEntry(0), /entry 0, which founded the archive, is not in the bag/, true],
	['an enrolment left out', (bag) => bag.dropEntry(4), /whom no entry in the bag enrols/],
	['a purpose invented', (bag) => bag.report((report) => { row(report, 17).purpose = 'Other'; }), /row \d+ of the custody table is not what entry 17 says/],
	['a refusal called accepted', (bag) => bag.report((report) => { row(report, 16).outcome = 'accepted'; }), /is not what entry 16 says/],
	['another actor', (bag) => bag.report((report) => { row(report, 17).actor = 'P-00000000'; }), /is not what entry 17 says/],
	['a row deleted', (bag) => bag.report((report) => { report.custody.splice(3, 1); }), /row 4 of the custody table/],
	['a row added', (bag) => bag.report((report) => { report.custody.push(row(report, 17)); }), /rows that no entry backs/],
	['denials hidden in section 8', (bag) => bag.report((report) => { report.access.denied = []; }), /section "access"/],
	['another checkpoint in section 11', (bag) => bag.report((report) => { report.integrity.checkpoint.size += 1; }), /section "integrity"/],
	['a failure hidden', (bag) => bag.report((report) => { report.deviations.events = []; }), /section "deviations"/],
	['another delivery record', (bag) => bag.report((report) => { (report.origin.intakes[0] as { record: unknown }).record = { obtained: 'Bought' }; }), /section "origin"/],
	['another plaintext hash', (bag) => bag.report((report) => { item(report).sha256 = 'ab'.repeat(32); }), /sha256 of item .* is not what the signed detail says/],
	['another path', (bag) => bag.report((report) => { Object.assign(item(report), { path: 'x/y.mp4', name: 'y.mp4' }); }), /path of item .* is not what the signed detail says/],
	['a name that is not of the path', (bag) => bag.report((report) => { item(report).name = 'other.mp4'; }), /is not the end of its path/],
	['a hash when the detail is kept back', (bag) => bag.drop('data/ledger/000011.detail.json'), /is not in the detail that was signed when it was received/],
	['another sealed hash', (bag) => bag.report((report) => { item(report).sealed.body = 'ab'.repeat(32); }), /sealed hashes of item .* are not those/],
	['another exhibit number', (bag) => bag.report((report) => { exhibit(report).number = 7; }), /exhibit numbers of item .* are not those the notary gave/],
	['another exhibit label', (bag) => bag.report((report) => { exhibit(report).label = 'GUL-0099'; }), /labelled with another number/],
	['wider bounds of a clip', (bag) => bag.report((report) => { (exhibit(report).clip as { toMs: number }).toMs = 999_999; }), /toMs of exhibit GUL-0012 is not what the signed detail says/],
	['another codec', (bag) => bag.report((report) => { (report.technical.items[0] as { summary: unknown }).summary = { kind: 'audio' }; }), /summary of item .* is not what/],
	['another title', (bag) => bag.report((report) => { report.case.title = 'Another case'; }), /title of the case is not what/],
	['another issuer', (bag) => bag.report((report) => { report.report.issuer = { actor: `P-${people.worker.sign.slice(0, 8)}`, key: people.worker.sign, role: 'lead' }; }), /begun by somebody else/],
	['another case', (bag) => bag.report((report) => { report.case.id = id('other case'); }), /no event of the case/],
	['another report id', (bag) => bag.report((report) => { report.report.id = id('other report'); }), /does not end with the beginning of this report/],
	['an item left out', (bag) => bag.report((report) => { report.items.pop(); report.technical.items.pop(); }), /about a item that the report leaves out|does not cover the items/],
	['a section left out', (bag) => bag.report((report) => { delete (report as Partial<CustodyReport>).access; }), /report.json has the wrong shape at access/],
	['an unknown member', (bag) => bag.report((report) => { Object.assign(report, { extra: 1 }); }), /report.json has the wrong shape/],
	['white space in report.json', async (bag) => bag.write('data/report.json', `${(await bag.read('data/report.json')).toString()}\n`), /not in canonical form/],
	['another original', (bag) => bag.write('data/items/EX-0013/original.mp4', 'something else'), /original of item .* is not the one that was received/],
	['originals swapped', (bag) => bag.swap('data/items/EX-0012/original.mp4', 'data/items/EX-0013/original.mp4'), /original of item .* is not the one that was received/],
	['sealed files swapped', (bag) => bag.swap('data/items/EX-0012/item.age', 'data/items/EX-0013/item.age'), /prefix of the sealed item .* is not the one that was received/],
	['a sealed file cut', async (bag) => bag.write('data/items/EX-0012/item.age', (await bag.read('data/items/EX-0012/item.age')).subarray(0, -1)), /body of the sealed item .* is not the one/],
	['a key that does not fit', (bag) => bag.write('data/items/EX-0012/item.key', 'AGE-SECRET-KEY-1LWKGM5RHK7NWC832CL2HJQKUGVE3G8KMCFP0VQW5UHS3AWL3QQJS9L5WL2\n'), /no recipient of this prefix matches the key/],
	['a key frame replaced', (bag) => bag.write('data/items/EX-0012/keyframes/0001.jpg', 'x'), /0001.jpg does not have the hash in the report/],
	['a file the report does not name', (bag) => bag.write('data/items/EX-0012/keyframes/0009.jpg', 'x'), /the report does not name it/],
	['another probe output', (bag) => bag.write('data/items/EX-0012/metadata/ffprobe.json', '{}'), /ffprobe.json does not have the hash/],
	['statements swapped', (bag) => bag.swap('data/ledger/000012.statement.json', 'data/ledger/000017.statement.json'), /signature of entry 12 is not by its actor/, true],
	['proofs swapped', (bag) => bag.swap('data/ledger/000012.tlog-proof', 'data/ledger/000013.tlog-proof'), /entry 13 is not under this root|entry 12 is not under/, true],
	['whole entries swapped', async (bag) => {
		for (const part of ['statement.json', 'signature', 'opening.json', 'leaf', 'tlog-proof']) await bag.swap(`data/ledger/000012.${part}`, `data/ledger/000013.${part}`);
	}, /names one index and proves another/, true],
	['leaves swapped', (bag) => bag.swap('data/ledger/000012.leaf', 'data/ledger/000013.leaf'), /leaf beside the entry is not its leaf/, true],
	['another index in a proof', async (bag) => bag.write('data/ledger/000012.tlog-proof', (await bag.read('data/ledger/000012.tlog-proof')).toString().replace('index 12', 'index 13')), /is not under this root/, true],
	['a signature of zeros', (bag) => bag.write('data/ledger/000012.signature', new Uint8Array(64)), /signature of entry 12 is not by its actor/, true],
	['a skeleton that says accepted', async (bag) => bag.write('data/ledger/000016.opening.json', (await bag.read('data/ledger/000016.opening.json')).toString().replace('denied:denied', 'accepted')), /entry 16 is not under this root/, true],
	['another value in a detail', async (bag) => bag.write('data/ledger/000017.detail.json', (await bag.read('data/ledger/000017.detail.json')).toString().replace('Choice', 'Choise')), /sealed detail is not the one that was signed/],
	['an older checkpoint', (bag) => bag.write('data/ledger/checkpoint', bag.archive.checkpoint(20)), /proven under a later checkpoint/],
	['another log in the policy', (bag) => bag.write('data/ledger/policy', `log ${new Archive('stranger').vkey}\nquorum none\n`), /log key you gave|did not sign this note/, true],
];

const item = (report: CustodyReport) => report.items[0] as CustodyReport['items'][number];
const exhibit = (report: CustodyReport) => item(report).exhibits[0] as CustodyReport['items'][number]['exhibits'][number];
const row = (report: CustodyReport, index: number) => report.custody.find((one) => one.index === index) as CustodyReport['custody'][number];

describe('49: altered by the exporter, who signs what he altered', () => {
	test('without a lie the same steps make a bag that is confirmed', async () => {
		const verdict = await verifyBag(openBagFolder(await exporter.lie('none', () => undefined)), { logKey: vkey });
		expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
		expect(verdict.result).toBe('confirmed');
	});

	test.each(lies)('%s', async (name, change, reason, shellSees) => {
		const dir = await exporter.lie(name, change);
		if (name !== 'another log in the policy') await remanifest(dir);
		expect((await failures(dir)).join('\n')).toMatch(reason);
		if (shellSees === true) expect((await shell(dir)).code).toBe(1);
	});

	test.each<[string, Person, Partial<About>, RegExp]>([
		['signed by a reader', people.reader, {}, /signed by somebody else than its issuer/],
		['signed by nobody enrolled', new Person('stranger'), {}, /signed by somebody else than its issuer/],
		['a signature that was refused', people.lead, { result: 'denied:denied' }, /not the acceptance of its signature/],
		['a signature filed as another type', people.lead, { type: 'report.begun' }, /receipt is of another type/],
		['a signature filed under another case', people.lead, { subject: { kind: 'case', id: id('other case') } }, /filed under another case/],
	])('%s', async (name, signer, about, reason) => {
		const dir = await exporter.lie(name, () => undefined, signer, about).catch((error: Error) => error.message);
		if (!dir.startsWith('/')) return expect(dir).toMatch(reason);
		expect((await failures(dir)).join('\n')).toMatch(reason);
	});

	test('report.signed without the proof that its log continues the bag’s', async () => {
		const dir = await exporter.lie('no-growth', () => undefined);
		await writeFile(join(dir, 'report.signed.consistency'), '');
		await remanifest(dir);
		expect(await failures(dir)).toContainEqual(expect.stringMatching(/does not continue the log/));
	});
});

describe('49: a wholly forged archive', () => {
	test('is consistent in itself, never confirmed, and failed against the true key', async () => {
		const dir = join(home, 'forged');
		const forged = await bagOf(dir, { word: 'forger' });
		const alone = await verifyBag(openBagFolder(dir));
		const real = await verifyBag(openBagFolder(honest));
		expect(alone.result).toBe('consistent');
		expect(alone.fingerprint).not.toBe(real.fingerprint);
		expect(await failures(dir)).toEqual([expect.stringContaining('another log than the key you gave')]);
		const [open, pinned, right] = [await shell(dir), await shell(dir, vkey), await shell(honest, vkey)];
		expect(open.out).toContain(`origin NOT confirmed. Compare this fingerprint with the one the archive gave you:\n${alone.fingerprint}\n`);
		expect([open.code, pinned.code, right.code]).toEqual([0, 1, 0]);
		expect(right.out).toContain('from the log whose key you gave');
		expect(forged.archive.vkey).not.toBe(vkey);
	});
});
