import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { custos } from '../../src/cli/program.ts';
import { submit } from '../../src/client/submit.ts';
import type { Bytes } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { goPackages, goProgram, goThere } from '../system/go-program.ts';
import { type Live, openCase, startLive } from '../system/live.ts';
import { needs } from '../system/needs.ts';
import { leafOf, type MadeLog, madeLog } from './made-log.ts';

const run = promisify(execFile);

/** Attack 21 seen from outside: whoever follows the log by its tiles notices when it shows two faces. */

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-monitor-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** One look by `custos monitor`, in its own words. */
async function look(url: string, key: string): Promise<{ code: number; said: Record<string, unknown>; err: string }> {
	let [out, err] = ['', ''];
	const code = await custos(
		[
			'--json',
			'--home',
			join(folder, 'nobody'),
			'monitor',
			url,
			'--log-key',
			key,
			'--dir',
			join(folder, 'mirror'),
			'--once',
		],
		{
			out: (text) => {
				out += text;
			},
			err: (text) => {
				err += text;
			},
			env: {},
			terminal: false,
			width: () => 100,
			read: async () => '',
			signal: new AbortController().signal,
		},
	);
	return { code, said: JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>, err };
}

describe('a log that says what it is asked to', () => {
	let log: MadeLog;
	beforeEach(async () => {
		log = await madeLog();
	});
	afterEach(async () => log.close());
	const history = (name: string, from: number, to: number): Bytes[] =>
		Array.from({ length: to - from }, (_, i) => leafOf(name, from + i));
	const honest = (size: number): Bytes[] => history('true', 0, size);
	const followed = async (size: number): Promise<void> => {
		log.serve(honest(size));
		expect(await look(log.url, log.key)).toMatchObject({ code: 0, said: { state: 'followed', size } });
	};

	test('is followed over tiles of every width, each entry fetched once but those of the last tile', async () => {
		for (const size of [1, 2, 255, 256, 257, 600, 70_000, 70_001]) await followed(size);
		expect(log.asked.slice(-2)).toEqual(['checkpoint', 'tile/entries/273.p/113']);
		const again = await look(log.url, log.key);
		expect(again.said).toMatchObject({ state: 'followed', added: 0 });
		expect(log.asked.at(-1)).toBe('checkpoint');
	});

	test('its copy serves the same log again', async () => {
		await followed(70_000);
		const at = (path: string): Promise<Bytes> => readFile(join(folder, 'mirror', path)).then((b) => new Uint8Array(b));
		for (const path of ['tile/0/000', 'tile/0/273.p/112', 'tile/entries/001', 'tile/entries/273.p/112']) {
			const served = await fetch(`${log.url}/v1/log/${path}`);
			expect(await at(path), path).toEqual(new Uint8Array(await served.arrayBuffer()));
		}
		expect((await at('tile/1/000')).length).toBe(8192);
		expect((await at('tile/1/001.p/17')).length).toBe(17 * 32);
		expect((await at('tile/2/000.p/1')).length).toBe(32);
	});

	test('Go’s sumdb proves its leaves from the tiles of the copy, and misses none that was bent', async ({ skip }) => {
		needs(goThere, goPackages, skip);
		await followed(70_000);
		const [program, mirror] = [await goProgram('check_tiles', folder), join(folder, 'mirror')];
		expect((await run(program, [mirror, log.key])).stdout).toBe('70000 leaves\n');
		const tile = join(mirror, 'tile/1/001.p/17');
		const bytes = await readFile(tile);
		bytes[16 * 32] = (bytes[16 * 32] as number) ^ 1;
		await writeFile(tile, bytes);
		await expect(run(program, [mirror, log.key])).rejects.toMatchObject({ code: 1 });
	}, 300_000);

	test.each<[string, () => void]>([
		['not-signed', () => log.serve(honest(400), { by: new Uint8Array(32).fill(1) })],
		['went-back', () => log.serve(honest(299))],
		['two-histories', () => log.serve([...honest(299), leafOf('false', 299)])],
		['changed', () => log.serve([...honest(290), ...history('false', 290, 400)])],
		['other-root', () => log.serve([...history('false', 0, 10), ...honest(400).slice(10)])],
		['other-root', () => log.serve(honest(400), { signed: [...honest(399), leafOf('false', 399)] })],
		['withheld', () => log.serve(honest(350), { signed: honest(400) })],
	])('gives the alarm %s, and what was seen before stays what is believed', async (alarm, lie) => {
		await followed(300);
		lie();
		const seen = await look(log.url, log.key);
		expect(seen).toMatchObject({ code: 1, said: { state: 'alarm', alarm, size: 300 } });
		const kept = JSON.parse(await readFile(seen.said['file'] as string, 'utf8')) as { seen: string; note: string };
		expect(kept.note).toBe(seen.said['note']);
		expect(openCheckpoint(kept.seen, parseKey(log.key)).size).toBe(300);
		await followed(310);
		await followed(1000);
	});

	test('a copy that was altered is noticed before anything is compared with it', async () => {
		await followed(300);
		const tile = join(folder, 'mirror/tile/0/001.p/44');
		const bytes = await readFile(tile);
		bytes[3] = (bytes[3] as number) ^ 1;
		await writeFile(tile, bytes);
		log.serve(honest(301));
		expect(await look(log.url, log.key)).toMatchObject({ code: 1, err: expect.stringContaining('begin a new folder') });
	});

	test('one that does not answer gives no alarm', async () => {
		const gone = await madeLog();
		await gone.close();
		expect(await look(gone.url, gone.key)).toMatchObject({ code: 5 });
	});
});

describe('an archive', () => {
	let live: Live;
	beforeAll(async () => {
		live = await startLive();
	});
	afterAll(async () => live.close());

	test('serves its log to anybody, and nothing beyond it', async () => {
		const before = await look(live.server, live.pin.log);
		expect(before).toMatchObject({ code: 0, said: { state: 'followed' } });
		await openCase(await live.enrol());
		const after = await look(live.server, live.pin.log);
		expect(after).toMatchObject({ code: 0, said: { state: 'followed' } });
		const size = after.said['size'] as number;
		expect(size).toBeGreaterThan(before.said['size'] as number);
		const status = async (path: string): Promise<number> => (await fetch(`${live.server}/v1/log/${path}`)).status;
		expect(await status(`tile/entries/000.p/${size}`)).toBe(200);
		for (const path of [
			`tile/0/000.p/${size + 1}`,
			`tile/entries/000.p/${size + 1}`,
			'tile/1/000.p/1',
			'tile/0/000',
			'tile/0/../0',
		])
			expect(await status(path), path).toBe(404);
	});

	test('of more than two tiles is followed out of its database, and Go’s sumdb proves its leaves from the copy', async ({
		skip,
	}) => {
		needs(goThere, goPackages, skip);
		for (let batch = 0; batch < 2; batch += 1)
			await submit(
				live.steward,
				Array.from({ length: 300 }, () => ({
					type: 'person.invited' as const,
					fields: { invite: newId(platform.randomBytes), role: 'member' as const },
				})),
			);
		const { code, said } = await look(live.server, live.pin.log);
		const size = said['size'] as number;
		expect([code, said['state'], size > 600, size < 768]).toEqual([0, 'followed', true, true]);
		const [mirror, rest] = [join(folder, 'mirror'), size - 512];
		const tiles = ['000', '001', `002.p/${rest}`].flatMap((name) => [`tile/0/${name}`, `tile/entries/${name}`]);
		for (const path of [...tiles, 'tile/1/000.p/2']) {
			const served = await fetch(`${live.server}/v1/log/${path}`);
			expect([path, served.status]).toEqual([path, 200]);
			const copy = await readFile(join(mirror, path));
			expect(copy.equals(await served.bytes()), path).toBe(true);
			if (!path.includes('entries')) expect(copy.length, path).toBe(32 * Number(path.split('.p/')[1] ?? 256));
		}
		expect((await fetch(`${live.server}/v1/log/tile/1/000.p/3`)).status).toBe(404);
		const program = await goProgram('check_tiles', folder);
		expect((await run(program, [mirror, live.pin.log])).stdout).toBe(`${size} leaves\n`);
		const bundle = join(mirror, 'tile/entries/001');
		const bytes = await readFile(bundle);
		// Index 291 is one of those that the program looks at.
		const at = (291 - 256) * 67 + 40;
		bytes[at] = (bytes[at] as number) ^ 1;
		await writeFile(bundle, bytes);
		await expect(run(program, [mirror, live.pin.log])).rejects.toMatchObject({ code: 1 });
	}, 300_000);
});
