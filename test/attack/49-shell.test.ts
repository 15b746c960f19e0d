import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { needs, onPath } from '../system/needs.ts';
import { opensslThere, timeAuthority } from '../system/time-authority.ts';
import { Exporter, type Forgery, remanifest, shell, shellBy } from './forged-bag.ts';
import { vouchedStory } from './vouched-bag.ts';

// 49: what coreutils and openssl alone can tell, of bags whose manifests and signatures were all made to fit what was altered.

const CONFIRMED = 'RESULT: consistent, and from the log whose key you gave.';
const GROWTH = 'data/ledger/consistency.json';
const ORIGINAL = 'data/items/EX-0012/original.mp4';
const AGE = 'data/items/EX-0012/item.age';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let home: string;
let exporter: Exporter;
let honest: string;
let vkey: string;
let authorities: string;

beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-49-shell-'));
	if (!opensslThere) return;
	const { told, ca } = await vouchedStory();
	vkey = told.archive.vkey;
	authorities = join(home, 'ca.pem');
	await writeFile(authorities, ca);
	exporter = await Exporter.begin({}, told);
	honest = await exporter.lie('honest bag', () => {});
});
afterAll(async () => {
	await exporter?.end();
	await rm(home, { recursive: true, force: true });
});
beforeEach(({ skip }) => needs(opensslThere, 'openssl', skip));

/** One bit of a file in the middle. */
async function flip(forgery: Forgery, path: string): Promise<void> {
	const bytes = await forgery.read(path);
	const at = bytes.length >> 1;
	bytes[at] = (bytes[at] as number) ^ 1;
	await forgery.write(path, bytes);
}

const replaced = async (forgery: Forgery, path: string, from: string | RegExp, to: string): Promise<void> => {
	const before = (await forgery.read(path)).toString('utf8');
	const after = before.replace(from, to);
	expect(after).not.toBe(before);
	await forgery.write(path, after);
};

const ofItem = (
	forgery: Forgery,
	change: (item: Record<string, unknown> & { files: Record<string, unknown> }) => void,
) => forgery.report((report) => change(report.items[0] as never));

/** The answer of a time authority with words in the status, which nobody signs. */
function saying(words: string, answer: Buffer): Buffer {
	const nested = (tag: number, ...parts: Uint8Array[]): Buffer => {
		const inside = Buffer.concat(parts);
		const { length } = inside;
		return Buffer.concat([Uint8Array.of(tag, 0x82, length >> 8, length & 0xff), inside]);
	};
	const granted = Uint8Array.of(0x30, 3, 2, 1, 0);
	const at = answer.indexOf(granted);
	expect(at).toBe(4);
	const status = nested(0x30, granted.subarray(2), nested(0x30, nested(0x0c, Buffer.from(words))));
	return nested(0x30, status, answer.subarray(at + granted.length));
}

describe('49: a good bag', () => {
	test.for(['dash', 'bash'])('passes in %s, its time tokens with it', async (program, { skip }) => {
		needs(onPath(program), program, skip);
		const { code, out } = await shellBy(program, honest, '--time-ca', authorities, vkey);
		expect(out).toContain(CONFIRMED);
		expect(
			out.match(/^ok: the log's first \d+ entries were there at .* GMT, says an authority you gave$/gm),
		).toHaveLength(2);
		expect(out).toContain("ok: 2 checkpoints, and that of the report's signature: of one log that only grew");
		expect(out).toContain('ok: 7 originals and other files of items have the hashes in report.json');
		expect(out).toContain('ok: 2 sealed items are those that were received');
		expect(out).not.toContain('time tokens: give');
		expect(code).toBe(0);
	});

	test('without a certificate is told what was not checked', async () => {
		const { code, out } = await shell(honest, vkey);
		expect(out).toContain("NOT CHECKED: 2 time tokens: give the authority's certificate by --time-ca FILE.");
		expect([code, out.includes(CONFIRMED)]).toEqual([0, true]);
	});

	test.each([[['--time-ca']], [['--time-ca', '/nowhere.pem']], [['--unknown']], [['']], [['one', 'two']]])(
		'called with %j ends with 2',
		async (args) => {
			expect((await shell(honest, ...args)).code).toBe(2);
		},
	);
});

const ALTERED: [string, RegExp, (forgery: Forgery) => Promise<void>][] = [
	['a proof of growth is gone', /nothing shows that the log of 17 entries is a beginning/, (bag) => bag.drop(GROWTH)],
	[
		'a proof of growth is about another size',
		/checkpoint, of 34 entries, does not continue the log of 17/,
		(bag) => replaced(bag, GROWTH, '"from":17', '"from":16'),
	],
	[
		'a proof of growth is one hash short',
		/does not continue the log of 17/,
		(bag) => replaced(bag, GROWTH, /,"[^"]*"\]/, ']'),
	],
	[
		'a proof of growth has one hash more',
		/does not continue the log of 17/,
		(bag) => replaced(bag, GROWTH, /("[^",]{44}")\]/, '$1,$1]'),
	],
	[
		'a proof of growth has other hashes',
		/does not continue the log of 17/,
		(bag) => replaced(bag, GROWTH, /\["[^"]*"/, `["${Buffer.alloc(32, 7).toString('base64')}"`),
	],
	[
		'the log signed another history, which was stamped',
		/does not continue the log of 17/,
		async (bag) => {
			const { origin, seed } = bag.archive;
			const root = new Uint8Array(32).fill(7);
			await bag.write('data/ledger/times/000017.checkpoint', signCheckpoint({ origin, size: 17, root }, seed));
		},
	],
	[
		'a stamped checkpoint that the log did not sign',
		/000017.checkpoint is not signed by the log key/,
		(bag) => replaced(bag, 'data/ledger/times/000017.checkpoint', '\n17\n', '\n18\n'),
	],
	['an original is another', /an original, or another file of an item, does not/, (bag) => flip(bag, ORIGINAL)],
	[
		'report.json has another hash of an original',
		/an original, or another file of an item, does not/,
		(bag) => ofItem(bag, (item) => Object.assign(item, { sha256: '7'.repeat(64) })),
	],
	[
		'report.json has no hash of an original',
		/the files of the items are not those that report.json names/,
		(bag) => ofItem(bag, (item) => Object.assign(item, { sha256: null })),
	],
	[
		'report.json names no original, and it is there',
		/the files of the items are not those that report.json names/,
		(bag) => ofItem(bag, ({ files }) => Object.assign(files, { original: null })),
	],
	[
		'a name says what the report should',
		/an original, or another file of an item, does not/,
		async (bag) => {
			await flip(bag, ORIGINAL);
			const hash = sha256(await bag.read(ORIGINAL));
			await ofItem(bag, (item) => Object.assign(item, { path: `a","sha256":"${hash}","size":1}` }));
		},
	],
	[
		'a key frame is another',
		/an original, or another file of an item, does not/,
		(bag) => flip(bag, 'data/items/EX-0012/keyframes/0002.jpg'),
	],
	['a sealed item is another', /item.age is not what was received/, (bag) => flip(bag, AGE)],
	[
		'a sealed item is another, and report.json says so',
		/item.age: no entry received what report.json says/,
		async (bag) => {
			const sealed = await bag.read(AGE);
			const { size } = JSON.parse((await bag.read('data/report.json')).toString()).items[0].sealed;
			await flip(bag, AGE);
			const body = sha256((await bag.read(AGE)).subarray(sealed.length - size));
			await ofItem(bag, (item) => Object.assign(item, { sealed: { ...(item['sealed'] as object), body } }));
		},
	],
	[
		'a time token is over another checkpoint',
		/000017.1.tsr: not a time token over its checkpoint/,
		(bag) => bag.swap('data/ledger/times/000017.1.tsr', 'data/ledger/times/000034.1.tsr'),
	],
	[
		'a time token is damaged',
		/000034.1.tsr: not a time token over its checkpoint/,
		async (bag) => {
			const token = await bag.read('data/ledger/times/000034.1.tsr');
			await bag.write('data/ledger/times/000034.1.tsr', token.subarray(0, token.length - 40));
		},
	],
];

describe('49: a bag altered and signed anew fails in the shell', () => {
	test.each(ALTERED)('%s', async (name, reason, alter) => {
		const dir = await exporter.lie(name, alter);
		const { code, out } = await shell(dir, '--time-ca', authorities, vkey);
		expect(out).toMatch(reason);
		expect([code, out.includes('RESULT')]).toEqual([1, false]);
	});

	test('the log of the report’s signature does not continue it', async () => {
		const dir = await exporter.lie('other growth', () => {});
		const path = join(dir, 'report.signed.consistency');
		const [first, ...rest] = (await readFile(path, 'utf8')).split('\n');
		await writeFile(path, [Buffer.alloc(32, 7).toString('base64'), ...rest].join('\n'));
		expect(first).toMatch(/^[A-Za-z0-9+/=]{44}$/);
		await remanifest(dir);
		const { code, out } = await shell(dir, vkey);
		expect([code, out]).toEqual([1, expect.stringContaining('does not continue the log of the checkpoint, of 34')]);
	});

	test('a time that the authority did not sign is not told', async () => {
		const path = 'data/ledger/times/000017.1.tsr';
		const dir = await exporter.lie('another time', async (bag) =>
			bag.write(path, saying('\nTime stamp: Jan  2 00:00:00 2031 GMT (', await bag.read(path))),
		);
		const { code, out } = await shell(dir, '--time-ca', authorities, vkey);
		expect(out).not.toContain('2031');
		expect(out.match(/^ok: the log's first 17 entries were there at \w{3} [\w :]+ GMT, says/gm)).toHaveLength(1);
		expect(code).toBe(0);
	});

	test('the time tokens are of an authority whose certificate was not given', async () => {
		const other = await timeAuthority('Example Time');
		try {
			await writeFile(join(home, 'other.pem'), other.ca);
			const { code, out } = await shell(honest, '--time-ca', join(home, 'other.pem'), vkey);
			expect([code, out]).toEqual([1, expect.stringContaining('by an authority whose certificate you gave')]);
		} finally {
			await other.close();
		}
	});
});
