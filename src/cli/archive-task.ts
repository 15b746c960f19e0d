import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CustosError, errorCodes } from '../domain/errors.ts';
import type { Context } from './context.ts';
import { Told, wrongUsage } from './told.ts';
import { printable } from './words.ts';

const Line = z.union([
	z.object({ phase: z.string(), done: z.number(), total: z.number().optional() }),
	z.object({ result: z.record(z.string(), z.unknown()) }),
	z.object({
		error: z.object({
			code: z.enum([...errorCodes, 'interrupted']),
			message: z.string(),
			/** A folder that was named and fails, and the system's code for it. */
			place: z.string().optional(),
			system: z.string().optional(),
			/** Nothing can be asked what was expunged after a backup, not even this second copy. */
			second: z.string().nullable().optional(),
		}),
	}),
]);

/**
 * What a task's Node is started with. An audit holds a bounded part of the archive, but V8 lets garbage lie until its limits:
 * without them, memory would grow with the ledger. Most of what it reads lies outside of the heap, and counts here too; a
 * small nursery lets go of it early, and costs no time.
 */
export const taskFlags: { readonly [name: string]: readonly string[] } = {
	audit: ['--max-old-space-size=256', '--max-semi-space-size=4', '--external-memory-accounted-in-global-limit'],
};

/**
 * Runs a task on the archive's own machine in a process of its own, which may do what the command line may not: reach
 * the database and the store. Options go over its standard input. Rejects with the task's error.
 */
export async function archiveTask<S extends z.ZodType>(
	context: Context,
	name: 'audit' | 'backup' | 'notary-key' | 'recover' | 'restore' | 'witness',
	options: object,
	result: S,
	onProgress: (progress: { phase: string; done: number; total?: number | undefined }) => void,
): Promise<z.infer<S>> {
	const entry = fileURLToPath(new URL(`../entry/${name}.ts`, import.meta.url));
	const { CUSTOS_PASSPHRASE: _, ...env } = context.io.env;
	const child = spawn(process.execPath, [...(taskFlags[name] ?? []), entry], {
		stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
		env: { ...env, CUSTOS_PARENT_FD: '3' },
	});
	const stop = (): void => void child.kill('SIGTERM');
	context.signal.addEventListener('abort', stop);
	child.stdin?.on('error', () => {});
	child.stdin?.end(JSON.stringify(options));
	const ended = new Promise<void>((resolve, reject) => {
		child.on('error', (cause) =>
			reject(new CustosError('internal', `the process for ${name} could not be started`, { cause })),
		);
		child.on('close', () => resolve());
	});
	let answer: z.infer<typeof Line> | undefined;
	try {
		if (child.stdout !== null) {
			for await (const text of createInterface({ input: child.stdout })) {
				const line = Line.parse(JSON.parse(text));
				if ('phase' in line) onProgress(line);
				else answer = line;
			}
		}
		await ended;
	} finally {
		context.signal.removeEventListener('abort', stop);
	}
	context.signal.throwIfAborted();
	if (answer === undefined || 'phase' in answer)
		throw new CustosError('internal', `the process for ${name} ended without an answer`);
	if ('result' in answer) return result.parse(answer.result);
	const { code, message, place, system, second } = answer.error;
	if (place !== undefined && code !== 'interrupted')
		throw new Told(code, context.t.machine.placeFailed(printable(place), system ?? ''));
	if (second !== undefined && code !== 'interrupted')
		throw second === null
			? wrongUsage(context.t.expunge.nothingNewer)
			: new Told(code, context.t.expunge.secondSilent(printable(second)));
	// Advice for those who use an archive does not fit those who run its machine; the message is enough.
	throw new Told(code === 'interrupted' ? 'unavailable' : code, `${message}.`);
}
