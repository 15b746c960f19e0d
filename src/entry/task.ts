import type { z } from 'zod';
import { exitWithParent } from '../../infra/embedded/parent.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import { PlaceFailed } from '../store/named-place.ts';
import { fileTrouble } from './file-trouble.ts';
import { dataFolder, type HomeDatabase, homeDatabase, logKeyOf } from './home.ts';
import { NothingNewer } from './nothing-newer.ts';

/** What a task is given. */
export interface PlainContext<T> {
	options: T;
	signal: AbortSignal;
	/** How far it is: `done` of `total`, when that is known. */
	progress(phase: string, done: number, total?: number): void;
}

/** What a task of the archive's machine is given. */
export interface TaskContext<T> extends PlainContext<T> {
	home: string;
	database: HomeDatabase;
}

/**
 * Runs a task that `custos` asked for: options as JSON on standard input (a key may be among them, so neither arguments
 * nor environment), then one JSON line on standard output for each step, the last one `{"result":…}` or `{"error":…}`.
 */
export async function runPlainTask<S extends z.ZodType>(
	schema: S,
	run: (context: PlainContext<z.infer<S>>) => Promise<object>,
): Promise<void> {
	exitWithParent();
	const abort = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort());
	const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
	let last = 0;
	const progress = (phase: string, done: number, total?: number): void => {
		const now = performance.now();
		if (now - last < 100 && done !== total) return;
		last = now;
		print({ phase, done, ...(total === undefined ? {} : { total }) });
	};
	try {
		const options = schema.parse(JSON.parse(await readInput()));
		print({ result: await run({ options, signal: abort.signal, progress }) });
	} catch (cause) {
		const error = fileTrouble(cause);
		const known = isCustosError(error)
			? error
			: new CustosError('internal', error instanceof Error ? error.message : String(error));
		const { code, message } = known;
		const place = known instanceof PlaceFailed ? { place: known.place, system: known.system } : {};
		const newer = known instanceof NothingNewer ? { second: known.second } : {};
		print({
			error: abort.signal.aborted ? { code: 'interrupted', message: '' } : { code, message, ...place, ...newer },
		});
		process.exitCode = 1;
	}
	process.stdout.write('', () => process.exit());
}

/** The same beside the archive of this machine. */
export async function runTask<S extends z.ZodType>(
	schema: S,
	run: (context: TaskContext<z.infer<S>>) => Promise<object>,
): Promise<void> {
	await runPlainTask(schema, async (context) => {
		// Before a database is made for a folder that was named wrongly.
		await logKeyOf(dataFolder());
		return besideDatabase(context, run);
	});
}

/** Runs it with the database of this machine, which is made where there is none. */
export async function besideDatabase<T>(
	context: PlainContext<T>,
	run: (context: TaskContext<T>) => Promise<object>,
): Promise<object> {
	const home = dataFolder();
	const database = await homeDatabase(home, (line) => void process.stderr.write(`${line}\n`));
	try {
		return await run({ ...context, home, database });
	} finally {
		await database.stop();
	}
}

async function readInput(): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of process.stdin) pieces.push(piece as Buffer);
	return Buffer.concat(pieces).toString('utf8');
}
