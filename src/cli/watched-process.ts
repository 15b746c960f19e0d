import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Context } from './context.ts';
import { Told } from './told.ts';

const Ready = z.object({ ready: z.string() }).loose();

/**
 * Runs one of the programs under `workers` until it ends, or until Ctrl-C ends it. `onReady` gets the line it says when it
 * is ready. Rejects when it ends by itself: what it said is on standard error then.
 */
export async function watchedProcess(
	context: Context,
	program: 'witness',
	env: { readonly [name: string]: string },
	onReady: (line: z.infer<typeof Ready>) => void,
): Promise<void> {
	const file = fileURLToPath(new URL(`../../workers/${program}/main.ts`, import.meta.url));
	const { CUSTOS_PASSPHRASE: _, ...own } = context.io.env;
	const child = spawn(process.execPath, [file], {
		stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
		env: { ...own, ...env, CUSTOS_PARENT_FD: '3' },
	});
	const ended = new Promise<void>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', () => resolve());
	});
	const stop = (): void => void child.kill('SIGTERM');
	context.signal.addEventListener('abort', stop);
	try {
		if (child.stdout !== null)
			for await (const line of createInterface({ input: child.stdout })) onReady(Ready.parse(JSON.parse(line)));
		await ended;
	} finally {
		context.signal.removeEventListener('abort', stop);
	}
	if (!context.signal.aborted) throw new Told('config', context.t.witness.ended);
}
