import { randomFillSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { output, startCustos, time } from './machine.ts';
import type { Row } from './run.ts';

const checkout = join(import.meta.dirname, '../..');
/** As infra/bin/custos.mjs starts the command. */
const { heapFlags } = (await import(join(checkout, 'infra/bin/heap-flags.mjs'))) as { heapFlags: string[] };
const MIB = 2 ** 20;

/**
 * Taking in 2 GiB of large incompressible files and 5,000 × 100 KiB, through the real command line, API and files
 * store, beside the tools people use today. `large=MIB small=COUNT single=MIB` change the sizes; single is one file,
 * for the memory it takes.
 */
export async function bench(args: readonly string[]): Promise<Row[]> {
	const size = (name: string, fallback: number): number =>
		Number(args.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? fallback);
	const folder = await mkdtemp(join(tmpdir(), 'custos-bench-intake-'));
	try {
		const large = await files(join(folder, 'large'), 4, (size('large', 2048) / 4) * MIB);
		const small = await files(join(folder, 'small'), size('small', 5000), 100 * 1024);
		const rows: Row[] = [];
		for (const [name, set] of [
			['large files', large],
			[`${size('small', 5000)} small files`, small],
		] as const)
			rows.push(...(await compare(name, set, folder)));
		const single = size('single', 0);
		if (single > 0) {
			const one = await files(join(folder, 'single'), 1, single * MIB);
			const ours = await custos(one, folder);
			rows.push(
				{ what: `one file of ${single} MiB: received`, value: ours.received, unit: 's' },
				{
					what: '  peak memory of any process',
					value: ours.peak,
					unit: 'MiB',
					ratio: { to: '400 MB', is: (ours.peak * MIB) / 400e6, goal: '< 1' },
				},
			);
		}
		return rows;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Another tool on the same files: seconds until it ends, and until what it wrote is on the disk. */
interface Peer {
	name: string;
	backup: boolean;
	seconds: number;
	durable: number;
}

async function compare(name: string, set: string, folder: string): Promise<Row[]> {
	const peers = await others(set, folder);
	const ours = await custos(set, folder);
	const backups = peers.filter((one) => one.backup);
	const ended = Math.min(...backups.map((one) => one.seconds));
	const durable = Math.min(...backups.map((one) => one.durable));
	const tar = peers.find((one) => one.name === 'tar | age')?.durable ?? Number.NaN;
	return [
		{
			what: `${name}: custos put, received`,
			value: ours.received,
			unit: 's',
			ratio: { to: 'the fastest backup tool, on the disk', is: ours.received / durable, goal: '< 1' },
		},
		{
			what: '  the same',
			value: ours.received,
			unit: 's',
			ratio: { to: 'the fastest backup tool, not yet on the disk', is: ours.received / ended, goal: '< 1' },
		},
		{
			what: '  the same',
			value: ours.received,
			unit: 's',
			ratio: { to: 'tar | age, on the disk', is: ours.received / tar, goal: 'stretch: 1' },
		},
		{ what: '  from the last byte to kept', value: ours.kept, unit: 's' },
		{
			what: '  peak memory of any process',
			value: ours.peak,
			unit: 'MiB',
			ratio: { to: '400 MB', is: (ours.peak * MIB) / 400e6, goal: '< 1' },
		},
		...peers.flatMap((one): Row[] => [
			{ what: `  ${one.name}`, value: one.seconds, unit: 's' },
			{ what: '    and on the disk', value: one.durable, unit: 's' },
		]),
	];
}

/** Founds an archive and puts the set: seconds to received, further seconds to kept, and the peak of any process's memory. */
async function custos(set: string, folder: string): Promise<{ received: number; kept: number; peak: number }> {
	const archive = await startCustos({ TMPDIR: folder });
	const profile = await mkdtemp(join(folder, 'profile-'));
	const env = { CUSTOS_PASSPHRASE: 'a passphrase for a bench', CUSTOS_SCRYPT_LOGN: '10' };
	const command = (...words: string[]): Promise<string> =>
		output(
			process.execPath,
			[...heapFlags, join(checkout, 'src/cli/custos.ts'), '--json', '--home', profile, ...words],
			{ env },
		);
	const memory = watchMemory(archive.home, profile);
	try {
		await command(
			'init',
			'--server',
			archive.server,
			'--code',
			archive.code,
			'--recovery',
			join(profile, 'recovery.key'),
		);
		await command('case', 'new', 'Bench', '--prefix', 'B');
		await untilWorker(command);
		const begun = performance.now();
		await command('put', set, '--case', 'B', '--no-wait');
		const received = (performance.now() - begun) / 1000;
		await command('put', set, '--case', 'B');
		const kept = (performance.now() - begun) / 1000 - received;
		return { received, kept, peak: memory.stop() };
	} finally {
		memory.stop();
		await archive.stop();
		await rm(profile, { recursive: true, force: true });
	}
}

/** Puts one letter until a worker has opened its epoch. */
async function untilWorker(command: (...words: string[]) => Promise<string>): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-bench-letter-'));
	await writeFile(join(folder, 'letter.txt'), 'a letter');
	for (let attempt = 0; ; attempt++) {
		try {
			await command('put', folder, '--case', 'B');
			break;
		} catch (error) {
			if (attempt > 30) throw error;
		}
	}
	await rm(folder, { recursive: true, force: true });
}

async function others(set: string, folder: string): Promise<Peer[]> {
	const out = await mkdtemp(join(folder, 'peer-'));
	const password = {
		RESTIC_PASSWORD: 'x',
		BORG_PASSPHRASE: 'x',
		BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
		HOME: out,
		XDG_CACHE_HOME: out,
	};
	const key = await output('age-keygen', []);
	const recipient = /age1\w+/.exec(key)?.[0] as string;
	const obscured = (await output('rclone', ['obscure', 'secret'], { env: password })).trim();
	const remote = {
		RCLONE_CONFIG_C_TYPE: 'crypt',
		RCLONE_CONFIG_C_REMOTE: join(out, 'rclone'),
		RCLONE_CONFIG_C_PASSWORD: obscured,
	};
	await output('restic', ['init', '-r', join(out, 'restic')], { env: password });
	await output('borg', ['init', '-e', 'repokey-blake2', join(out, 'borg')], { env: password });
	// Ours has it all on the disk when it says so: each of the others is given the time to get there too.
	const timed = async (name: string, backup: boolean, run: () => Promise<number>): Promise<Peer> => {
		const seconds = await run();
		return { name, backup, seconds, durable: seconds + (await time('sync', ['-f', out])) };
	};
	const shell = (script: string): Promise<number> => time('sh', ['-c', script], { cwd: set });
	const each = `mkdir -p ${out}/each && find . -type f -print0 | xargs -0 -P 2 -I{} sh -c 'age -r ${recipient} -o ${out}/each/$(basename {}).age {} && sha256sum {} >> ${out}/each.sums'`;
	const results = [
		await timed('rclone crypt', true, () =>
			time('rclone', ['copy', set, 'C:', '--transfers', '4'], { env: { ...password, ...remote } }),
		),
		await timed('restic', true, () =>
			time('restic', ['backup', '-r', join(out, 'restic'), '-q', set], { env: password }),
		),
		await timed('borg', true, () =>
			time('borg', ['create', '-C', 'none', `${join(out, 'borg')}::a`, set], { env: password }),
		),
		await timed('age per file + sha256sum', false, () => shell(each)),
		await timed('tar | age', false, () => shell(`tar c . | age -r ${recipient} -o ${out}/all.age`)),
	];
	await rm(out, { recursive: true, force: true });
	return results;
}

async function files(folder: string, count: number, size: number): Promise<string> {
	await mkdir(folder, { recursive: true });
	const block = Buffer.alloc(Math.min(size, 8 * MIB));
	for (let i = 0; i < count; i++) {
		const parts = Math.ceil(size / block.length);
		for (let part = 0; part < parts; part++)
			await writeFile(
				join(folder, `f${i}`),
				randomFillSync(block).subarray(0, Math.min(block.length, size - part * block.length)),
				{ flag: 'a' },
			);
	}
	await output('sync', ['-f', folder]);
	return folder;
}

/**
 * Looks at the high-water mark of every process that this one has started, or that names one of the marks, and of what those
 * have started. Each process is judged once, when it is new: whoever measures shares the cores with what is measured.
 */
function watchMemory(...marks: string[]): { stop(): number } {
	let peak = 0;
	/** Whether a process is ours, by its number. */
	const known = new Map([[process.pid, true]]);
	const of = (pid: number, file: string): string => {
		try {
			return readFileSync(`/proc/${pid}/${file}`, 'utf8');
		} catch {
			return '';
		}
	};
	const look = (): void => {
		const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
		const there = new Set(pids.map(Number));
		for (const pid of known.keys()) if (!there.has(pid)) known.delete(pid);
		const strangers = new Map<number, number>();
		for (const pid of there) {
			if (known.has(pid)) continue;
			const told = of(pid, 'environ') + of(pid, 'cmdline');
			known.set(
				pid,
				marks.some((mark) => told.includes(mark)),
			);
			if (!known.get(pid)) strangers.set(pid, Number(/^PPid:\s+(\d+)/m.exec(of(pid, 'status'))?.[1]));
		}
		// A child may have a lower number than its parent once numbers begin anew: until nobody is found any more.
		for (let found = true; found; ) {
			found = false;
			for (const [pid, parent] of strangers) {
				if (known.get(parent) !== true) continue;
				known.set(pid, true);
				found = strangers.delete(pid);
			}
		}
		for (const [pid, ours] of known) {
			if (!ours || pid === process.pid) continue;
			peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(of(pid, 'status'))?.[1] ?? 0) / 1024);
		}
	};
	const timer = setInterval(look, 250);
	return {
		stop: () => {
			clearInterval(timer);
			return peak;
		},
	};
}
