import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './daemon.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a command line ended. */
export interface Ran {
	code: number | null;
	signal: NodeJS.Signals | null;
	out: string;
	err: string;
}

/** A whole archive as `npm start` runs it, in a folder of its own, and people who work in it by the command line. */
export interface Running {
	readonly server: string;
	/** CUSTOS_HOME. */
	readonly home: string;
	/** Folder for people's folders, footage, whatever a test makes. */
	readonly folder: string;
	/** What every process said, on both of its streams, so far. */
	readonly said: string[];
	readonly code: string;
	/** Starts it again, after `killed`. `more` goes to all its processes this time. */
	start(more?: NodeJS.ProcessEnv): Promise<void>;
	/** The pids of `notary`, `api`, `media`, `copies` now. */
	pids(): Promise<ReadonlyMap<string, number>>;
	/** Folder of the database. */
	readonly database: string;
	/** The pid of the database server. */
	postmaster(): Promise<number>;
	main(): ChildProcess;
	/** Runs a command to its end as this person. */
	custos(person: string, ...args: string[]): Promise<Ran>;
	/** The same, under way. */
	spawnCustos(person: string, ...args: string[]): { child: ChildProcess; ended: Promise<Ran> };
	profile(person: string): string;
	stop(): Promise<void>;
}

/** Starts an archive. About three seconds. `env` goes to all its processes. */
export async function startArchive(env: NodeJS.ProcessEnv = {}): Promise<Running> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-live-'));
	const home = join(folder, 'home');
	const scratch = join(folder, 'tmp');
	await mkdir(scratch);
	const [port] = (await freePorts(1)) as [number];
	const said: string[] = [];
	let main: ChildProcess | undefined;
	let code = '';

	const start = async (more: NodeJS.ProcessEnv = {}): Promise<void> => {
		main = spawn(process.execPath, [join(root, 'src/entry/start.ts')], {
			env: {
				...process.env,
				LC_ALL: 'C.UTF-8',
				TMPDIR: scratch,
				...env,
				...more,
				CUSTOS_HOME: home,
				PORT: String(port),
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const child = main;
		await new Promise<void>((resolve, reject) => {
			let out = '';
			child.stderr?.on('data', (data: Buffer) => said.push(data.toString()));
			child.stdout?.on('data', (data: Buffer) => {
				said.push(data.toString());
				out += data.toString();
				const ready = /^\{"ready":"custos".*\}$/m.exec(out);
				if (ready === null) return;
				code = (JSON.parse(ready[0]) as { code?: string }).code ?? code;
				resolve();
			});
			child.once('exit', (status, signal) =>
				reject(new Error(`start ended with ${status ?? signal}: ${said.join('').slice(-2000)}`)),
			);
		});
	};

	const running: Running = {
		server: `${env['TLS_CERT'] === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
		home,
		folder,
		said,
		get code() {
			return code;
		},
		start,
		main: () => main as ChildProcess,
		profile: (person) => join(folder, 'people', person),
		get database() {
			return databaseOf(said, home);
		},
		pids: () => supervised(home),
		async postmaster() {
			const [pid] = (await readFile(await findPidFile(databaseOf(said, home)), 'utf8')).split('\n');
			return Number(pid);
		},
		spawnCustos(person, ...args) {
			const child = spawn(
				process.execPath,
				[join(root, 'src/cli/custos.ts'), '--home', join(folder, 'people', person), ...args],
				{
					cwd: folder,
					env: {
						...process.env,
						TMPDIR: scratch,
						CUSTOS_PASSPHRASE: `the passphrase of ${person}`,
						CUSTOS_SCRYPT_LOGN: '10',
						LANG: 'C',
					},
					stdio: ['ignore', 'pipe', 'pipe'],
				},
			);
			let [out, err] = ['', ''];
			child.stdout.on('data', (data: Buffer) => {
				out += data.toString();
			});
			child.stderr.on('data', (data: Buffer) => {
				err += data.toString();
			});
			const ended = once(child, 'close').then(([status, signal]) => ({
				code: status as number | null,
				signal: signal as NodeJS.Signals | null,
				out,
				err,
			}));
			return { child, ended };
		},
		custos: (person, ...args) => running.spawnCustos(person, ...args).ended,
		async stop() {
			if (main !== undefined && main.exitCode === null && main.signalCode === null) {
				const ended = once(main, 'exit');
				main.kill('SIGTERM');
				await ended;
			}
			await rm(databaseOf(said, home), { recursive: true, force: true });
			await rm(folder, { recursive: true, force: true });
		},
	};
	try {
		await start();
	} catch (error) {
		await running.stop();
		throw error;
	}
	return running;
}

/** Runs a command that must succeed, and gives its answer. */
export async function asked(archive: Running, person: string, ...args: string[]): Promise<{ [name: string]: unknown }> {
	const ran = await archive.custos(person, '--json', ...args);
	if (ran.code !== 0) throw new Error(`custos ${args[0]} ended with ${ran.code}: ${ran.err}`);
	return JSON.parse(ran.out) as { [name: string]: unknown };
}

/** Founds the archive as `investigator` and opens a case with the prefix GUL. */
export async function foundWithCase(archive: Running, title = 'Correctional colony'): Promise<void> {
	await asked(
		archive,
		'investigator',
		'init',
		'--server',
		archive.server,
		'--code',
		archive.code,
		'--recovery',
		join(archive.folder, 'recovery.key'),
	);
	await asked(archive, 'investigator', 'case', 'new', title, '--prefix', 'GUL');
}

/** Where the database lies: as root it may be elsewhere than CUSTOS_HOME, and says so; after a restore it is in a new place. */
function databaseOf(said: readonly string[], home: string): string {
	const pointer = join(home, 'postgres/elsewhere');
	if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
	return /the database is in (\S+):/.exec(said.join(''))?.[1] ?? join(home, 'postgres');
}

async function findPidFile(folder: string): Promise<string> {
	for await (const found of glob('**/postmaster.pid', { cwd: folder })) return join(folder, found);
	throw new Error('the database is not running');
}

/** The supervised processes by the program they run. */
async function supervised(home: string): Promise<ReadonlyMap<string, number>> {
	const marks = JSON.parse(await readFile(join(home, 'run/processes.json'), 'utf8')) as { pid: number }[];
	const programs = {
		notary: 'workers/notary/main.ts',
		api: 'src/entry/node.ts',
		media: 'workers/media/main.ts',
		copies: 'src/entry/copies.ts',
	};
	const pids = new Map<string, number>();
	for (const { pid } of marks) {
		const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		for (const [name, program] of Object.entries(programs)) if (command.includes(program)) pids.set(name, pid);
	}
	return pids;
}
