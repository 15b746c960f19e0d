import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBase64, toHex } from '../../src/domain/bytes.ts';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { formatKey, signNote } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { LOG_KEYS } from '../../src/report/verify/log-key-files.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { basicCommands } from '../system/basic-commands.ts';
import { needs, onPath, placeOf } from '../system/needs.ts';
import { opensslThere } from '../system/time-authority.ts';
import { people, tell } from '../unit/report-story.ts';
import { Exporter, type Forgery, remanifest, shell, shellBy } from './forged-bag.ts';

// 49: verify.sh has no reader of JSON and hands lists to `sha256sum`. What an exporter writes for the two to mistake is not mistaken.

type Item = CustodyReport['items'][number];

const ORIGINAL = 'data/items/EX-0012/original.mp4';
const AGE = 'data/items/EX-0012/item.age';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let exporter: Exporter;
let vkey: string;

beforeAll(async () => {
	const told = tell();
	vkey = told.archive.vkey;
	exporter = await Exporter.begin({}, told);
});
afterAll(() => exporter.end());
beforeEach(({ skip }) => needs(opensslThere, 'openssl', skip));

/** The last bit of a file. */
async function flip(bag: Forgery, path: string): Promise<void> {
	const bytes = await bag.read(path);
	bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
	await bag.write(path, bytes);
}

const items = (bag: Forgery, change: (first: Item, last: Item) => void): Promise<void> =>
	bag.report((report) => change(report.items[0] as Item, report.items.at(-1) as Item));

const recorded = (bag: Forgery, record: CustodyReport['case']['details']): Promise<void> =>
	bag.report((report) => void Object.assign(report.origin.intakes[0] ?? {}, { record }));

/** Another sealed item, of which report.json tells the truth. */
async function resealed(bag: Forgery): Promise<void> {
	await flip(bag, AGE);
	const bytes = await bag.read(AGE);
	await items(bag, ({ sealed }) => Object.assign(sealed, { body: sha256(bytes.subarray(-sealed.size)) }));
}

const ALTERED: [string, (bag: Forgery) => Promise<void>][] = [
	[
		'a hash of an original that is a comment for sha256sum',
		async (bag) => {
			await flip(bag, ORIGINAL);
			await items(bag, (item) => Object.assign(item, { sha256: `#${'0'.repeat(63)}` }));
		},
	],
	[
		'a sealed item whose name ends with a blank',
		async (bag) => {
			await resealed(bag);
			await items(bag, ({ files }) => Object.assign(files, { age: `${AGE} ` }));
		},
	],
	[
		'an item whose id begins with a blank',
		async (bag) => {
			await resealed(bag);
			await items(bag, (item) => Object.assign(item, { id: ` ${item.id}` }));
		},
	],
	...[
		['a member that no report has', 'g'],
		['one with a comma in its name', 'g,g'],
		['one with a comma at its end', 'g,'],
		['one with a quote in its name', 'g\\"g'],
	].map(([words, name]): [string, (bag: Forgery) => Promise<void>] => [
		`swapped items that have the id of the other in ${words}`,
		async (bag) => {
			await bag.swap(AGE, 'data/items/EX-0013/item.age');
			await items(bag, (one, two) => {
				[one.sealed, two.sealed] = [two.sealed, one.sealed];
				Object.assign(one, { [name as string]: { a: 1, id: two.id } });
				Object.assign(two, { [name as string]: { a: 1, id: one.id } });
			});
		},
	]),
	[
		'the hash of an original in the record of a delivery alone',
		async (bag) => {
			const last = await bag.read('data/items/EX-0013/original.mp4');
			await items(bag, (_, item) => Object.assign(item, { sha256: null, size: null }));
			await recorded(bag, { a: 1, sha256: sha256(last), size: last.length });
		},
	],
	[
		'a file beside an item that the record of a delivery names',
		async (bag) => {
			await bag.write('data/items/EX-0012/more.mp4', 'footage');
			await recorded(bag, { a: 1, key: 'data/items/EX-0012/more.mp4' });
		},
	],
];

describe('49: what verify.sh cuts out of report.json', () => {
	test.each(ALTERED)('%s', async (name, alter) => {
		const { code, out } = await shell(await exporter.lie(name, alter), vkey);
		expect(out).toMatch(
			/FAIL: (the files of the items are not those that report\.json|.* no entry received what report)/,
		);
		expect([code, out.includes('RESULT')]).toEqual([1, false]);
	});

	test.for(['dash', 'bash'])('texts that look like members are texts in %s', async (program, { skip }) => {
		needs(onPath(program), program, skip);
		const texts = [
			'"id":"x"',
			'{"path":"',
			'","files":{"age":"',
			':{',
			'":{"',
			'[{',
			'\\',
			'\\"',
			'"',
			',',
			'\n\t\u007f',
		];
		const odd = [...texts, 'Ёж, сыч', '*', '$(exit 7)', '`exit 7`', '-n', '%s', '\\0'];
		const dir = await exporter.lie(`texts for ${program}`, (bag) =>
			items(bag, (one, two) => {
				Object.assign(one, { name: odd.join(','), path: odd.join('{'), hashedBy: odd.join('","'), modified: ',' });
				Object.assign(two, { name: odd.join('\\,'), path: odd.join('}'), hashedBy: odd.join(',{'), modified: '' });
			}),
		);
		const { code, out } = await shellBy(program, dir, vkey);
		expect(out).toContain('ok: 7 originals and other files of items have the hashes in report.json');
		expect(out).toContain('ok: 2 sealed items are those that were received');
		expect(code).toBe(0);
	});
});

describe('49: what sha256sum reads out of a manifest', () => {
	test('is never the rest of a script that comes by standard input', async () => {
		const dir = await exporter.lie('a dash', () => {});
		await writeFile(join(dir, '-'), 'anything');
		await remanifest(dir);
		const input = await readFile(join(dir, 'data/verify.sh'));
		const { status, stdout } = spawnSync('sh', ['-s', vkey], { cwd: join(dir, 'data'), input });
		expect([status, stdout.toString()]).toEqual([1, 'FAIL: the bag holds a file whose name no report has\n']);
	});

	test('is no path that ends sooner for it', async () => {
		const dir = await exporter.lie('a nought', () => {});
		await writeFile(join(dir, 'bag-info.tx'), '');
		await remanifest(dir);
		const path = join(dir, 'tagmanifest-sha256.txt');
		const manifest = await readFile(path, 'utf8');
		await writeFile(path, manifest.replace(/^.* bag-info.txt$/m, `${sha256(Buffer.of())}  bag-info.tx\0t`));
		await writeFile(join(dir, 'bag-info.txt'), 'anything');
		const { code, out } = await shell(dir, vkey);
		expect([code, out]).toEqual([1, 'FAIL: tagmanifest-sha256.txt has a line that is not a hash and a path\n']);
	});
});

test('49: a rotation that the key of the bag alone signs hands over no other key', async () => {
	const stolen = platform.ed25519Public(new Uint8Array(32).fill(1));
	const given = formatKey('archive.example/log', stolen);
	let growth = async (): Promise<Uint8Array[]> => [];
	const dir = await exporter.lie('a key that was never rotated', async (bag) => {
		const { archive } = bag;
		const from = Number((await bag.read('data/ledger/checkpoint')).toString().split('\n')[1]);
		const rotated = { closes: toHex(stolen), next: archive.vkey } as never;
		const at = archive.append('log.rotated', people.lead, rotated, { subject: { kind: 'archive', id: 'archive' } });
		const proof = (await archive.growth(from)).map(toBase64);
		await bag.write('data/ledger/checkpoint', archive.checkpoint());
		await bag.write('data/ledger/consistency.json', canonical([{ from, proof }]));
		const link = { agreed: [given], closing: archive.entry(at) };
		await bag.write(LOG_KEYS, `${canonical(link as unknown as Json)}\n`);
		growth = () => archive.growth(at + 1);
	});
	await writeFile(
		join(dir, 'report.signed.consistency'),
		(await growth()).map((hash) => `${toBase64(hash)}\n`).join(''),
	);
	await remanifest(dir);
	const { code, out } = await shell(dir, given);
	expect(out).toContain('origin NOT confirmed: the bag says that the key of its log was rotated');
	expect(code).toBe(3);
});

test('49: a size and a root below what the log signed are not those of a checkpoint', async () => {
	const dir = await exporter.lie('an empty note', async (bag) => {
		const { origin, seed } = bag.archive;
		const [, size, root] = (await bag.read('data/ledger/checkpoint')).toString().split('\n');
		const [, line] = signNote(`${origin}\n`, origin, seed).split('\n\n');
		await bag.write('data/ledger/cosigned', `${origin}\n\n${size}\n${root}\n${line}`);
	});
	const { code, out } = await shell(dir, vkey);
	expect([code, out]).toEqual([1, expect.stringContaining('FAIL: data/ledger/cosigned is not signed by the log key')]);
});

test('49: the bag is the one beside verify.sh, wherever the shell would look for folders', async () => {
	const dir = await exporter.lie('one bag', () => {});
	const other = await exporter.lie('another bag', (bag) => flip(bag, ORIGINAL));
	const env = { PATH: basicCommands(), CDPATH: other };
	const { status, stdout } = spawnSync(placeOf('sh') as string, ['data/verify.sh', vkey], { cwd: dir, env });
	expect(stdout.toString()).toContain('RESULT: consistent, and from the log whose key you gave.');
	expect(status).toBe(0);
});
