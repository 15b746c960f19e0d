import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBagFolder } from '../../src/report/node/bag-folder.ts';
import { openDropped } from '../../src/report/verify/dropped-files.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { zipBag } from '../../src/report/zip-sink.ts';
import { bagInto, bagOf } from '../unit/report-story.ts';
import { type RawFile, rawZip } from './raw-zip.ts';

let home: string;
let vkey: string;
let honest: RawFile[];
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-49-zip-'));
	vkey = (await bagOf(join(home, 'bag'))).archive.vkey;
	const reader = openBagFolder(join(home, 'bag'));
	honest = await Promise.all(
		(await reader.list()).map(async (name) => ({ name, bytes: await readFile(join(home, 'bag', name)) })),
	);
});
afterAll(() => rm(home, { recursive: true, force: true }));

const small = { entries: 1000, directory: 1 << 20, unpacked: { base: 1 << 20, times: 100 } };

/** The first reason for which a bag fails that must fail. */
async function refusal(zip: Blob, limits?: typeof small): Promise<string> {
	const verdict = await verifyBag(openZip(zip, limits), { logKey: vkey });
	expect(verdict.result).toBe('failed');
	return verdict.checks.find((check) => !check.ok)?.reason ?? '';
}
const swapped = (name: string, change: Partial<RawFile>): RawFile[] =>
	honest.map((file) => (file.name === name ? { ...file, ...change } : file));
const added = (...files: RawFile[]): RawFile[] => [...honest, ...files];
const some = new TextEncoder().encode('some bytes');

describe('49: a bag in a zip', () => {
	test('is confirmed as it was written, at the top or in one folder, stored or deflated, zipped or dropped', async () => {
		const bag = zipBag('custody-report', new Date('2026-03-02T09:30:00Z'));
		const blob = new Response(bag.readable).blob();
		const { archive } = await bagInto(bag);
		await bag.close();
		expect((await verifyBag(openZip(await blob), { logKey: archive.vkey })).result).toBe('confirmed');

		const deflated = honest.map(({ name, bytes }) => ({
			name: `a b/${name}`,
			bytes: deflateRawSync(bytes),
			plain: bytes,
			method: 8,
		}));
		expect((await verifyBag(openZip(rawZip(deflated)), { logKey: vkey })).result).toBe('confirmed');
		expect((await verifyBag(openZip(rawZip(honest)), { logKey: vkey })).result).toBe('confirmed');
		const dropped = openDropped(
			honest.map(({ name, bytes }) => ({ path: `/bag/${name}`, file: new Blob([Uint8Array.from(bytes)]) })),
		);
		expect((await verifyBag(dropped, { logKey: vkey })).result).toBe('confirmed');
	});

	test.each<[string, () => Blob, RegExp]>([
		['a path out of the folder', () => rawZip(added({ name: '../evil', bytes: some })), /filename|name/i],
		['an absolute path', () => rawZip(added({ name: '/etc/evil', bytes: some })), /filename|name/i],
		['a path for Windows', () => rawZip(added({ name: '..\\evil', bytes: some })), /filename|name/i],
		['a file twice', () => rawZip(added({ name: 'bagit.txt', bytes: some })), /duplicate/i],
		['a link', () => rawZip(swapped('data/ledger/policy', { mode: 0o120777 })), /not a plain file/],
		['encryption', () => rawZip(swapped('bagit.txt', { flags: 0x801 })), /encrypted/],
		['two names for one file', () => rawZip(swapped('bagit.txt', { localName: 'bagit.exe' })), /ambiguous/i],
		['more files than there are', () => rawZip(honest, { count: 60_000 }), /this zip is not read/],
		['fewer files than there are', () => rawZip(honest, { count: honest.length - 1 }), /this zip is not read/],
		['data before it', () => rawZip(honest, { before: some }), /ambiguous/i],
		['data after it', () => new Blob([rawZip(honest), some]), /this zip is not read/],
		['two zips in one', () => new Blob([rawZip(honest), rawZip(honest)]), /this zip is not read/],
		['a cut end', () => rawZip(honest).slice(0, -30), /this zip is not read/],
		['no zip', () => new Blob([some]), /this zip is not read/],
		['nothing', () => new Blob([]), /this zip is not read/],
		['another checksum', () => rawZip(swapped('bagit.txt', { plain: new Uint8Array(54) })), /CRC32/],
		['two sizes of a file', () => rawZip(swapped('bagit.txt', { size: 53 })), /this zip is not read/],
		['a method nobody has', () => rawZip(swapped('bagit.txt', { method: 77 })), /this zip is not read/],
		[
			'files in one place',
			() => rawZip(swapped('bag-info.txt', { offset: 0 })),
			/this zip is not read|does not have the hash/,
		],
	])('with %s fails with the reason', async (_, zip, reason) => {
		expect(await refusal(zip())).toMatch(reason);
	});

	test('that would unpack to anything fails before it is unpacked', async () => {
		const zeros = deflateRawSync(new Uint8Array(64 << 20));
		const bomb = { name: 'data/bomb', bytes: zeros, method: 8 };
		expect(await refusal(rawZip(added({ ...bomb, size: 2 ** 32 - 2 })), small)).toMatch(/far more than it is large/);
		const lying = rawZip(swapped('bagit.txt', { ...bomb, name: 'bagit.txt', size: 55 }));
		const before = process.memoryUsage().rss;
		expect(await refusal(lying)).toMatch(/longer than it says|this zip is not read/);
		expect(process.memoryUsage().rss - before).toBeLessThan(48 << 20);
		const many = Array.from({ length: 1001 }, (_, i) => ({ name: `data/${i}`, bytes: new Uint8Array() }));
		expect(await refusal(rawZip(many), small)).toMatch(/more than 1000 files/);
		const long = Array.from({ length: 900 }, (_, i) => ({
			name: `data/${i}${'a'.repeat(2000)}`,
			bytes: new Uint8Array(),
		}));
		expect(await refusal(rawZip(long), small)).toMatch(/directory of the zip is larger/);
	});
});
