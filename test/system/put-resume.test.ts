import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type PutProxy, proxyFor } from './put-proxy.ts';
import { asked, foundWithCase, type Running, startArchive } from './running.ts';

const MIB = 2 ** 20;

vi.setConfig({ testTimeout: 300_000 });

let archive: Running;
let proxy: PutProxy;
beforeAll(async () => {
	archive = await startArchive();
	await foundWithCase(archive);
	proxy = await proxyFor(archive, 'investigator');
});
afterAll(async () => {
	await proxy?.close();
	await archive?.stop();
});

/** Two files of several parts, one of a single part, and small ones that share a pack. */
async function makeDisk(name: string): Promise<string> {
	const disk = join(archive.folder, 'disks', name);
	await mkdir(disk, { recursive: true });
	for (const [i, size] of [60, 45, 5].entries())
		await writeFile(join(disk, `recording ${i}.mp4`), Buffer.alloc(size * MIB, i + 1));
	for (let i = 0; i < 40; i++) await writeFile(join(disk, `letter ${i}.txt`), `letter ${i} of ${name}`);
	return disk;
}

async function keptPaths(under: string): Promise<string[]> {
	const { items } = (await asked(archive, 'investigator', 'ls', '--case', 'GUL')) as {
		items: { path: string; kept: boolean }[];
	};
	return items.filter((one) => one.kept && one.path.startsWith(`${under}/`)).map((one) => one.path);
}

/** Runs a put that is killed before its n-th part from now leaves the machine. */
async function killedAtPart(disk: string, n: number): Promise<boolean> {
	const running = archive.spawnCustos('investigator', 'put', disk, '--case', 'GUL');
	let seen = 0;
	proxy.onPart = async () => {
		if (++seen === n) running.child.kill('SIGKILL');
	};
	const { code, signal, err } = await running.ended;
	proxy.onPart = async () => {};
	if (signal !== 'SIGKILL' && code !== 0) throw new Error(err);
	return signal === 'SIGKILL';
}

/** Runs a put that is killed when two parts of each of the two large files have left, and none of the two is done. */
async function killedInBoth(disk: string): Promise<void> {
	const running = archive.spawnCustos('investigator', 'put', disk, '--case', 'GUL');
	const begun = new Set<string>();
	proxy.onPart = async (_, path) => {
		const [, object = '', part] = /\/([^/]+)\/parts\/(\d+)$/.exec(path) ?? [];
		if (Number(part) === 1) begun.add(object);
		if (begun.size === 2) running.child.kill('SIGKILL');
		if (Number(part) > 1) await running.ended;
	};
	expect((await running.ended).signal).toBe('SIGKILL');
	proxy.onPart = async () => {};
}

test('killed again and again it goes on where it stood: no stored part is sent twice, every file is kept once', async () => {
	const disk = await makeDisk('killed');
	let kills = 0;
	for (const n of [1, 3, 2, 4, 1, 5]) if (await killedAtPart(disk, n)) kills++;
	expect(kills).toBeGreaterThan(3);
	const said = await asked(archive, 'investigator', 'put', disk, '--case', 'GUL');
	expect(said).toMatchObject({ failed: [], changed: [] });
	expect(said['kept']).toHaveLength(43);
	expect([...proxy.stored.values()].filter((times) => times > 1)).toEqual([]);
	const kept = await keptPaths('killed');
	expect(kept).toHaveLength(43);
	expect(new Set(kept).size).toBe(43);
});

test('stopped by hand it says that the same command goes on, and it does', async () => {
	const disk = await makeDisk('stopped');
	const running = archive.spawnCustos('investigator', 'put', disk, '--case', 'GUL');
	let told = false;
	proxy.onPart = async () => {
		// Twice would end it at once.
		if (!told) running.child.kill('SIGINT');
		told = true;
	};
	const { code, err } = await running.ended;
	proxy.onPart = async () => {};
	expect(code).toBe(130);
	expect(err.match(/Nothing is lost: the same command goes on where this one stood\.\n/g)).toHaveLength(1);
	expect(err).not.toContain('half-finished');
	const said = await asked(archive, 'investigator', 'put', disk, '--case', 'GUL');
	expect(said['kept']).toHaveLength(43);
});

test('files that changed between a crash and the next run are started anew, and it is said', async () => {
	const disk = await makeDisk('altered');
	await killedInBoth(disk);
	// One looks different; of the other only the content is, at the same length and time: the journalled parts tell.
	await writeFile(join(disk, 'recording 0.mp4'), Buffer.alloc(50 * MIB, 9));
	const file = join(disk, 'recording 1.mp4');
	const { mtime } = await stat(file);
	await writeFile(file, Buffer.alloc(45 * MIB, 8));
	await utimes(file, mtime, mtime);
	const ran = await archive.custos('investigator', '--json', 'put', disk, '--case', 'GUL');
	const said = JSON.parse(ran.out) as { kept: unknown[]; changed: string[]; failed: unknown[] };
	expect(said.failed).toEqual([]);
	expect(said.changed.sort()).toEqual(['altered/recording 0.mp4', 'altered/recording 1.mp4']);
	expect(said.kept).toHaveLength(43);
	const kept = await keptPaths('altered');
	expect(new Set(kept).size).toBe(kept.length);
	for (const name of ['recording 0.mp4', 'recording 1.mp4']) {
		const { items } = (await asked(archive, 'investigator', 'ls', '--case', 'GUL', '--grep', `altered/${name}`)) as {
			items: { item: string }[];
		};
		const out = join(archive.folder, `opened ${name}`);
		await asked(archive, 'investigator', 'get', items[0]?.item ?? '', '--purpose', 'compare', '--out', out);
		expect((await readFile(out)).equals(await readFile(join(disk, name)))).toBe(true);
	}
});

test('a laptop closed for a day: the session has ended meanwhile, and nothing is lost', async () => {
	const disk = await makeDisk('asleep');
	const api = (await archive.pids()).get('api');
	const environment = (await readFile(`/proc/${api}/environ`, 'utf8')).split('\0');
	const url = environment.find((one) => one.startsWith('DATABASE_URL='))?.slice(13);
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	let ended = 0;
	proxy.onPart = async (n) => {
		if (n % 4 !== 0) return;
		ended +=
			(await client.query("update sessions set expires = now() - interval '1 day' where expires > now()")).rowCount ??
			0;
	};
	try {
		const said = await asked(archive, 'investigator', 'put', disk, '--case', 'GUL');
		expect(said['kept']).toHaveLength(43);
		expect(said['failed']).toEqual([]);
		expect(ended).toBeGreaterThan(0);
	} finally {
		proxy.onPart = async () => {};
		await client.end();
	}
});

test('two puts of the same folder at once: the second is told so', async () => {
	const disk = await makeDisk('twice at once');
	const refused: Promise<{ code: number | null; err: string }>[] = [];
	proxy.onPart = async () => {
		if (refused.length > 0) return;
		refused.push(archive.custos('investigator', 'put', disk, '--case', 'GUL'));
		await refused[0];
	};
	const said = await asked(archive, 'investigator', 'put', disk, '--case', 'GUL');
	proxy.onPart = async () => {};
	expect(said['kept']).toHaveLength(43);
	expect(await refused[0]).toMatchObject({
		code: 1,
		err: expect.stringContaining('another put of the same folder') as string,
	});
});
